/** The families of checks, and the one order that they have wherever checks are listed. */

/** What the wire carries, from the outside in, then what the answer says, then what it costs and how it fails. */
export const FAMILIES = [
  'framing',
  'events',
  'shape',
  'items',
  'blocks',
  'parts',
  'deltas',
  'signatures',
  'ids',
  'arguments',
  'choice',
  'finish',
  'results',
  'roundtrip',
  'usage',
  'cost',
  'routing',
  'errors',
  'reasoning',
] as const;

export type Family = (typeof FAMILIES)[number];

/** The family of a check: what stands before the slash of its id. */
export function familyOf(check: string): string {
  return check.split('/', 1)[0] ?? check;
}

/** The checks family by family; within one as they came, and families that are not among them last. */
export function inFamilyOrder<C extends { readonly id: string }>(checks: readonly C[]): C[] {
  return checks.toSorted((left, right) => rankOf(left.id) - rankOf(right.id));
}

const RANKS: ReadonlyMap<string, number> = new Map(FAMILIES.map((family, rank) => [family, rank]));

function rankOf(check: string): number {
  return RANKS.get(familyOf(check)) ?? FAMILIES.length;
}
