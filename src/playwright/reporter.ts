/** The reporter that turns tests into results: it collects the results of the tests, and concludes the run. */
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter';
import { readSettings } from '../replay/settings.ts';
import type { ConversationResult } from '../results/conversation-result.ts';
import { SuiteError } from '../system/failure.ts';
import { columnsOf } from '../terminal/columns.ts';
import { type ProgressLine, progressLine } from '../terminal/progress-line.ts';
import { thousands } from '../text/display.ts';
import { plain } from '../text/plain-text.ts';
import type { Concern } from './concerns.ts';
import { concludeJudgedRun } from './conclusion.ts';
import { HELD_AGAINST, RESULT_ATTACHMENT, testReportSchema } from './judged.ts';

const MOST_PROBLEMS = 5;

export default class ConformanceReporter implements Reporter {
  readonly #results = new Map<string, ConversationResult>();
  readonly #concerns = new Set<Concern>();
  readonly #settings = readSettings();
  #problems = 0;
  /** Undefined until it is loaded. */
  #line: ProgressLine | undefined;
  #tests = 0;
  #ended = 0;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#tests = suite.allTests().length;
    if (this.#settings.verbose) return;
    void progressLine(process.stderr).then((line) => {
      this.#line = line;
    });
  }

  onError(error: TestError): void {
    this.#tell(error);
  }

  onTestEnd({ title, parent }: TestCase, { attachments, errors }: TestResult): void {
    this.#ended += 1;
    this.#line?.show(() => `judging: ${thousands(this.#ended)} of ${thousands(this.#tests)} tests`);
    for (const error of errors) {
      if (error.message?.includes(HELD_AGAINST) !== true) this.#tell(error, `${parent.title}, ${title}: `);
    }
    for (const { name, body } of attachments) {
      if (name !== RESULT_ATTACHMENT || body === undefined) continue;
      const { concern, result } = testReportSchema.parse(JSON.parse(body.toString()));
      this.#concerns.add(concern);
      if (result !== null) this.#results.set(JSON.stringify(keyOf(result)), result);
    }
  }

  async onEnd({ status, startTime }: FullResult): Promise<{ status?: FullResult['status'] } | undefined> {
    this.#line?.clear();
    const unsaid = this.#problems - MOST_PROBLEMS;
    if (unsaid > 0 && !this.#settings.verbose) process.stderr.write(`and ${unsaid} more, with --verbose\n`);
    // The gate weighs the whole run, after the shards are merged.
    if (this.#settings.shard !== undefined || this.#results.size === 0) return undefined;
    const judged = {
      found: [...this.#results.values()],
      concerns: [...this.#concerns],
      startedAt: startTime,
      aborted: status === 'interrupted' || status === 'timedout',
    };
    const print = (text: string) => void process.stdout.write(text);
    const told = { print, columns: columnsOf(process.stdout), env: process.env };
    const exitCode = await concludeJudgedRun(this.#settings, judged, told).catch((error: unknown) => {
      // Playwright would print it with a stack trace, as if it were a bug.
      if (!(error instanceof SuiteError)) throw error;
      process.stderr.write(`${plain(error.message)}\n`);
      return 2;
    });
    const broke = this.#problems > 0 || exitCode > 0;
    if (broke || status !== 'passed') endInFailure();
    return broke && status === 'passed' ? { status: 'failed' } : undefined;
  }

  /** With `--verbose`, one of Playwright's own reporters prints each test. */
  printsToStdio(): boolean {
    return !this.#settings.verbose;
  }

  /** Prints a problem that is not a verdict. */
  #tell({ message, value, stack }: TestError, where = ''): void {
    this.#problems += 1;
    if (this.#settings.verbose || this.#problems > MOST_PROBLEMS) return;
    this.#line?.clear();
    process.stderr.write(`${where}${stack ?? message ?? value ?? 'an error without a message'}\n`);
  }
}

/** Playwright exits with 0 after merging shards, even when tests failed. */
function endInFailure(): void {
  process.once('exit', (code) => {
    if (code === 0) process.exitCode = 1;
  });
}

function keyOf({ conversation: { target, scenario, delivery, sample } }: ConversationResult): unknown[] {
  return [target, scenario, delivery, sample];
}
