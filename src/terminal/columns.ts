/** Text in the width that a reader has. */
import wrapAnsi from 'wrap-ansi';

/** Where text goes: a terminal says that it is one, and how wide it is. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** What is printed stays readable down to so many characters. */
const FEWEST = 60;
/** For files, pipes and the logs of a CI, which have no width. */
const WITHOUT_TERMINAL = 160;

/** How many characters a line has. */
export function columnsOf(stream: Output): number {
  return Math.max(FEWEST, stream.columns || WITHOUT_TERMINAL);
}

/**
 * The text in lines of at most so many characters, all but the first indented; a longer word, such as a path, stays
 * whole, so that it can be copied. No line begins with what GitHub's runner would take for a command.
 */
export function wrapped(text: string, columns: number, indent = 0): string {
  const [first = '', ...others] = wrapAnsi(text, columns - indent).split('\n');
  const lines = [first, ...others.map((line) => line.replace(/^(?=::)/u, '\\'))];
  return lines.join(`\n${' '.repeat(indent)}`);
}
