/** The whole of an audit, but for printing and ending the process. */
import { type FailOn, isHeldAgainst } from '../gate/gate.ts';
import { accountOf } from './account.ts';
import { accountText } from './account-text.ts';
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
  /** 2 when a recording could not be read or a check broke, else 1 when a failure counts, else 0. */
  readonly exitCode: 0 | 1 | 2;
  readonly audited: AuditResult;
}

export function runAudit({ paths, failOn, startedAt }: AuditOptions): AuditReport {
  const audited = audit(paths, startedAt);
  const exitCode = exitCodeOf(audited, failOn);
  return { text: accountText(accountOf(audited), audited, exitCode), exitCode, audited };
}

function exitCodeOf({ results: { verdicts }, unreadable }: AuditResult, failOn: FailOn): 0 | 1 | 2 {
  if (unreadable.length > 0 || verdicts.some(({ outcome }) => outcome === 'error')) return 2;
  return verdicts.some((verdict) => isHeldAgainst(verdict, { failOn })) ? 1 : 0;
}
