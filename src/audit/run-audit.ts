/** The whole of an audit, but for printing and ending the process. */
import { whyIncomplete } from '../gate/completeness.ts';
import { decisionOf, exitCode, type FailOn, isHeldAgainst } from '../gate/gate.ts';
import { plural } from '../text/quantities.ts';
import { accountOf } from './account.ts';
import { accountText, leftOutLines } from './account-text.ts';
import { type AuditResult, audit } from './audit.ts';

export interface AuditOptions {
  /** Recordings, and folders that are searched for some. */
  readonly paths: readonly string[];
  /** The weakest level of the provider's failures that gives the exit code 1. */
  readonly failOn: FailOn;
  readonly startedAt?: Date;
}

export interface AuditReport {
  /** What people read. */
  readonly text: string;
  /** What was found and is not judged, with counts by reason, a line each. */
  readonly leftOut: readonly string[];
  /** 2 when a check broke or too little could be judged, else 1 when a failure counts, else 0. */
  readonly exitCode: 0 | 1 | 2;
  /** In words. */
  readonly decision: string;
  readonly audited: AuditResult;
}

export function runAudit({ paths, failOn, startedAt }: AuditOptions): AuditReport {
  const audited = audit(paths, startedAt);
  const { verdicts } = audited.results;
  const weighed = {
    errors: verdicts.filter(({ outcome }) => outcome === 'error'),
    incomplete: whyAuditIncomplete(audited),
    red: verdicts.some((verdict) => isHeldAgainst(verdict, { failOn })),
  };
  return {
    text: accountText(accountOf(audited), audited, weighed),
    leftOut: leftOutLines(audited),
    exitCode: exitCode(weighed),
    decision: decisionOf(weighed),
    audited,
  };
}

/** A file that cannot be read counts as much as recordings in which no model answers. */
function whyAuditIncomplete({ results, recordings, unreadable, skipped }: AuditResult): string | null {
  const [first] = unreadable;
  if (first !== undefined) return `${plural(unreadable.length, 'file')} could not be read: ${first.problem}`;
  if (results.conversations.length > 0) return whyIncomplete(results);
  const exchanges = skipped.reduce((sum, traffic) => sum + traffic.exchanges, 0);
  const where = `${plural(exchanges, 'exchange')} of ${plural(recordings, 'recording')}`;
  return `no model is asked in ${where}; name recordings of requests to a model`;
}
