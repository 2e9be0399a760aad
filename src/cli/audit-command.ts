/** The options of `audit`. */
import type { FailOn } from '../gate/gate.ts';

export interface AuditCommand {
  readonly failOn: FailOn;
  /** Print results.jsonl instead of the summary for people. */
  readonly json?: true;
  /** The folder for results.jsonl, the pages, and the results for other programs. */
  readonly report?: string;
  /** Also write an Allure report into the folder. */
  readonly allure?: true;
  /** The results.jsonl of an earlier audit. */
  readonly baseline?: string;
  /** The folder of known deviations. */
  readonly expectations?: string;
  /** The folder of the history: earlier nights. */
  readonly history?: string;
  /** Show values that look like credentials unmasked. */
  readonly keepSecrets?: true;
  /** Print every finding as soon as it is judged. */
  readonly verbose?: true;
}
