/** The width that a reader has. */

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
