/**
 * The examples in TypeScript, rendered afresh: what is committed of most of them is folded.
 */
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ArticleChart } from '../../examples/article/chart';
import { HardenedChart } from '../../examples/hardened/chart';
import { MinimalChart } from '../../examples/minimal/chart';
import { TwoSetsChart } from '../../examples/two-sets/chart';

export const EXAMPLES: Record<string, new (scope: Construct, id: string) => Chart> = {
  'article': ArticleChart,
  'hardened': HardenedChart,
  'minimal': MinimalChart,
  'two-sets': TwoSetsChart,
};

/** The whole manifest, as its main.ts writes it. */
export function manifestOf(example: string): string {
  const app = new App();
  new EXAMPLES[example](app, example);
  return app.synthYaml();
}
