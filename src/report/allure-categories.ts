/** The drawers of the Allure report: which one a verdict goes into that is not a pass. */
import type { VerdictRecord } from '../results/results.ts';

/** The drawers, each with its title. */
export const CATEGORY_NAMES = {
  protocol: 'Protocol: the provider breaks a promise',
  model: 'Model: its sampling breaks a promise',
  client: 'Client: the recording client breaks a promise',
  suite: 'Suite: a check broke, which is our bug',
  known: 'Known deviations',
  observed: 'Observed: nothing forbids it, and clients may trip over it',
  unsupported: 'Unsupported: the target declares that it cannot',
} as const;

/** What has a result in Allure and is no pass. Where the evidence cannot tell, there is nothing to show. */
export type JudgedOutcome = Exclude<VerdictRecord['outcome'], 'inconclusive'>;

export type AllureCategory = keyof typeof CATEGORY_NAMES;

/** The one drawer of a verdict that came to a judgement. */
export function categoryOf({
  outcome,
  level,
  subject,
  expectation,
}: VerdictRecord & { readonly outcome: JudgedOutcome }): AllureCategory {
  switch (outcome) {
    case 'fail':
      if (expectation !== null) return 'known';
      if (level === 'MAY') return 'observed';
      return subject === 'provider' ? 'protocol' : subject;
    case 'error':
      return 'suite';
    case 'unsupported':
      return 'unsupported';
  }
}
