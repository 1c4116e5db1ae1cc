import { App } from 'cdk8s';
import { HardenedChart } from './chart';

const app = new App();
new HardenedChart(app, 'hardened');
app.synth();
