/**
 * The reporter that turns tests into results: it collects what the tests found, weighs it at the gate, writes
 * results.jsonl and says on the terminal how it went.
 */
import { join } from 'node:path';
import type { FullResult, Reporter, TestCase, TestError, TestResult } from '@playwright/test/reporter';
import { loadTargets } from '../config/load.ts';
import { linesIn } from '../evidence/cassette/lines.ts';
import { tellGitHub } from '../exports/github.ts';
import type { Baseline } from '../gate/baseline.ts';
import { exitCode, type Gate } from '../gate/gate.ts';
import { policyOf } from '../gate/policy.ts';
import { summarise } from '../gate/summary.ts';
import { weighRun } from '../gate/weigh.ts';
import { cassetteLabel, modeOf, readSettings, type Settings } from '../replay/settings.ts';
import { assembleResults } from '../results/assemble.ts';
import type { ConversationResult } from '../results/conversation-result.ts';
import { diffRuns } from '../results/diff.ts';
import { writeResults } from '../results/file.ts';
import type { Results } from '../results/results.ts';
import { type RunIdentity, runRecord } from '../results/run-record.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import { type Concern, isOf } from './concerns.ts';
import { RESULT_ATTACHMENT, testReportSchema } from './judged.ts';

export default class ConformanceReporter implements Reporter {
  readonly #results = new Map<string, ConversationResult>();
  readonly #concerns = new Set<Concern>();
  #problems = 0;

  onError(_error: TestError): void {
    this.#problems += 1;
  }

  onTestEnd(_test: TestCase, { attachments }: TestResult): void {
    for (const { name, body } of attachments) {
      if (name !== RESULT_ATTACHMENT || body === undefined) continue;
      const { concern, result } = testReportSchema.parse(JSON.parse(body.toString()));
      this.#concerns.add(concern);
      if (result !== null) this.#results.set(JSON.stringify(keyOf(result)), result);
    }
  }

  async onEnd({ status, startTime }: FullResult): Promise<{ status?: FullResult['status'] } | undefined> {
    if (this.#results.size === 0) return undefined;
    const settings = readSettings();
    const aborted = status === 'interrupted' || status === 'timedout';
    const { results, weighed, baseline } = await this.#conclude(startTime, aborted);
    const file = join(settings.reports, 'results.jsonl');
    writeResults(file, results);
    console.log(summarise(results, weighed, file));
    const label = cassetteLabel(settings.cassettes, modeOf(settings));
    tellGitHub(process.env, (text) => process.stdout.write(text), {
      results,
      weighed,
      diff: baseline === undefined ? null : diffRuns(baseline.results, results),
      lineOf: linesIn(settings.cassettes, label),
    });
    const broke = this.#problems > 0 || exitCode(weighed) > 0;
    if (broke || status !== 'passed') endInFailure();
    return broke && status === 'passed' ? { status: 'failed' } : undefined;
  }

  printsToStdio(): boolean {
    return false;
  }

  async #conclude(
    startedAt: Date,
    aborted: boolean,
  ): Promise<{ results: Results; weighed: Gate; baseline: Baseline | undefined }> {
    const settings = readSettings();
    const targets = await loadTargets(settings.config);
    const found = [...this.#results.values()];
    const conversations = found.map(({ conversation }) => conversation);
    const run = runRecord(
      identityOf(settings, startedAt),
      targets.filter(({ id }) => conversations.some(({ target }) => target === id)),
      SCENARIOS.filter(({ id }) => conversations.some(({ scenario }) => scenario === id)),
    );
    const { accept } = policyOf(settings, targets);
    const verdicts = found.flatMap((result) => result.verdicts).map(accept);
    const results = assembleResults(run, conversations, verdicts, aborted);
    // A run of a few specs is not held against what the others are about.
    const isOut = (check: string) => run.checks[check] !== undefined && !this.#ran(check);
    const { gate: weighed, policy } = weighRun(settings, targets, results, isOut);
    return { results, weighed, baseline: policy.baseline };
  }

  #ran(check: string): boolean {
    return [...this.#concerns].some((concern) => isOf(concern, check));
  }
}

/** Playwright ends with 0 when it has merged shards, whatever their tests said. */
function endInFailure(): void {
  process.once('exit', (code) => {
    if (code === 0) process.exitCode = 1;
  });
}

function identityOf({ liveRun }: Settings, startedAt: Date): RunIdentity {
  if (liveRun === undefined) return { mode: 'replay', startedAt };
  return { mode: 'live', ...liveRun, startedAt: new Date(liveRun.startedAt) };
}

function keyOf({ conversation: { target, scenario, delivery, sample } }: ConversationResult): unknown[] {
  return [target, scenario, delivery, sample];
}
