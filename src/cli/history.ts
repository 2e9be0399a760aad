/** `history`: adds a run to the folder of nights, or judges the nights again by the current rules. */
import { featuresOfRun } from '../features/deciding/nights.ts';
import { rejudgeRun } from '../live/rejudge.ts';
import { readResults } from '../results/file.ts';
import type { Night } from '../results/history/night.ts';
import { nightOfRun } from '../results/history/night-of-run.ts';
import { readHistory, recordNight, replaceNight, withRunsAgain } from '../results/history/store.ts';
import { clearUnfinished } from '../system/clear-unfinished.ts';
import { SuiteError } from '../system/failure.ts';
import { plain } from '../text/plain-text.ts';
import { plural } from '../text/quantities.ts';
import type { Host } from './host.ts';
import { inFolder } from './in-folder.ts';

export interface HistoryCommand {
  /** The results.jsonl of the run. */
  readonly add?: string;
  /** The folder of nights. */
  readonly store: string;
  /** The date for the run; the default is the day on which it started. */
  readonly date?: string;
  readonly rejudge?: boolean;
  /** The folder of live runs, which contain their recordings. */
  readonly recordings: string;
  readonly expectations: string;
}

/** @throws {SuiteError} when the results cannot be read, or the folder cannot be written */
export async function historyCommand(command: HistoryCommand, host: Host): Promise<void> {
  const { add, rejudge = false, store } = command;
  if ((add === undefined) !== rejudge) {
    throw new SuiteError(
      'give --add <results.jsonl> to add a run, or --rejudge to judge the kept nights again',
    );
  }
  await inFolder(store, host, () => {
    clearUnfinished(store);
    return add === undefined ? rejudgeNights(command, host) : addRun(command, add, host);
  });
}

function addRun({ store, date }: HistoryCommand, add: string, { stdout, stderr }: Host): void {
  const results = readResults(add);
  const night = date ?? results.run.startedAt.slice(0, 'YYYY-MM-DD'.length);
  const recorded = recordNight(store, results, { date: night, features: featuresOfRun(results) });
  const { file, problems, unanswered, notRun } = recorded;
  for (const problem of problems) stderr.write(`${plain(problem)}\n`);
  for (const [target, reason] of unanswered) {
    stdout.write(`no answer: ${plain(target)} (${plain(reason)})\n`);
  }
  for (const [target, reason] of notRun) stdout.write(`not run: ${plain(target)} (${plain(reason)})\n`);
  stdout.write(`added to ${plain(file)}\n`);
}

/** Judges each night again. A run that cannot be judged again keeps its verdicts, and the reason is printed. */
async function rejudgeNights(command: HistoryCommand, { stdout, stderr }: Host): Promise<void> {
  const { store } = command;
  const { nights, problems } = readHistory(store);
  for (const problem of problems) stderr.write(`${plain(problem)}\n`);
  let rejudged = 0;
  for (const night of nights) {
    const again: Night[] = [];
    for (const { id } of night.runs) {
      const found = await rejudgeRun(command.recordings, id, command.expectations);
      if ('problem' in found) {
        stdout.write(`${night.date}: not judged again: ${plain(found.problem)}\n`);
        continue;
      }
      for (const { conversation, reason } of found.leftOut)
        stdout.write(`${night.date}: left out: ${plain(conversation)} (${plain(reason)})\n`);
      again.push(nightOfRun(found.results, night.date, featuresOfRun(found.results)));
    }
    if (again.length === 0) continue;
    rejudged += 1;
    stdout.write(`${night.date}: judged again, ${plain(replaceNight(store, withRunsAgain(night, again)))}\n`);
  }
  stdout.write(`${rejudged} of ${plural(nights.length, 'night')} judged again by the rules of today\n`);
}
