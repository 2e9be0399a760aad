/** `history`: adds a run to the folder of nights. */

import { featuresOfRun } from '../features/deciding/nights.ts';
import { readResults } from '../results/file.ts';
import { recordNight } from '../results/history/store.ts';
import { clearUnfinished } from '../system/clear-unfinished.ts';
import { plain } from '../text/plain-text.ts';
import type { Host } from './host.ts';
import { inFolder } from './in-folder.ts';

export interface HistoryCommand {
  /** The results.jsonl of the run. */
  readonly add: string;
  /** The folder of nights. */
  readonly store: string;
  /** The day that the run is filed under; that of its start unless told. */
  readonly date?: string;
}

/** @throws {SuiteError} when the results cannot be read, or the folder cannot be written */
export async function historyCommand({ add, store, date }: HistoryCommand, host: Host): Promise<void> {
  const results = readResults(add);
  const night = date ?? results.run.startedAt.slice(0, 'YYYY-MM-DD'.length);
  const { file, problems, unanswered, notRun } = await inFolder(store, host, () => {
    clearUnfinished(store);
    return recordNight(store, results, { date: night, features: featuresOfRun(results) });
  });
  const { stdout, stderr } = host;
  for (const problem of problems) stderr.write(`${plain(problem)}\n`);
  for (const [target, reason] of unanswered) {
    stdout.write(`no answer: ${plain(target)} (${plain(reason)})\n`);
  }
  for (const [target, reason] of notRun) stdout.write(`not run: ${plain(target)} (${plain(reason)})\n`);
  stdout.write(`added to ${plain(file)}\n`);
}
