package com.example;

import org.cdk8s.App;

public final class Main {
    private Main() {}

    public static void main(final String[] args) {
        final App app = new App();
        new ArticleChart(app, "article");
        app.synth();
    }
}
