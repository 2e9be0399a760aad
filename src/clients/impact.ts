/** The effect of a broken rule on the measured clients: the evidence for the impact in the catalogue. */
import type { Impact } from '../judge/verdict.ts';
import { groupBy } from '../text/group-by.ts';
import { plural } from '../text/quantities.ts';
import { WEIGHTS, type Weight, weightOf } from './harm.ts';
import type { TrialRecord } from './record.ts';

/**
 * Critical when a client silently loses, doubles, alters or mispairs a call or a result; major when it goes wrong in
 * another way, hangs, or stops with an error; minor when all clients continue as usual; null when the faults were shown
 * to no client. Effects that only follow the content of the answer do not count: the client did what it was told.
 */
export function measuredImpact(trials: readonly TrialRecord[]): Impact | null {
  if (trials.some(losesCall)) return 'critical';
  const weights = new Set(trials.map(weightOf));
  if (weights.has('corrupts') || weights.has('hangs') || weights.has('reports')) return 'major';
  return weights.has('tolerates') ? 'minor' : null;
}

/**
 * Returns "Of 7 clients 2 go wrong without a word, 1 stops with an error, 4 go on as ever"; null when the faults were
 * shown to no client.
 */
export function impactWords(trials: readonly TrialRecord[]): string | null {
  const worst = [...groupBy(trials, ({ client }) => client).values()]
    .map((own) => own.map(weightOf).toSorted((left, right) => rank(left) - rank(right))[0])
    .filter((weight) => weight !== undefined && WORDS[weight] !== null);
  const said = WEIGHTS.flatMap((weight) => {
    const count = worst.filter((each) => each === weight).length;
    const verb = WORDS[weight];
    return count === 0 || verb === null ? [] : [`${count} ${count === 1 ? verb.one : verb.many}`];
  });
  return said.length === 0 ? null : `Of ${plural(worst.length, 'client')} ${said.join(', ')}`;
}

const WORDS: Readonly<Record<Weight, { readonly one: string; readonly many: string } | null>> = {
  corrupts: { one: 'goes wrong without a word', many: 'go wrong without a word' },
  hangs: { one: 'hangs', many: 'hang' },
  reports: { one: 'stops with an error', many: 'stop with an error' },
  'as-sent': { one: 'does what the answer says', many: 'do what the answer says' },
  tolerates: { one: 'goes on as ever', many: 'go on as ever' },
  'not-shown': null,
};

function rank(weight: Weight): number {
  return WEIGHTS.indexOf(weight);
}

function losesCall({ harms }: TrialRecord): boolean {
  return harms.some(({ kind, asSent }) => !asSent && /^(?:call|result)-/u.test(kind));
}
