import { App, Duration } from 'cdk8s';
import { manifestsOf, synthesise } from './article-set';
import { ArticleChart } from '../../examples/article/chart';

test('without other settings the set is that of examples/article', () => {
  const app = new App();
  new ArticleChart(app, 'article');
  expect(manifestsOf({})).toBe(app.synthYaml());
});

test('settings replace those of the article one by one', () => {
  const manifests = JSON.stringify(synthesise({ sentinel: { downAfter: Duration.seconds(5) }, image: { name: 'redis:8-trixie' } }));
  expect(manifests).toContain('down-after-milliseconds mymaster 5000');
  expect(manifests).toContain('failover-timeout mymaster 180000');
  expect(manifests).toContain('"image":"redis:8-trixie"');
});
