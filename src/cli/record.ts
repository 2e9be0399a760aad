/** `record`: refreshes the committed cassettes, and shows what changed on the wire and in the verdicts. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { driftReport } from '../drift/report.ts';
import { formatDrift } from '../drift/report-text.ts';
import { planHolding } from '../live/live-plan.ts';
import { compareRecordings, type Refreshed, takeOver } from '../live/refresh.ts';
import type { ConversationId } from '../replay/judge-conversation.ts';
import { clearUnfinished } from '../system/clear-unfinished.ts';
import { SuiteError } from '../system/failure.ts';
import { plain, plainJson } from '../text/plain-text.ts';
import { type Host, INTERRUPTED } from './host.ts';
import { inFolder } from './in-folder.ts';
import { type RecordingCommand, record, type Wanted, wantedBy } from './live.ts';

export interface RecordCommand extends RecordingCommand {
  readonly cassettes: string;
  /** Show the differences, and leave the cassettes unchanged. */
  readonly dryRun?: true;
  readonly json?: true;
}

/**
 * @returns the exit code: 0 recorded, 2 something could not be recorded, 130 interrupted
 * @throws {SuiteError} when an option is wrong, no target is on, or the run cannot continue
 */
export async function recordCommand(command: RecordCommand, host: Host): Promise<number> {
  const wanted = onlyRecorded(command, await wantedBy(command, host));
  const { run, interrupted } = await record(command, wanted, host);
  if (interrupted) return INTERRUPTED;
  const ids = planHolding(wanted.selection).flatMap(({ conversations }) => conversations);
  const compare = () =>
    ids.flatMap((id) => {
      const compared = compareRecordings(id, run.cassettes, command.cassettes);
      return compared === null ? [] : [{ id, ...compared }];
    });
  const refresh = () => {
    clearUnfinished(command.cassettes);
    const compared = compare();
    for (const { id, unfit } of compared) {
      if (unfit === null) takeOver(id, run.cassettes, command.cassettes);
    }
    return compared;
  };
  const refreshed = command.dryRun === true ? compare() : await inFolder(command.cassettes, host, refresh);
  const fit = refreshed.filter(({ unfit }) => unfit === null);
  const entries = fit.map(({ entry }) => entry);
  const told =
    command.json === true ? plainJson(JSON.stringify(driftReport(entries), null, 2)) : formatDrift(entries);
  host.stdout.write(`${told}\n`);
  tellProblems(refreshed, host);
  const done = command.dryRun === true ? 'could be refreshed' : `refreshed in ${command.cassettes}`;
  host.stderr.write(`${fit.length} of ${ids.length} cassettes ${done}\n`);
  return fit.length === ids.length ? 0 : 2;
}

/** Without --target, selects the targets that already have cassettes. */
function onlyRecorded(command: RecordCommand, wanted: Wanted): Wanted {
  if (command.target !== undefined) return wanted;
  const targets = wanted.selection.targets.filter(({ folder }) =>
    existsSync(join(command.cassettes, folder)),
  );
  if (targets.length > 0) return { ...wanted, selection: { ...wanted.selection, targets } };
  throw new SuiteError(
    `${command.cassettes}: holds no cassette of a target that is on; name targets with --target`,
  );
}

function tellProblems(
  refreshed: readonly (Refreshed & { readonly id: ConversationId })[],
  { stderr }: Host,
): void {
  for (const { id, unfit, oldProblem } of refreshed) {
    const name = `${id.target.id} · ${id.scenario.id} · ${id.delivery}`;
    if (oldProblem !== null) stderr.write(pc.yellow(`${plain(name)}: not compared: ${plain(oldProblem)}\n`));
    if (unfit !== null) stderr.write(pc.red(`${plain(name)}: not taken over: ${plain(unfit)}\n`));
  }
}
