/** The categories of the Allure report. Each verdict that is not a pass belongs to one of them. */
import type { VerdictRecord } from '../results/results.ts';

/** The categories with their titles. */
export const CATEGORY_NAMES = {
  protocol: 'Protocol: the provider breaks a promise',
  model: 'Model: its sampling breaks a promise',
  client: 'Client: the recording client breaks a promise',
  suite: 'Suite: a check broke, which is our bug',
  known: 'Known deviations',
  observed: 'Observed: nothing forbids it, and clients may trip over it',
  unsupported: 'Unsupported: the target declares that it cannot',
} as const;

/** The outcomes that have an Allure result and are not a pass. An inconclusive verdict has no result. */
export type JudgedOutcome = Exclude<VerdictRecord['outcome'], 'inconclusive'>;

export type AllureCategory = keyof typeof CATEGORY_NAMES;

/** Returns the category of a verdict that is not inconclusive. */
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
