/** What may come next while a query is typed. */
import { valuesOf } from './chosen.ts';
import type { MatrixData } from './data.ts';
import { FIELDS } from './query.ts';

/** So many lines are read at a glance. */
const MOST = 12;

/** Whole queries, each with one more field or value than the text has. */
export function completionsOf(data: MatrixData, text: string): string[] {
  const [, before = '', last = ''] = /^(.*?)((?:[a-z]+:"?)?[^\s()"]*)$/u.exec(text) ?? [];
  const field = FIELDS.find((name) => last.startsWith(`${name}:`));
  const next =
    field === undefined
      ? [...FIELDS.map((name) => `${name}:`), 'seq(pass fail)'].filter((name) => name.startsWith(last))
      : valuesOf(data, field)
          .filter((value) => value.toLowerCase().includes(valueIn(last).toLowerCase()))
          .map((value) => `${field}:${/[\s()"]/u.test(value) ? `"${value}"` : value}`);
  return next
    .filter((each) => each !== last)
    .slice(0, MOST)
    .map((each) => `${before}${each}`);
}

function valueIn(term: string): string {
  return term.slice(term.indexOf(':') + 1).replace(/^"/u, '');
}
