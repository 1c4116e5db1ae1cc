import { App } from 'cdk8s';
import { TwoSetsChart } from './chart';

const app = new App();
new TwoSetsChart(app, 'two-sets');
app.synth();
