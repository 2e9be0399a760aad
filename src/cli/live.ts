/** `live`: records conversations with real endpoints, then judges the recordings with the same specs as a replay. */
import { join } from 'node:path';
import { accessOf } from '../config/access.ts';
import { loadTargets } from '../config/load.ts';
import type { Target } from '../config/providers.ts';
import type { Delivery } from '../evidence/exchange.ts';
import type { FailOn } from '../gate/gate.ts';
import { skippedLines } from '../gate/summary.ts';
import { createBudget, unpriced } from '../live/budget.ts';
import { watchForInterruption } from '../live/interruption.ts';
import { type HeldTogether, planHolding, type Selection } from '../live/live-plan.ts';
import { holdRun, type LiveRun, missingOf, type Reach } from '../live/live-run.ts';
import { createProgress } from '../live/progress.ts';
import { createRun, noteStopped, type RunFolder, type RunOrigin, resumeRun } from '../live/run-folder.ts';
import { DELIVERIES } from '../replay/plan.ts';
import { parseShard, type Shard } from '../replay/shard.ts';
import { clearUnfinished } from '../system/clear-unfinished.ts';
import { SuiteError } from '../system/failure.ts';
import { whileLocked } from '../system/lock.ts';
import { requireTemporary } from '../system/temporary-folder.ts';
import { groupBy } from '../text/group-by.ts';
import { plain } from '../text/plain-text.ts';
import { plural } from '../text/quantities.ts';
import { type Host, INTERRUPTED } from './host.ts';
import { judgeRun } from './judge-run.ts';
import { numberOf, scenariosCalled, targetsCalled } from './selection.ts';
import { suiteFile } from './suite-files.ts';
import { timeoutLine, timeoutsOf } from './timeouts.ts';

export interface RecordingCommand {
  readonly config: string;
  readonly reports: string;
  readonly target?: readonly string[];
  readonly scenario?: readonly string[];
  readonly delivery?: Delivery;
  readonly samples: string;
  readonly maxCost?: string;
  readonly maxTokens?: string;
  readonly resume?: string;
  readonly timeout?: string;
}

export interface LiveCommand extends RecordingCommand {
  readonly expectations: string;
  readonly failOn: FailOn;
  readonly baseline?: string;
  readonly verbose?: boolean;
  /** The folder of the history: earlier nights. */
  readonly history?: string;
  readonly plan?: true;
  /** Such as `1/4`: record only this part, for `merge`. */
  readonly shard?: string;
  /** False: only record. */
  readonly judge: boolean;
  /** False: stop after results.jsonl. */
  readonly report: boolean;
}

/**
 * @returns the exit code: 0 passed, 1 conformance failures, 2 not done, 130 interrupted; a shard leaves failures to
 *   `merge`
 * @throws {SuiteError} when an option is wrong, no target is on, or the run cannot continue
 */
export async function liveCommand(command: LiveCommand, host: Host): Promise<number> {
  const shard = command.shard === undefined ? undefined : parseShard(command.shard);
  const wanted =
    shard === undefined ? await wantedBy(command, host) : await partWantedBy(command, shard, host);
  if (command.plan === true) {
    const { estimatePlan } = await import('../live/estimate.ts');
    const { planTable } = await import('../live/plan-table.ts');
    const conversations = planHolding(wanted.selection).flatMap((together) => together.conversations);
    host.stdout.write(`${planTable(await estimatePlan(conversations))}\n`);
    for (const line of skippedLines(wanted.skipped)) host.stdout.write(`${line}\n`);
    return 0;
  }
  if (command.judge && shard === undefined) await requireJudge(command);
  const { run, stopped, interrupted } = await record(command, wanted, host);
  if (interrupted) return INTERRUPTED;
  if (shard !== undefined) {
    host.stdout.write(`${run.folder}: shard ${shard.current} of ${shard.total}, to be merged\n`);
    return 0;
  }
  if (!command.judge) return tellStopped(stopped, host);
  return judgeRun({ ...run, skipped: wanted.skipped, stopped }, command, command.report, host);
}

/** @returns the exit code: 2 when a target was stopped early, because no later judgement reports it */
function tellStopped(stopped: Readonly<Record<string, string>>, { stdout }: Host): 0 | 2 {
  const [first, ...others] = Object.entries(stopped).toSorted(([left], [right]) => (left < right ? -1 : 1));
  if (first === undefined) return 0;
  const more = others.length === 0 ? '' : `; and ${plural(others.length, 'more target')}`;
  stdout.write(`${plain(`the run could not be completed: ${first.join(': ')}${more}`)}\n`);
  return 2;
}

/** Checks everything that judging needs before the recording costs anything. */
async function requireJudge({ config, expectations, failOn, baseline }: LiveCommand): Promise<void> {
  const { policyOf } = await import('../gate/policy.ts');
  policyOf(
    { expectations, failOn, ...(baseline === undefined ? {} : { baseline }) },
    await loadTargets(config),
  );
  suiteFile('playwright.config');
  requireTemporary();
}

/** The selected conversations, limited to targets whose keys are in the environment. */
export interface Wanted {
  readonly selection: Selection;
  /** By the id of the target. */
  readonly reach: ReadonlyMap<string, Reach>;
  /** Targets without a key, each with the reason. */
  readonly skipped: Readonly<Record<string, string>>;
  /** For a sharded run: which shard this is, and its share of the budget, from 0 to 1. */
  readonly part?: { readonly shard: RunOrigin['shard']; readonly share: number };
}

