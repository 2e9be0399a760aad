/** The whole of an audit, but for printing and ending the process. */
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
  /** Recordings, and folders that are searched for some. */
  readonly paths: readonly string[];
  /** The weakest level of the provider's failures that gives the exit code 1. */
  readonly failOn: FailOn;
  readonly startedAt?: Date;
  /** Told of each conversation as it is judged. */
  readonly onJudged?: (conversation: AuditedConversation) => void;
  /** Told before each file. */
  readonly onFile?: (files: ReadFiles) => void;
  /** Show what looks like a credential as it stands in the recordings. */
  readonly keepSecrets?: boolean | undefined;
}

export interface AuditReport {
  readonly account: AuditAccount;
  /** The account as people read it, in lines of so many characters. */
  readonly text: (columns: number) => string;
  /** What was found and is not judged, with counts by reason, a line each. */
  readonly leftOut: readonly string[];
  /** 2 when a check broke or too little could be judged, else 1 when a failure counts, else 0. */
  readonly exitCode: 0 | 1 | 2;
  /** In words. */
  readonly decision: string;
  /** Why too little could be judged; null when nothing stands in the way. */
  readonly incomplete: string | null;
}

/** Only the account is kept, so that the memory does not grow with the recordings. */
export function runAudit(options: AuditOptions): AuditReport {
  return reportOf(options, null);
}

/** The same, with the records of every conversation. */
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

/** What is kept of an audit while its conversations come in. */
export class AuditTally {
  readonly #failOn: FailOn;
  readonly #records: AuditRecords | null;
  readonly #counted = new Account();
  readonly #errors: VerdictRecord[] = [];
  #red = false;
  /** Where nobody answered, they say why; with the first answer they are of no more use. */
  #unanswered: AuditRecords | null = new AuditRecords();

  /** @param records gets every conversation besides; null where only the account is wanted */
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

  /** @param step what to do where no model was asked */
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

/** A file that cannot be read counts as much as recordings in which no model answers. */
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
