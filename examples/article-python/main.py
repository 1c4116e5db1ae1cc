from cdk8s import App

from chart import ArticleChart

app = App()
ArticleChart(app, "article")
app.synth()
