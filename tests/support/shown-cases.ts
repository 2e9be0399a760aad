/** Checks that a case of a proof shows what it should: the judge's results next to the expected ones. */

import { baseVerdicts, effectOf } from '../../src/catalogue/judged.ts';
import { recordedLine } from '../../src/catalogue/proof-record.ts';
import type { AnyDialect } from '../../src/dialects/catalogue.ts';
import type { LegalVariant, SeededFault } from '../../src/proof/cases.ts';
import { baseOf, type Proof } from '../../src/proof/proof.ts';

/** Two values that are equal if the case shows what it should. */
export interface Shown {
  readonly seen: Readonly<Record<string, unknown>>;
  readonly due: Readonly<Record<string, unknown>>;
  /** The line of the case in docs/proof, as generated now. */
  readonly line: string;
}

/** In a conforming conversation a rule either passes or does not apply. */
const KEPT: ReadonlySet<string> = new Set(['pass', 'not-applicable']);

/** A fault must be caught by its check. The only other checks that may fail are those that its row names. */
export function faultShown(dialect: AnyDialect, proof: Proof, fault: SeededFault): Shown {
  const { base, catches, alsoFails = {} } = fault;
  const effect = effectOf(proof, fault);
  const before = baseVerdicts(proof, base).get(catches);
  const caught = effect.verdicts.get(catches);
  const said = caught?.findings[0]?.message ?? '';
  return {
    seen: {
      before: KEPT.has(before?.outcome ?? '') ? 'kept' : before?.outcome,
      after: caught?.outcome,
      level: caught?.level,
      says: said.includes(fault.says ?? '') ? fault.says : said,
      alsoFails: withoutBase(proof, base, effect.fails).filter((id) => id !== catches),
      breaks: effect.errors,
    },
    due: {
      before: 'kept',
      after: 'fail',
      level: fault.level ?? before?.level,
      says: fault.says,
      alsoFails: dialect.rules.map(({ id }) => id).filter((id) => Object.hasOwn(alsoFails, id)),
      breaks: [],
    },
    line: recordedLine(fault, effect, { dialect, proof }),
  };
}

/** A variant must pass the check that it comes close to, and must fail no other check. */
export function variantShown(dialect: AnyDialect, proof: Proof, variant: LegalVariant): Shown {
  const { base, near, outcome = 'pass' } = variant;
  const effect = effectOf(proof, variant);
  return {
    seen: {
      near: effect.verdicts.get(near)?.outcome,
      fails: withoutBase(proof, base, effect.fails),
      breaks: effect.errors,
    },
    due: { near: outcome, fails: [], breaks: [] },
    line: recordedLine(variant, effect, { dialect, proof }),
  };
}

/** Returns the checks that a conforming conversation fails. They must be exactly those in its `fails`. */
export function brokenIn(proof: Proof, base: string): string[] {
  return [...baseVerdicts(proof, base).values()]
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'error')
    .map(({ check }) => check);
}

/** Returns the failures that the conforming conversation does not already have. */
function withoutBase(proof: Proof, base: string, fails: readonly string[]): string[] {
  return fails.filter((id) => !Object.hasOwn(baseOf(proof, base).fails, id));
}

/** Returns the lines of a file's cases, keyed by case name. */
export function linesByName(record: string): ReadonlyMap<string, string> {
  const lines = record
    .split('\n')
    .map((line) => [/^- (?:fault|variant) `([^`]+)`/u.exec(line)?.[1], line] as const);
  return new Map(lines.flatMap(([name, line]) => (name === undefined ? [] : [[name, line]])));
}

/** Returns the line below each check id in a file, keyed by check id. */
export function passesById(record: string): ReadonlyMap<string, string> {
  return new Map(
    record
      .split('\n## ')
      .slice(1)
      .map((section): [string, string] => {
        const [id = '', , line = ''] = section.split('\n');
        return [id, line];
      }),
  );
}