/** @throws {SuiteError} when an option is wrong, or no target is on */
export async function wantedBy(command: RecordingCommand, { env }: Host): Promise<Wanted> {
  const wanted = reachableOf(await askedBy(command), env);
  if (wanted.selection.targets.length > 0) return wanted;
  const why = [...new Set(Object.values(wanted.skipped))].join(', ');
  throw new SuiteError(`no target is on: ${why}; export what is missing, or choose others with --target`);
}

/** A shard may have no targets. @throws {SuiteError} when an option is wrong */
async function partWantedBy(command: RecordingCommand, shard: Shard, { env }: Host): Promise<Wanted> {
  const { partOfRun } = await import('../live/live-shard.ts');
  const whole = await askedBy(command);
  const { targets, share } = await partOfRun(whole, shard);
  const origin = { ...shard, targets: whole.targets.map(({ id }) => id) };
  return { ...reachableOf({ ...whole, targets }, env), part: { shard: origin, share } };
}

async function askedBy(command: RecordingCommand): Promise<Selection> {
  return {
    targets: targetsCalled(command.target ?? [], await loadTargets(command.config)),
    scenarios: scenariosCalled(command.scenario ?? []),
    deliveries: command.delivery === undefined ? DELIVERIES : [command.delivery],
    samples: numberOf('--samples', command.samples, 'whole'),
  };
}

function reachableOf(asked: Selection, env: NodeJS.ProcessEnv): Wanted {
  const reach = new Map<string, Reach>();
  const skipped: Record<string, string> = {};
  const targets: Target[] = [];
  for (const target of asked.targets) {
    const access = accessOf(target.provider, env);
    if (access.on) {
      reach.set(target.id, access);
      targets.push(target);
    } else skipped[target.id] = access.why;
  }
  return { selection: { ...asked, targets }, reach, skipped };
}

/**
 * Records the selection into the folder of a run, and reports progress on standard error.
 *
 * @throws {SuiteError} when the budget cannot be kept, nothing can be written, or the run cannot continue
 */
export async function record(command: RecordingCommand, wanted: Wanted, host: Host): Promise<Recorded> {
  const { selection, skipped, part } = wanted;
  const timeouts = timeoutsOf(command.timeout);
  const budget = createBudget(limitsOf(command, selection.targets, part?.share ?? 1));
  const runs = join(command.reports, 'live');
  const run =
    command.resume === undefined
      ? createRun(runs, selection, { now: new Date(), skipped, shard: part?.shard })
      : resumeRun(runs, command.resume, selection);
  // No waiting: another process that records into this folder takes long.
  return whileLocked(run.folder, { waitMs: 0 }, () => {
    clearUnfinished(run.folder);
    return recordInto(run, wanted, { timeouts, budget }, host);
  });
}

interface Recorded {
  readonly run: RunFolder;
  /** Targets whose first conversation showed that no request would succeed, each with the reason. */
  readonly stopped: Readonly<Record<string, string>>;
  readonly interrupted: boolean;
}

async function recordInto(
  run: RunFolder,
  { selection, reach, skipped }: Wanted,
  { timeouts, budget }: Pick<LiveRun, 'timeouts' | 'budget'>,
  { stderr, signals }: Host,
): Promise<Recorded> {
  const tell = (line: string) => void stderr.write(`${line}\n`);
  const plan = missingOf(run, selection, budget.charge, (problem) => tell(plain(problem)));
  const progress = createProgress({ totals: totalsOf(plan), stream: stderr });
  const interruption = watchForInterruption(signals, progress.note);
  let stopped: Readonly<Record<string, string>> = {};
  try {
    for (const line of skippedLines(skipped)) progress.note(line);
    progress.note(`recording into ${run.folder}`);
    progress.note(timeoutLine(timeouts));
    stopped = await holdRun(plan, { run, selection, reach, budget, timeouts, progress, ...interruption });
    noteStopped(run, stopped);
  } catch (error) {
    if (error instanceof SuiteError) tell(resumeHint(run));
    throw error;
  } finally {
    interruption.release();
    progress.finish();
  }
  const interrupted = interruption.stop.aborted;
  if (interrupted) {
    const left = missingOf(run, selection).flatMap(({ conversations }) => conversations).length;
    const all = planHolding(selection).flatMap(({ conversations }) => conversations).length;
    tell(`${all - left} of ${all} conversations are recorded in ${run.folder}`);
    tell(resumeHint(run));
  }
  return { run, stopped, interrupted };
}

/** @param share this machine's share of the budget, so that all machines together keep it */
export function limitsOf(
  { maxCost, maxTokens }: RecordingCommand,
  targets: readonly Target[],
  share: number,
): { maxCost?: number; maxTokens?: number } {
  const limits = {
    ...(maxCost === undefined ? {} : { maxCost: numberOf('--max-cost', maxCost, 'amount') * share }),
    ...(maxTokens === undefined ? {} : { maxTokens: numberOf('--max-tokens', maxTokens, 'whole') * share }),
  };
  const [first] = maxCost === undefined ? [] : unpriced(targets);
  if (first === undefined) return limits;
  throw new SuiteError(
    `--max-cost: the price of ${first} is not known; set it in the configuration, or use --max-tokens`,
  );
}

function totalsOf(plan: readonly HeldTogether[]): Map<string, number> {
  const byProvider = groupBy(plan, ({ target }) => target.provider.id);
  return new Map(
    [...byProvider].map(([id, own]) => [id, own.flatMap(({ conversations }) => conversations).length]),
  );
}

function resumeHint({ id }: RunFolder): string {
  return `go on with the same command and --resume ${id}`;
}
