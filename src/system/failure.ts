/**
 * The run itself could not be done: bad input, bad configuration, an unwritable folder. The message names the thing,
 * the place and the next step, in one line; the process exits with 2.
 */
export class SuiteError extends Error {
  override name = 'SuiteError';
}

/** What somebody's error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
