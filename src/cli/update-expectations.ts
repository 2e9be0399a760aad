/** `expectations update`: adds entries for new failures, to be reviewed, and removes entries that no longer hold. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadTargets } from '../config/load.ts';
import { entriesFor, rewriteEntries } from '../gate/expectation-entries.ts';
import type { FailOn } from '../gate/gate.ts';
import { weighRun } from '../gate/weigh.ts';
import { readFoundResults } from '../results/file.ts';
import { plain } from '../text/plain-text.ts';
import type { Host } from './host.ts';
import { inFolder } from './in-folder.ts';

export interface UpdateCommand {
  readonly config: string;
  readonly cassettes: string;
  readonly expectations: string;
  readonly reports: string;
  readonly failOn: FailOn;
}

/**
 * @returns the exit code: 0 nothing to explain, 1 entries were written that need an explanation
 * @throws {SuiteError} when there are no results, or an earlier entry still needs an explanation
 */
export function updateExpectations(command: UpdateCommand, host: Host): Promise<number> {
  const update = () => rewrite(command, host);
  // Locking would create a missing folder.
  return existsSync(command.expectations) ? inFolder(command.expectations, host, update) : update();
}

async function rewrite(command: UpdateCommand, { stdout }: Host): Promise<number> {
  const targets = await loadTargets(command.config);
  const results = readFoundResults(join(command.reports, 'results.jsonl'));
  const { newFailures, stale } = weighRun(command, targets, results).gate;
  const today = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
  let unexplained = 0;
  let removed = 0;
  for (const target of targets) {
    const isOwn = (record: { readonly target: string }) => record.target === target.id;
    const added = entriesFor(newFailures.filter(isOwn), results.conversations.filter(isOwn), today);
    const gone = stale.flatMap(({ expectation }) => (isOwn(expectation) ? expectation : []));
    if (added.length === 0 && gone.length === 0) continue;
    const file = rewriteEntries(command.expectations, target, added, gone);
    stdout.write(`${plain(file)}: ${added.length} added, ${gone.length} taken out\n`);
    unexplained += added.length;
    removed += gone.length;
  }
  if (unexplained > 0) {
    const entries = unexplained === 1 ? 'the new entry' : `each of the ${unexplained} new entries`;
    stdout.write(`write a reason for ${entries}, then replay again\n`);
  } else if (removed > 0) stdout.write('nothing is to be explained; replay again\n');
  else stdout.write(`${plain(command.expectations)}: every entry holds, and no failure is without one\n`);
  return unexplained === 0 ? 0 : 1;
}
