/** Whether a case of a proof shows what it is there for: what the judge says of it, beside what it must say. */

import { baseVerdicts, effectOf } from '../../src/catalogue/judged.ts';
import { recordedLine } from '../../src/catalogue/proof-record.ts';
import type { AnyDialect } from '../../src/dialects/catalogue.ts';
import type { LegalVariant, SeededFault } from '../../src/proof/cases.ts';
import { baseOf, type Proof } from '../../src/proof/proof.ts';

/** Two values that are equal where the case shows what it must. */
export interface Shown {
  readonly seen: Readonly<Record<string, unknown>>;
  readonly due: Readonly<Record<string, unknown>>;
  /** The line of the case in docs/proof as it would be generated now. */
  readonly line: string;
}

/** A conforming conversation keeps a rule, or has nothing that it speaks of. */
const KEPT: ReadonlySet<string> = new Set(['pass', 'not-applicable']);

/** A fault is caught by its check, and by those alone that its row names besides. */
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

/** A variant is let through by the check that it comes near to, and fails no other. */
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

/** The checks that a conforming conversation breaks; those that it names in `fails`, and no others. */
export function brokenIn(proof: Proof, base: string): string[] {
  return [...baseVerdicts(proof, base).values()]
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'error')
    .map(({ check }) => check);
}

/** What fails besides what already fails in the conforming conversation. */
function withoutBase(proof: Proof, base: string, fails: readonly string[]): string[] {
  return fails.filter((id) => !Object.hasOwn(baseOf(proof, base).fails, id));
}

/** The names of the cases of a file, with their lines. */
export function linesByName(record: string): ReadonlyMap<string, string> {
  const lines = record
    .split('\n')
    .map((line) => [/^- (?:fault|variant) `([^`]+)`/u.exec(line)?.[1], line] as const);
  return new Map(lines.flatMap(([name, line]) => (name === undefined ? [] : [[name, line]])));
}

/** The check ids of a file, each with the line below it. */
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
