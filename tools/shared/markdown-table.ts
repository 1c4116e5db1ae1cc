/**
 * A table in Markdown.
 */

/** A column's heading, and whether its cells are numbers, which stand on the right. */
export type Column = string | { readonly number: string };

/** Line by line. A cell must not have a line break or a bar in it. */
export function markdownTable(columns: Column[], rows: (string | number)[][]): string[] {
  const isText = (column: Column) => typeof column === 'string';
  return [
    line(columns.map(column => typeof column === 'string' ? column : column.number)),
    `|${columns.map(column => isText(column) ? '---' : '---:').join('|')}|`,
    ...rows.map(line),
  ];
}

function line(cells: (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}
