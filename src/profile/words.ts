/** Describes findings in readable text. */

import { thousands } from '../text/display.ts';
import { share } from '../text/quantities.ts';
import type { Finding, RateFound } from './finding.ts';

export function findingWords(finding: Finding): string {
  switch (finding.kind) {
    case 'required':
      return `required${sometimes(finding)}: without it ${refusalWords(finding)}`;
    case 'refused':
      return `refused${sometimes(finding)}: ${refusalWords(finding)}`;
    case 'accepted':
      return `accepted (${finding.because})`;
    case 'honoured':
      return `honoured (${finding.rate.yes} of ${finding.rate.of})`;
    case 'ignored':
      return `ignored (${finding.rate.yes} of ${finding.rate.of} keep to it)`;
    case 'degraded':
      return `degraded (${rateWords(finding.rate)}; unaltered ${rateWords(finding.control)})`;
    case 'rate':
      return `sometimes (${rateWords(finding.rate)} keep to it)`;
    case 'number':
      return numberWords(finding);
    case 'not-applicable':
      return `not applicable: ${finding.reason}`;
    case 'unknown':
      return `unknown: ${finding.reason}`;
  }
}

/** The meaning of each kind of finding. */
export const MEANINGS: Readonly<Record<Finding['kind'], string>> = {
  number:
    'the greatest number that was answered as asked; “or more”: nothing was refused as far as it was tried',
  required: 'refused where it is left out',
  refused: 'refused, while the same request without it was answered',
  degraded: 'answered, but worse than without it',
  ignored: 'answered as without it',
  rate: 'some answers keep to it',
  honoured: 'the answers keep to it, and without it they do not',
  accepted: 'answered, and an effect is not seen',
  unknown: 'not found out, for the reason given',
  'not-applicable': 'not asked, since the wire format or the endpoint has no such thing',
};

/** Returns the kind of a finding as a word. */
export function kindWord(kind: Finding['kind']): string {
  return kind === 'rate' ? 'sometimes' : kind === 'not-applicable' ? 'not applicable' : kind;
}

/** Describes a finding in a few words, for a table cell. */
export function shortWords(finding: Finding): string {
  switch (finding.kind) {
    case 'number': {
      const { most, refusedAt } = finding;
      if (refusedAt === null) return `${thousands(most)} or more`;
      return refusedAt === most + 1 ? thousands(most) : `${thousands(most)} to ${thousands(refusedAt - 1)}`;
    }
    case 'refused':
    case 'required':
      return `${finding.kind}, ${finding.status}${sometimes(finding)}`;
    case 'honoured':
    case 'ignored':
    case 'rate':
      return `${kindWord(finding.kind)}, ${finding.rate.yes} of ${finding.rate.of}`;
    default:
      return kindWord(finding.kind);
  }
}

function numberWords(finding: Extract<Finding, { kind: 'number' }>): string {
  const { refusedAt, refusal, open } = finding;
  const end = open === null ? '' : `; then ${open}`;
  if (refusedAt === null) return `${shortWords(finding)}${end}`;
  const why = refusal === null ? 'less than was asked for' : refusalWords(refusal);
  return `${shortWords(finding)} (at ${thousands(refusedAt)}: ${why})${end}`;
}

/** Returns the number of refused requests when not all were refused. */
function sometimes({ rate }: { readonly rate?: RateFound | undefined }): string {
  return rate === undefined || rate.yes === rate.of ? '' : ` (${rate.yes} of ${rate.of})`;
}

function refusalWords({ status, said }: { readonly status: number; readonly said: string }): string {
  return `HTTP ${status}${said === '' ? '' : `: ${said}`}`;
}

function rateWords({ yes, of, low, high }: RateFound): string {
  return share({ failed: yes, judged: of, low, high });
}
