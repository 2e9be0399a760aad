/** Findings in words, for people. */

import { thousands } from '../text/display.ts';
import { share } from '../text/quantities.ts';
import type { Finding, RateFound } from './finding.ts';

export function findingWords(finding: Finding): string {
  switch (finding.kind) {
    case 'required':
      return `required: without it ${refusalWords(finding)}`;
    case 'refused':
      return `refused: ${refusalWords(finding)}`;
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

function numberWords({ most, refusedAt, refusal, open }: Extract<Finding, { kind: 'number' }>): string {
  if (refusedAt === null) return `${thousands(most)} or more${open === null ? '' : `; ${open}`}`;
  const isExact = refusedAt === most + 1;
  const number = isExact ? thousands(most) : `${thousands(most)} to ${thousands(refusedAt - 1)}`;
  const why = refusal === null ? 'less than was asked for' : refusalWords(refusal);
  return `${number} (at ${thousands(refusedAt)}: ${why})${open === null ? '' : `; ${open}`}`;
}

function refusalWords({ status, said }: { readonly status: number; readonly said: string }): string {
  return `HTTP ${status}${said === '' ? '' : `: ${said}`}`;
}

function rateWords({ yes, of, low, high }: RateFound): string {
  return share({ failed: yes, judged: of, low, high });
}
