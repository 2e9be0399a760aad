/** The reporter that turns tests into results: it collects what the tests found, and concludes the run with it. */
import type { FullResult, Reporter, TestCase, TestError, TestResult } from '@playwright/test/reporter';
import { readSettings } from '../replay/settings.ts';
import type { ConversationResult } from '../results/conversation-result.ts';
import type { Concern } from './concerns.ts';
import { concludeJudgedRun } from './conclusion.ts';
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
    const judged = {
      found: [...this.#results.values()],
      concerns: [...this.#concerns],
      startedAt: startTime,
      aborted: status === 'interrupted' || status === 'timedout',
    };
    const print = (text: string) => void process.stdout.write(text);
    const exitCode = await concludeJudgedRun(readSettings(), judged, { print, env: process.env });
    const broke = this.#problems > 0 || exitCode > 0;
    if (broke || status !== 'passed') endInFailure();
    return broke && status === 'passed' ? { status: 'failed' } : undefined;
  }

  printsToStdio(): boolean {
    return false;
  }
}

/** Playwright ends with 0 when it has merged shards, whatever their tests said. */
function endInFailure(): void {
  process.once('exit', (code) => {
    if (code === 0) process.exitCode = 1;
  });
}

function keyOf({ conversation: { target, scenario, delivery, sample } }: ConversationResult): unknown[] {
  return [target, scenario, delivery, sample];
}
