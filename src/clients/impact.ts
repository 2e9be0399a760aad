/** What a broken rule does to the clients that were measured: the evidence for the impact that the catalogue gives it. */
import type { Impact } from '../judge/verdict.ts';
import { groupBy } from '../text/group-by.ts';
import { plural } from '../text/quantities.ts';
import { WEIGHTS, type Weight, weightOf } from './harm.ts';
import type { TrialRecord } from './record.ts';

/**
 * Critical where a client loses, doubles, alters or mispairs a call or a result without a word; major where it goes wrong
 * otherwise, hangs or stops with an error; minor where all go on as usual; null where the faults were shown to none.
 * What the answer itself says does not count: the client did what it was told.
 */
export function measuredImpact(trials: readonly TrialRecord[]): Impact | null {
  if (trials.some(losesCall)) return 'critical';
  const weights = new Set(trials.map(weightOf));
  if (weights.has('corrupts') || weights.has('hangs') || weights.has('reports')) return 'major';
  return weights.has('tolerates') ? 'minor' : null;
}

/** "Of 7 clients 2 go wrong without a word, 1 stops with an error, 4 go on as ever"; null where the faults were shown to none. */
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
