/** Determines the fate of one thing between the two wires of a gateway. Pure. */
import { sameJson } from '../text/json-text.ts';
import type { Compared, Difference } from './difference.ts';
import { whyNotCarried } from './not-carried.ts';
import type { Fate } from './record.ts';
import { type Part, type Side, type Thing, thingCalled } from './things.ts';

/** Compares a thing on one wire with the same thing on the other. */
export function compare(thing: Thing, sent: Side, arrived: Side): Compared {
  if (thing.asks === true && (sent.asked === null || arrived.asked === null)) return NOTHING_SHOWN;
  const [before, after] = partsOf(thing, sent, arrived);
  const differences = differencesBetween(thing, before, after).map((difference): Difference => {
    const why = whyNotCarried(thing.id, difference, sent, arrived);
    return why === null ? { ...difference, why } : { ...difference, fate: 'not-carried', why };
  });
  return { shown: Math.max(before.length, after.length), differences };
}

const NOTHING_SHOWN: Compared = { shown: 0, differences: [] };

/** True when two readings of a thing are the same. */
export function isSame(thing: Thing, left: Side, right: Side): boolean {
  return differencesBetween(thing, ...partsOf(thing, left, right)).length === 0;
}

/**
 * Returns the parts of both sides. Parts of a thing within another one count only if both sides have that other one.
 */
function partsOf(thing: Thing, left: Side, right: Side): [left: readonly Part[], right: readonly Part[]] {
  const [ours, theirs] = [thing.parts(left, right), thing.parts(right, left)];
  if (thing.partOf === undefined) return [ours, theirs];
  const whole = thingCalled(thing.partOf);
  const keysIn = (parts: readonly Part[]) => new Set(parts.map(({ key }) => key));
  const [there, here] = [keysIn(whole.parts(right, left)), keysIn(whole.parts(left, right))];
  return [ours.filter(({ key }) => there.has(key)), theirs.filter(({ key }) => here.has(key))];
}

type Plain = Omit<Difference, 'why'>;

function differencesBetween(
  { isKept = sameJson }: Thing,
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
  const extra = after.filter(({ key }) => !sent.has(key));
  // A missing part and an extra part count as one changed part.
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

/** Returns the worst of several fates. */
export function worstOf(fates: readonly Fate[]): Fate {
  return GRAVEST.find((fate) => fates.includes(fate)) ?? 'not-shown';
}

const GRAVEST: readonly Fate[] = ['lost', 'changed', 'invented', 'not-carried', 'kept'];
