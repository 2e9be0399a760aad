/** What `audit` is asked for. */
import type { FailOn } from '../gate/gate.ts';

export interface AuditCommand {
  readonly failOn: FailOn;
  /** Print results.jsonl instead of the account for people. */
  readonly json?: true;
  /** The folder that gets results.jsonl, the pages, and the results for other programs. */
  readonly report?: string;
  /** Put an Allure report into it, too. */
  readonly allure?: true;
  /** The results.jsonl of an earlier audit. */
  readonly baseline?: string;
  /** The folder of known deviations. */
  readonly expectations?: string;
  /** The folder of earlier nights. */
  readonly history?: string;
  /** Show what looks like a credential as it stands in the recordings. */
  readonly keepSecrets?: true;
  /** Tell every finding as it is judged. */
  readonly verbose?: true;
}
