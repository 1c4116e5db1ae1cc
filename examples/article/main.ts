import { App } from 'cdk8s';
import { ArticleChart } from './chart';

const app = new App();
new ArticleChart(app, 'article');
app.synth();
