/** The width of the output. */

/** An output stream; a terminal reports that it is one, and its width. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** The output is readable down to this width. */
const FEWEST = 60;
/** For files, pipes and CI logs, which have no width. */
const WITHOUT_TERMINAL = 160;

/** Returns the number of characters in a line. */
export function columnsOf(stream: Output): number {
  return Math.max(FEWEST, stream.columns || WITHOUT_TERMINAL);
}
