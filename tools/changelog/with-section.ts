/**
 * A changelog is a title, and a section for each version, the newest first: a heading with version and date, an introduction by hand, and
 * lists of what changed, each with a heading of its own.
 */

/**
 * The changelog with the section in it: in the place of that of the same version, whose introduction it keeps, or before all others.
 *
 * @throws if the section does not begin with a version's heading
 */
export function withSection(changelog: string, section: string): string {
  const version = versionOf(section);
  if (version === undefined) throw new Error(`this is no section of a changelog:\n${section}`);

  const [title, ...sections] = changelog.split(/^(?=## )/m);
  const known = sections.findIndex(other => versionOf(other) === version);
  if (known === -1) {
    sections.unshift(joined(section, ''));
  } else {
    sections[known] = joined(section, introductionOf(sections[known]));
  }
  return [title, ...sections].map(part => `${part.trim()}\n`).join('\n');
}

function joined(section: string, introduction: string): string {
  const [heading, ...lists] = section.split(/^(?=### )/m);
  return [heading, introduction, ...lists].map(part => part.trim()).filter(part => part !== '').join('\n\n');
}

function introductionOf(section: string): string {
  return section.split(/^### /m)[0].replace(/^## .*\n?/, '');
}

/** The first release has no link in its heading. */
function versionOf(section: string): string | undefined {
  return /^##+ \[?(\d+\.\d+\.\d+[^\]\s]*)/.exec(section)?.[1];
}
