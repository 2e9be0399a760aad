/** A table of counts, with a row for each target; a list if the terminal is too narrow for a table. */
import Table from 'cli-table3';
import { plain } from '../text/plain-text.ts';
import { wrapped } from './wrapped.ts';

/** The counts of a row, by name, in the order of the columns. */
export interface CountsRow {
  readonly name: string;
  readonly counts: Readonly<Record<string, number>>;
}

export function countsTable(nameOfNames: string, rows: readonly CountsRow[], columns: number): string {
  const [first] = rows;
  if (first === undefined) return `no ${nameOfNames}`;
  const head = [nameOfNames, ...Object.keys(first.counts)];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { name, counts } of rows) table.push([plain(name), ...Object.values(counts)]);
  return table.width <= columns
    ? table.toString()
    : rows.map((row) => belowOneAnother(row, columns)).join('\n');
}

/** Omits counts of zero, except the first. */
function belowOneAnother({ name, counts }: CountsRow, columns: number): string {
  const said = Object.entries(counts).filter(([, count], column) => column === 0 || count > 0);
  const text = said.map(([what, count]) => `${what} ${count}`).join(', ');
  return `${wrapped(plain(name), columns)}\n  ${wrapped(text, columns, 2)}`;
}
