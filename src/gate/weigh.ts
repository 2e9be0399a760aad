/** Weighs the results of a run with the policy of its settings. */
import type { Target } from '../config/providers.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import { planConversations } from '../replay/plan.ts';
import type { Settings } from '../replay/settings.ts';
import type { Results } from '../results/results.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import { whyIncomplete } from './completeness.ts';
import { type Gate, gate, thresholdsOf } from './gate.ts';
import { type Policy, policyOf } from './policy.ts';

export type Weighed = Pick<Settings, 'cassettes' | 'expectations' | 'failOn' | 'baseline'>;

/**
 * @param targets all configured targets, whether or not the run selected them
 * @param isOut returns true for checks that the run left out, so that they neither count nor make an expectation stale
 * @throws {SuiteError} when the expectations, the baseline or the set of cassettes is wrong
 */
export function weighRun(
  settings: Weighed,
  targets: readonly Target[],
  { run, conversations, verdicts }: Pick<Results, 'run' | 'conversations' | 'verdicts'>,
  isOut: (check: string) => boolean = () => false,
): { readonly gate: Gate; readonly policy: Policy } {
  const policy = policyOf(settings, targets);
  const isIn = ({ check }: { readonly check: string }) => !isOut(check);
  const checksOf = new Map(
    targets.map(({ id, provider }) => [
      id,
      new Set(dialectOf(provider.dialect).rules.map((rule) => rule.id)),
    ]),
  );
  const planned = planConversations(settings.cassettes, targets, SCENARIOS);
  return {
    policy,
    gate: gate({
      conversations,
      verdicts: verdicts.filter(isIn),
      expectations: policy.expectations.filter(isIn),
      thresholds: thresholdsOf(run).filter(isIn),
      failOn: policy.failOn,
      incomplete: whyIncomplete({ run, conversations, verdicts }),
      baseline: policy.baseline,
      known: {
        checks: [
          ...new Set([...Object.keys(run.checks), ...[...checksOf.values()].flatMap((ids) => [...ids])]),
        ],
        lacks: (target, check) => checksOf.get(target)?.has(check) === false,
        targets: targets.map(({ id }) => id),
        scenarios: SCENARIOS.map(({ id }) => id),
        conversations: planned.map(({ target, scenario, delivery }) => ({
          target: target.id,
          scenario: scenario.id,
          delivery,
        })),
      },
    }),
  };
}
