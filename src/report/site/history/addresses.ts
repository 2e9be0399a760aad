/**
 * Where the pages of runs, diffs and the history are, and the data that their scripts load. Without any other module
 * behind it, so that the script can use it too.
 */
export const RUN_FILE = 'run/index.html';

/** What one night of the history ran. */
export function nightFile(date: string): string {
  return `run/${date}.html`;
}

export const DIFF_FILE = 'diff/index.html';

/** The run against the one before it, where {@link DIFF_FILE} has it against a baseline. */
export const PREVIOUS_DIFF_FILE = 'diff/previous.html';

/** One night of the history against the night before it. */
export function nightDiffFile(date: string): string {
  return `diff/${date}.html`;
}

/** The cells of a night, from which the script computes the diff of any two. */
export function nightDataFile(date: string): string {
  return `diff/${date}.js`;
}

export const HISTORY_FILE = 'history/index.html';

/** The list of what got worse, on that page. */
export const WORSE_SINCE = 'worse-since';

export const HISTORY_DATA_FILE = 'history-data.js';
