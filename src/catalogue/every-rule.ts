/** The checks of several dialects as one catalogue. */

import { RULES } from '../checks/catalogue.ts';
import { type AnyDialect, dialects } from '../dialects/catalogue.ts';
import type { Rule } from '../judge/check.ts';

/** A check as one dialect reads it. */
export interface RuleOfDialect {
  readonly dialect: AnyDialect;
  readonly rule: Rule;
}

/**
 * Every check once, in the order of the catalogue, each as the dialects that have it read it, in the order of these.
 *
 * @param of by default all dialects
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

/** Why a dialect does not have a check of others; null where it says nothing of it. */
export function whyWithout(dialect: string, check: string): string | null {
  return dialects().find(({ id }) => id === dialect)?.notApplicable[check] ?? null;
}

/** What people call a dialect; its id where this version does not know it. */
export function dialectName(id: string): string {
  return dialects().find((dialect) => dialect.id === id)?.name ?? id;
}
