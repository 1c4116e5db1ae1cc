/**
 * Where the section of a version goes in CHANGELOG.md.
 */
import { withSection } from '../../tools/changelog/with-section';

const FIRST = '## 0.1.0 (2026-11-23)\n\n### Features\n\n* one\n';
const SECOND = '## [0.2.0](https://example.com/compare) (2026-12-24)\n\n### Bug Fixes\n\n* two\n';

test('the first section follows the title', () => {
  expect(withSection('# Changelog\n', FIRST)).toBe(`# Changelog\n\n${FIRST}`);
});

test('a newer section goes before the others', () => {
  expect(withSection(`# Changelog\n\n${FIRST}`, SECOND)).toBe(`# Changelog\n\n${SECOND}\n${FIRST}`);
});

test('the section of a version that is there is made anew, but for its introduction', () => {
  const introduced = '## 0.1.0 (2026-11-01)\n\nThe first one.\n\n### Features\n\n* none yet\n';
  expect(withSection(`# Changelog\n\n${SECOND}\n${introduced}`, FIRST))
    .toBe(`# Changelog\n\n${SECOND}\n## 0.1.0 (2026-11-23)\n\nThe first one.\n\n### Features\n\n* one\n`);
});

test('a second time changes nothing', () => {
  const once = withSection(`# Changelog\n\n${FIRST}`, SECOND);
  expect(withSection(once, SECOND)).toBe(once);
});

test('what is no section is refused', () => {
  expect(() => withSection('# Changelog\n', '### Features\n')).toThrow('this is no section of a changelog');
});
