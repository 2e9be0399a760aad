/** The files of the page that judges, below the folder of the report. */
export const JUDGE_FILE = 'judge/index.html';
export const JUDGE_SCRIPT = 'judge.js';
/** What the worker runs, as a function: a page that was opened from a file can load no worker from another one. */
export const WORKER_SCRIPT = 'judge-worker.js';
