import type { FullConfig, Suite, TestCase, TestResult, TestStep } from '@playwright/test/reporter';
import { AllureReporter } from 'allure-playwright';

type Options = NonNullable<ConstructorParameters<typeof AllureReporter>[0]>;

export interface AllureTestsOptions extends Options {
  /** Returns true if verdicts cover the test completely, so that it needs no result of its own. */
  readonly isJudged: (test: TestCase, result: TestResult) => boolean;
}

/**
 * Runs allure-playwright for tests without verdicts: the suite's own tests, and a spec that broke before its
 * conversation was judged. allure-playwright writes their steps, errors and attachments.
 *
 * Judged tests are represented by their verdicts. If they were also shown, each failure would count twice, and 6,000 of
 * them would take allure-playwright 12 to 16 seconds.
 */
export default class AllureTestsReporter extends AllureReporter {
  private readonly isJudged: AllureTestsOptions['isJudged'];

  constructor({ isJudged, ...options }: AllureTestsOptions) {
    super(options);
    this.isJudged = isJudged;
  }

  /**
   * With merged shards, Playwright knows the projects only when the run begins, but allure-playwright reads them in
   * onConfigure.
   */
  override onConfigure(config: FullConfig): void {
    this.config = config;
  }

  override onBegin(suite: Suite): void {
    super.onConfigure(this.config);
    super.onBegin(suite);
  }

  // Ignores the events of a running test, because it is not yet known whether the test needs a result. {@link
  // onTestEnd} replays the events.
  override onTestBegin(): void {}
  override onStepBegin(): void {}
  override onStepEnd(): void {}

  override async onTestEnd(test: TestCase, result: TestResult): Promise<void> {
    if (this.isJudged(test, result)) return;
    super.onTestBegin(test);
    for (const step of result.steps) this.tell(test, result, step);
    await super.onTestEnd(test, result);
  }

  /** Does nothing. Otherwise every ignored test would be reported as skipped, like a test that never began. */
  override async addSkippedResults(): Promise<void> {}

  private tell(test: TestCase, result: TestResult, step: TestStep): void {
    super.onStepBegin(test, result, step);
    for (const child of step.steps) this.tell(test, result, child);
    super.onStepEnd(test, result, step);
  }
}
