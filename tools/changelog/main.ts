/**
 * The last step of `npm run changelog`: puts what `projen bump` has made of the commits into CHANGELOG.md.
 *
 * The section of a version that is there already keeps its introduction: only the lists below it are made anew.
 */
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { withSection } from './with-section';
import { ROOT } from '../shared/command';

const CHANGELOG = join(ROOT, 'CHANGELOG.md');

// In the style of our other lists.
const section = readFileSync(join(ROOT, 'dist', 'changelog.md'), 'utf8').trim().replace(/^\* /gm, '- ');
writeFileSync(CHANGELOG, withSection(readFileSync(CHANGELOG, 'utf8'), section));
