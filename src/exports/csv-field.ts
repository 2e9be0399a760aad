/** Writes the fields of a CSV file according to RFC 4180. */
import { plainText } from '../text/display.ts';

const LONGEST_FIELD = 4000;
const FORMULA = /^[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/** Returns a function that writes a field. Caches texts, because millions of verdicts share few different texts. */
export function fieldWriter(): (value: string | number | null) => string {
  const written = new Map<string, string>();
  return (value) => {
    if (value === null) return '';
    if (typeof value === 'number') return String(value);
    const earlier = written.get(value);
    if (earlier !== undefined) return earlier;
    const field = textField(value);
    written.set(value, field);
    return field;
  };
}

function textField(value: string): string {
  const text = plainText(value, LONGEST_FIELD);
  const guarded = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n\t]/.test(guarded) || guarded !== text ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
