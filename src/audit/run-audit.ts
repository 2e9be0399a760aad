/** Runs a whole audit, except printing and the exit of the process. */
import { someAnswered, whyIncomplete } from '../gate/completeness.ts';
import { decisionOf, exitCode, type FailOn, isHeldAgainst } from '../gate/gate.ts';
import type { VerdictRecord } from '../results/results.ts';
import { plural } from '../text/quantities.ts';
import { Account, type AuditAccount } from './account.ts';
import { accountText, leftOutLines } from './account-text.ts';
import { auditEach, type ReadFiles } from './each-conversation.ts';
import type { AuditedConversation, SearchedFiles } from './files.ts';
import { AuditRecords, type AuditResults } from './records.ts';

export interface AuditOptions {
  /** Recordings, and folders that are searched for recordings. */
  readonly paths: readonly string[];
  /** The weakest level at which a failure of the provider causes exit code 1. */
  readonly failOn: FailOn;
  readonly startedAt?: Date;
  /** Called with each judged conversation. */
  readonly onJudged?: (conversation: AuditedConversation) => void;
  /** Called before each file. */
  readonly onFile?: (files: ReadFiles) => void;
  /** Shows values that look like credentials unmasked. */
  readonly keepSecrets?: boolean | undefined;
}

export interface AuditReport {
  readonly account: AuditAccount;
  /** Returns the account as text for the given line width in characters. */
  readonly text: (columns: number) => string;
  /** Lines about everything that was found and not judged, with counts by reason. */
  readonly leftOut: readonly string[];
  /** 2 when a check threw or too little could be judged; else 1 when a failure counts; else 0. */
  readonly exitCode: 0 | 1 | 2;
  /** The decision as text. */
  readonly decision: string;
  /** Why too little could be judged; null when enough was judged. */
  readonly incomplete: string | null;
}

/** Runs an audit and keeps only the account, so that memory does not grow with the recordings. */
export function runAudit(options: AuditOptions): AuditReport {
  return reportOf(options, null);
}

/** Runs an audit and keeps the records of every conversation. */
export function runRecordedAudit(options: AuditOptions): AuditReport & AuditResults {
  const records = new AuditRecords();
  return { ...reportOf(options, records), ...records.results(options.startedAt ?? new Date()) };
}

function reportOf(
  { paths, failOn, startedAt, onJudged, onFile, keepSecrets }: AuditOptions,
  records: AuditRecords | null,
): AuditReport {
  const tally = new AuditTally(failOn, records);
  const searched = auditEach(
    paths,
    (conversation) => {
      tally.add(conversation);
      onJudged?.(conversation);
    },
    { onFile, keepSecrets },
  );
  return tally.report(searched, 'name recordings of requests to a model', startedAt);
}

/** The state of an audit while conversations are added. */
export class AuditTally {
  readonly #failOn: FailOn;
  readonly #records: AuditRecords | null;
  readonly #counted = new Account();
  readonly #errors: VerdictRecord[] = [];
  #red = false;
  /** The records that show why there was no answer. They are dropped at the first answer. */
  #unanswered: AuditRecords | null = new AuditRecords();

  /** @param records also receives every conversation; null when only the account is needed */
  constructor(failOn: FailOn, records: AuditRecords | null) {
    this.#failOn = failOn;
    this.#records = records;
  }

  add(conversation: AuditedConversation): void {
    const { result } = conversation;
    this.#counted.add(conversation);
    this.#records?.add(conversation);
    this.#errors.push(...result.verdicts.filter(({ outcome }) => outcome === 'error'));
    this.#red ||= result.verdicts.some((verdict) => isHeldAgainst(verdict, { failOn: this.#failOn }));
    if (someAnswered({ conversations: [result.conversation], verdicts: result.verdicts }))
      this.#unanswered = null;
    else this.#unanswered?.add(conversation);
  }

  /** @param step the next step for the user when the recordings contain no request to a model */
  report(searched: SearchedFiles, step: string, startedAt: Date = new Date()): AuditReport {
    const account = this.#counted.finish();
    const unanswered = this.#unanswered?.results(startedAt) ?? null;
    const weighed = {
      errors: this.#errors,
      incomplete: whyAuditIncomplete(account, searched, unanswered, step),
      red: this.#red,
    };
    return {
      account,
      text: (columns) => accountText(account, searched, { ...weighed, failOn: this.#failOn }, columns),
      leftOut: leftOutLines(searched),
      exitCode: exitCode(weighed),
      decision: decisionOf(weighed),
      incomplete: weighed.incomplete,
    };
  }
}

/**
 * Returns why the audit is incomplete, or null. An unreadable file counts like recordings without an answer of a model.
 */
function whyAuditIncomplete(
  { conversations }: AuditAccount,
  { recordings, unreadable, skipped }: SearchedFiles,
  unanswered: AuditResults | null,
  step: string,
): string | null {
  const [first] = unreadable;
  if (first !== undefined) return `${plural(unreadable.length, 'file')} could not be read: ${first.problem}`;
  if (conversations > 0) return unanswered === null ? null : whyIncomplete(unanswered.results);
  const exchanges = skipped.reduce((sum, traffic) => sum + traffic.exchanges, 0);
  const where = `${plural(exchanges, 'exchange')} of ${plural(recordings, 'recording')}`;
  return `no model is asked in ${where}; ${step}`;
}
