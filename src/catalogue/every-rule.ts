/** The checks of several dialects as one catalogue. */

import { RULES } from '../checks/catalogue.ts';
import { type AnyDialect, dialects } from '../dialects/catalogue.ts';
import type { Rule } from '../judge/check.ts';

/** A check in one dialect. */
export interface RuleOfDialect {
  readonly dialect: AnyDialect;
  readonly rule: Rule;
}

/**
 * Returns every check once, in the order of the catalogue, each with its form in every dialect that has it. The
 * dialects are in the order of `of`.
 *
 * @param of all dialects by default
 */
export function everyRule(
  of: readonly AnyDialect[] = dialects(),
): ReadonlyMap<string, readonly RuleOfDialect[]> {
  const readings = new Map<string, RuleOfDialect[]>(Object.keys(RULES).map((id) => [id, []]));
  for (const dialect of of) {
    for (const rule of dialect.rules) readings.get(rule.id)?.push({ dialect, rule });
  }
  return new Map([...readings].filter(([, own]) => own.length > 0));
}

/** Returns why a dialect does not have a check; null when it gives no reason. */
export function whyWithout(dialect: string, check: string): string | null {
  return dialects().find(({ id }) => id === dialect)?.notApplicable[check] ?? null;
}

/** Returns the display name of a dialect; its id when this version does not know it. */
export function dialectName(id: string): string {
  return dialects().find((dialect) => dialect.id === id)?.name ?? id;
}
