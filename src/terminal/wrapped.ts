/** Wraps text to the width of the terminal. */
import { wrapAnsi } from 'fast-wrap-ansi';

/**
 * Wraps the text to lines of at most `columns` characters, all except the first indented. A longer word, such as a
 * path, stays whole, so that it can be copied. No line begins like a command of GitHub's runner (`::`).
 */
export function wrapped(text: string, columns: number, indent = 0): string {
  const [first = '', ...others] = wrapAnsi(text, columns - indent).split('\n');
  const lines = [first, ...others.map((line) => line.replace(/^(?=::)/u, '\\'))];
  return lines.join(`\n${' '.repeat(indent)}`);
}
