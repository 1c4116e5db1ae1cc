/**
 * `npm run quickstart`: synthesises the article's set into examples/article/dist, checks it, and says how to install it.
 *
 * Exit code: 1 where the set cannot be synthesised or an object would be refused; there is no manifest in dist then.
 */
import { join } from 'path';
import { quickstart } from './quickstart';
import { ArticleChart } from '../../examples/article/chart';
import { ROOT } from '../shared/command';

process.exitCode = quickstart(app => new ArticleChart(app, 'article'), join(ROOT, 'examples', 'article', 'dist'));
