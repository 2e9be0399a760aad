/**
 * The common part of `profile` and `live --profile`: measures targets into the folder of a run, and prints the results.
 */
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import type { Target } from '../config/providers.ts';
import type { Delivery } from '../evidence/exchange.ts';
import { type BudgetLimits, createBudget } from '../live/budget.ts';
import { createRun, type RunFolder, resumeRun } from '../live/run-folder.ts';
import { compareDeclared, comparedWords, type Declaration } from '../profile/against.ts';
import { changeWords, profileBefore } from '../profile/baseline.ts';
import type { Fact } from '../profile/fact.ts';
import { isTold } from '../profile/finding.ts';
import { NOT_ASKED } from '../profile/outcome.ts';
import type { Profile } from '../profile/profile.ts';
import { readRecordings } from '../profile/recordings.ts';
import { profileSummary } from '../profile/summary.ts';
import { profileTarget, type TargetToMeasure } from '../profile/target-profile.ts';
import { clearUnfinished } from '../system/clear-unfinished.ts';
import { whileLocked } from '../system/lock.ts';
import { progressLine } from '../terminal/progress-line.ts';
import { groupBy } from '../text/group-by.ts';
import { plain, plainJson, plainLines } from '../text/plain-text.ts';
import { plural } from '../text/quantities.ts';
import { type Host, INTERRUPTED } from './host.ts';

/** How to reach one target, and what to add to each request. */
export type Reached = Pick<
  TargetToMeasure,
  'target' | 'reach' | 'limits' | 'inFlight' | 'secrets' | 'extraBody'
>;

export interface ProfileRun {
  /** The targets of one provider are measured one after the other. */
  readonly targets: readonly Reached[];
  /** The areas and facts that were named; empty for all. */
  readonly only: readonly string[];
  readonly facts: readonly Fact[];
  readonly delivery: Delivery;
  readonly budget: BudgetLimits;
  readonly timeouts: TargetToMeasure['timeouts'];
  /** The folder of reports. */
  readonly reports: string;
  readonly resume: string | undefined;
  readonly declaration: Declaration | null;
  /** Earlier profiles, of these targets and of others. */
  readonly earlier: readonly Profile[];
  /** Print JSON, one document for each target. */
  readonly json: boolean;
}

/**
 * @returns the exit code: 0 measured, 1 a declaration is wrong, 2 nothing was measured for a target, 130 interrupted
 * @throws {SuiteError} when the run to resume does not exist, or nothing can be written
 */
export async function runProfile(asked: ProfileRun, host: Host): Promise<number> {
  const run = runFor(asked);
  return whileLocked(run.folder, { waitMs: 0 }, async () => {
    clearUnfinished(run.folder);
    const interruption = new AbortController();
    setMaxListeners(0, interruption.signal);
    const interrupt = () => interruption.abort();
    host.signals.on('SIGINT', interrupt);
    try {
      const profiles = await measureTargets(asked, run, interruption.signal, host);
      return conclude(profiles, asked, run, host, interruption.signal.aborted);
    } finally {
      host.signals.off('SIGINT', interrupt);
    }
  });
}

/** The selection has the given names, not the selected facts, so a later version with more facts can resume the run. */
function runFor({ targets, only, delivery, reports, resume }: ProfileRun): RunFolder {
  const runs = join(reports, 'profile');
  const selection = {
    targets: targets.map(({ target }) => ({ id: `${target.id} in ${target.provider.dialect}` })),
    scenarios: (only.length === 0 ? ['every fact'] : only).map((id) => ({ id })),
    deliveries: [delivery],
    samples: 1,
  };
  return resume === undefined
    ? createRun(runs, selection, { now: new Date(), skipped: {} })
    : resumeRun(runs, resume, selection);
}

async function measureTargets(
  { targets, facts, delivery, budget: limits, timeouts }: ProfileRun,
  run: RunFolder,
  signal: AbortSignal,
  { stderr }: Host,
): Promise<Profile[]> {
  const recorded = readRecordings(run.cassettes);
  const budget = createBudget(limits);
  const ownOf = ({ folder }: Target) =>
    new Map([...recorded].filter(([file]) => file.startsWith(`${folder}/`)));
  for (const { target } of targets)
    for (const exchange of [...ownOf(target).values()].flat()) budget.charge(target, exchange);
  const line = await progressLine(stderr);
  let done = 0;
  const onMeasured = () => {
    done += 1;
    line.show(() => `measuring: ${done} of ${plural(facts.length * targets.length, 'fact')}`);
  };
  const measureOne = (reached: Reached) =>
    profileTarget({
      ...reached,
      ...{ facts, delivery, run, recorded: ownOf(reached.target), budget, timeouts, signal, onMeasured },
    });
  const byProvider = groupBy(targets, ({ target }) => target.provider.id);
  try {
    const measured = await Promise.all(
      [...byProvider.values()].map(async (own) => {
        const profiles: Profile[] = [];
        for (const reached of own) profiles.push(await measureOne(reached));
        return profiles;
      }),
    );
    return measured.flat();
  } finally {
    line.clear();
  }
}

function conclude(
  profiles: readonly Profile[],
  { targets, declaration, earlier, json }: ProfileRun,
  run: RunFolder,
  { stdout, stderr }: Host,
  interrupted: boolean,
): number {
  const tell = (text: string) => void (json ? stderr : stdout).write(`${text}\n`);
  for (const profile of profiles) {
    if (json) stdout.write(`${plainJson(JSON.stringify(profile, null, 2))}\n`);
    else tell(`${profileSummary(profile)}\n`);
  }
  for (const profile of profiles) {
    const before = profileBefore(earlier, profile);
    if (before !== null) tell(plainLines(changeWords(before, profile)));
    else if (earlier.length > 0) tell(plainLines(`no profile before of ${profile.target.id}`));
  }
  const [first] = targets;
  const folder =
    targets.length === 1 && first !== undefined ? join(run.folder, first.target.folder) : run.folder;
  tell(`${folder}: profile.json, flags.json and models.dev.toml; the recordings are in ${run.cassettes}`);
  if (profiles.some(({ stopped, facts }) => stopped === null && facts.some(isUnasked)))
    stderr.write(`to ask what was not sent, use the same command and --resume ${run.id}\n`);
  if (interrupted) return INTERRUPTED;
  const unmeasured = profiles.filter((profile) => !isMeasured(profile));
  for (const profile of unmeasured) stderr.write(`${plain(notMeasured(profile))}\n`);
  if (unmeasured.length > 0) return 2;
  const compared =
    declaration === null ? [] : profiles.flatMap((profile) => compareDeclared(declaration, profile));
  if (compared.length > 0) tell(plainLines(comparedWords(compared)));
  return compared.some(({ outcome }) => outcome === 'wrong') ? 1 : 0;
}

function isMeasured({ facts }: Profile): boolean {
  return facts.some(({ finding }) => isTold(finding));
}

function notMeasured({ target, stopped, facts }: Profile): string {
  const reasons = facts.flatMap(({ finding }) => (finding.kind === 'unknown' ? finding.reason : []));
  const why = stopped ?? reasons.find((reason) => !reason.startsWith(NOT_ASKED)) ?? reasons[0];
  return `nothing was measured of ${target.id} at ${target.baseUrl}: ${why ?? 'no fact was asked'}; profile.json says it of each fact`;
}

/** True when a request for this fact was not sent. */
function isUnasked({ finding }: Profile['facts'][number]): boolean {
  const why = finding.kind === 'unknown' ? finding.reason : finding.kind === 'number' ? finding.open : null;
  return why?.startsWith(NOT_ASKED) === true;
}
