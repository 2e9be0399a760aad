/** Header fields as undici returns them: names and values in turn. */
import type { Dispatcher } from 'undici';
import type { HeaderFields } from '../evidence/exchange.ts';

/** Returns names and values in turn, one character for each byte. */
export function textsOf(raw: Dispatcher.DispatchController['rawHeaders']): string[] {
  return Array.isArray(raw) ? raw.map((item) => item.toString('latin1')) : [];
}

/** Returns each name once, as first written, with all its values. */
export function fieldsOf(raw: readonly string[]): HeaderFields & [string, string[]][] {
  const fields: [string, string[]][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [name = '', value = ''] = raw.slice(at, at + 2);
    const same = fields.find(([known]) => known.toLowerCase() === name.toLowerCase());
    if (same) same[1].push(value);
    else fields.push([name, [value]]);
  }
  return fields;
}
