/** Concludes a run: weighs the findings of its tests at the gate, writes results.jsonl, and prints the summary. */
import { join } from 'node:path';
import { clientBlocks } from '../clients/client-blocks.ts';
import { loadTargets } from '../config/load.ts';
import { linesIn } from '../evidence/cassette/lines.ts';
import { tellGitHub } from '../exports/github.ts';
import { type LineOf, lineOfFirst } from '../exports/words.ts';
import { exitCode } from '../gate/gate.ts';
import { policyOf } from '../gate/policy.ts';
import { summarise } from '../gate/summary.ts';
import { weighRun } from '../gate/weigh.ts';
import { cassetteLabel, modeOf, type Settings } from '../replay/settings.ts';
import { assembleResults } from '../results/assemble.ts';
import type { ConversationResult } from '../results/conversation-result.ts';
import { diffRuns } from '../results/diff.ts';
import { writeResults } from '../results/file.ts';
import { conversationKeyOf } from '../results/page-addresses.ts';
import type { Results, VerdictRecord } from '../results/results.ts';
import { type RunIdentity, runRecord } from '../results/run-record.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import { asPattern, commandLine } from '../text/shell-word.ts';
import { type Concern, isOf } from './concerns.ts';

/** The results of a run's tests. */
export interface JudgedRun {
  readonly found: readonly ConversationResult[];
  /** The concerns that had tests; checks of the other concerns do not count in this run. */
  readonly concerns: readonly Concern[];
  readonly startedAt: Date;
  readonly aborted: boolean;
}

/** The output of the run: standard output, and GitHub when the environment names it. */
export interface Told {
  readonly print: (text: string) => void;
  /** The maximum width of a line, in characters. */
  readonly columns: number;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * @returns the exit code of the gate: 0 passed, 1 conformance failures, 2 a check broke
 * @throws {SuiteError} when the policy cannot be read
 */
export async function concludeJudgedRun(
  settings: Settings,
  { found, concerns, startedAt, aborted }: JudgedRun,
  { print, columns, env }: Told,
): Promise<number> {
  const targets = await loadTargets(settings.config);
  const conversations = found.map(({ conversation }) => conversation);
  const run = runRecord(
    identityOf(settings, startedAt),
    targets.filter(({ id }) => conversations.some(({ target }) => target === id)),
    SCENARIOS.filter(({ id }) => conversations.some(({ scenario }) => scenario === id)),
  );
  const { accept } = policyOf(settings, targets);
  const verdicts = found.flatMap((result) => result.verdicts).map(accept);
  const results = assembleResults(run, conversations, verdicts, aborted);
  const hasRun = (check: string) => concerns.some((concern) => isOf(concern, check));
  const isOut = (check: string) => run.checks[check] !== undefined && !hasRun(check);
  const { gate: weighed, policy } = weighRun(settings, targets, results, isOut);
  const { reports, stage = reports } = settings;
  writeResults(join(stage, 'results.jsonl'), results);
  const lineOf = linesIn(settings.cassettes, cassetteLabel(settings.cassettes, modeOf(settings)));
  const summary = summarise(results, weighed, {
    file: join(reports, 'results.jsonl'),
    columns,
    aboutTargets: clientBlocks(results, columns),
    hasBaseline: policy.baseline !== undefined,
    placeOf: placesIn(settings, results, lineOf),
    nextFor: (failure) => replayOf(settings, failure),
  });
  print(`${summary}\n`);
  tellGitHub(env, print, {
    results,
    weighed,
    diff: policy.baseline === undefined ? null : diffRuns(policy.baseline.results, results),
    lineOf,
  });
  return exitCode(weighed);
}

function identityOf({ liveRun }: Settings, startedAt: Date): RunIdentity {
  if (liveRun === undefined) return { mode: 'replay', startedAt };
  return { mode: 'live', ...liveRun, startedAt: new Date(liveRun.startedAt) };
}

/** Returns a function that finds the file of a failure, relative to the working directory, and its line. */
function placesIn(settings: Settings, { conversations }: Pick<Results, 'conversations'>, lineOf: LineOf) {
  const label = cassetteLabel(settings.cassettes, modeOf(settings));
  const cassettes = new Map(conversations.map((record) => [conversationKeyOf(record), record.cassette]));
  return (failure: VerdictRecord): string | null => {
    const cassette = cassettes.get(conversationKeyOf(failure));
    if (cassette === undefined) return null;
    const line = lineOfFirst(failure, cassette, lineOf);
    const file = join(settings.cassettes, cassette.slice(label.length + 1));
    return line === null ? file : `${file}:${line}`;
  };
}

/** Returns the command that judges the conversation of a failure again, and prints every finding. */
function replayOf({ again }: Settings, { target, scenario, delivery }: VerdictRecord): string {
  const pattern = asPattern(`${target} ${scenario} · ${delivery}`);
  return commandLine(['npx', 'toolcall-conformance', ...again, '--verbose', '--', '--grep', pattern]);
}
