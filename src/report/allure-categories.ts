/** The drawers of the Allure report: which one a verdict goes into that is not a pass. */
import { isAboutTheRequest } from '../judge/check.ts';
import type { VerdictRecord } from '../results/results.ts';

/** The drawers, each with its title. */
export const CATEGORY_NAMES = {
  protocol: 'Protocol: the provider breaks a promise',
  model: 'Model: its sampling breaks a promise',
  client: 'Client: the recording client breaks a promise',
  suite: 'Suite: a check broke, which is our bug',
  infrastructure: 'Infrastructure: no answer to judge',
  inconclusive: 'Inconclusive: the evidence cannot tell',
  known: 'Known deviations',
  observed: 'Observed: nothing forbids it, and clients may trip over it',
  unsupported: 'Unsupported: the target declares that it cannot',
} as const;

export type AllureCategory = keyof typeof CATEGORY_NAMES;

/** The one drawer of a verdict. */
export function categoryOf({ outcome, level, subject, reason, expectation }: VerdictRecord): AllureCategory {
  switch (outcome) {
    case 'fail':
      if (expectation !== null) return 'known';
      if (level === 'MAY') return 'observed';
      return subject === 'provider' ? 'protocol' : subject;
    case 'error':
      return 'suite';
    case 'inconclusive':
      return gotNoAnswer(reason ?? '') ? 'infrastructure' : 'inconclusive';
    case 'unsupported':
      return 'unsupported';
  }
}

/** How the suite writes down a refusal. The provider's own words follow, and may say anything. */
const REFUSAL = /^(?:exchange \d+: )?HTTP (\d{3})\b/;

/** How clients and systems say that no response came. */
const LOST =
  /\bnot sent: |no response|timed? ?out|timeout|connection|socket|network|aborted|\bE(?:CONN|AI_|NOTFOUND|PIPE)/i;

/**
 * The request was not sent, its answer was lost, or a server gave out before it looked at the request. A 400 or a 404 is
 * none of these: it is an answer, and scenarios ask for some on purpose.
 */
function gotNoAnswer(reason: string): boolean {
  const [, status] = REFUSAL.exec(reason) ?? [];
  if (status === undefined) return LOST.test(reason);
  return Number(status) >= 400 && !isAboutTheRequest(Number(status));
}
