/** The catalogue of checks, as a list. */
import { everyRule } from '../catalogue/every-rule.ts';
import type { Authority, Extension } from '../judge/check.ts';
import type { Impact, Level, Subject } from '../judge/verdict.ts';
import { requireDialect } from './judge-exchanges.ts';

/** A check, as one wire format defines it. */
export interface CheckInfo {
  /** `family/name`, permanent. */
  readonly id: string;
  /** The rule in one sentence. */
  readonly title: string;
  readonly level: Level;
  /** The level under an extension that changes it. */
  readonly levelUnder: Readonly<Partial<Record<Extension, Level>>>;
  readonly impact: Impact;
  readonly subject: Subject;
  /** The sentences of references that the rule rests on. */
  readonly authority: readonly Authority[];
  /** The ids of the wire formats that have the check. */
  readonly dialects: readonly string[];
}

/**
 * Returns every check in the order of the catalogue, as the given wire format defines it, otherwise as the first one
 * that has it.
 *
 * @param dialect the id of a wire format: only its checks
 * @throws {SuiteError} when the wire format is unknown
 */
export function listChecks(dialect?: string): readonly CheckInfo[] {
  if (dialect !== undefined) requireDialect(dialect);
  return [...everyRule().values()].flatMap((readings) => {
    const reading =
      dialect === undefined ? readings[0] : readings.find((each) => each.dialect.id === dialect);
    if (reading === undefined) return [];
    const { id, title, level, levelUnder = {}, impact, subject, authority } = reading.rule;
    const dialects = readings.map((each) => each.dialect.id);
    return { id, title, level, levelUnder, impact, subject, authority, dialects };
  });
}
