/** Text in the width that a reader has. */
import { wrapAnsi } from 'fast-wrap-ansi';

/**
 * The text in lines of at most so many characters, all but the first indented; a longer word, such as a path, stays
 * whole, so that it can be copied. No line begins with what GitHub's runner would take for a command.
 */
export function wrapped(text: string, columns: number, indent = 0): string {
  const [first = '', ...others] = wrapAnsi(text, columns - indent).split('\n');
  const lines = [first, ...others.map((line) => line.replace(/^(?=::)/u, '\\'))];
  return lines.join(`\n${' '.repeat(indent)}`);
}
