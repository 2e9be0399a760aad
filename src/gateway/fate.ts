/** What became of one thing between the two wires of a gateway. Pure. */
import { sameJson } from '../text/json-text.ts';
import type { Compared, Difference } from './difference.ts';
import { whyNotCarried } from './not-carried.ts';
import type { Fate } from './record.ts';
import type { Part, Side, Thing } from './things.ts';

/** Compares what one wire has of a thing with what the other one has. */
export function compare(thing: Thing, sent: Side, arrived: Side): Compared {
  const [before, after] = [thing.parts(sent, arrived), thing.parts(arrived, sent)];
  const differences = differencesBetween(thing, before, after).map((difference): Difference => {
    const why = whyNotCarried(thing.id, difference, sent, arrived);
    return why === null ? { ...difference, why } : { ...difference, fate: 'not-carried', why };
  });
  return { shown: Math.max(before.length, after.length), differences };
}

/** Whether two readings of a thing say the same. */
export function isSame(thing: Thing, left: Side, right: Side): boolean {
  return differencesBetween(thing, thing.parts(left, right), thing.parts(right, left)).length === 0;
}

type Plain = Omit<Difference, 'why'>;

function differencesBetween(
  { ofBoth, isKept = sameJson }: Thing,
  before: readonly Part[],
  after: readonly Part[],
): Plain[] {
  const arrived = new Map(after.map(({ key, value }) => [key, value]));
  const sent = new Set(before.map(({ key }) => key));
  const differences: Plain[] = [];
  const missing: Part[] = [];
  for (const { key, value } of before) {
    if (!arrived.has(key)) missing.push({ key, value });
    else if (!isKept(value, arrived.get(key)))
      differences.push({ fate: 'changed', key, sent: value, arrived: arrived.get(key) });
  }
  if (ofBoth === true) return differences;
  const extra = after.filter(({ key }) => !sent.has(key));
  // What stands in the place of another is that one, changed.
  const count = Math.min(missing.length, extra.length);
  for (const [at, { key, value }] of missing.slice(0, count).entries()) {
    differences.push({ fate: 'changed', key, sent: value, arrived: extra[at]?.value });
  }
  const lost = missing
    .slice(count)
    .map(({ key, value }): Plain => ({ fate: 'lost', key, sent: value, arrived: undefined }));
  const invented = extra
    .slice(count)
    .map(({ key, value }): Plain => ({ fate: 'invented', key, sent: undefined, arrived: value }));
  return [...differences, ...lost, ...invented];
}

/** The gravest of what became of a thing. */
export function worstOf(fates: readonly Fate[]): Fate {
  return GRAVEST.find((fate) => fates.includes(fate)) ?? 'not-shown';
}

const GRAVEST: readonly Fate[] = ['lost', 'changed', 'invented', 'not-carried', 'kept'];
