/**
 * The proof, and the specs of single rules, as a list of tests that run in one process: a mutant costs milliseconds, and no
 * test runner has to start.
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { linesByName, passesById, passesLine } from '../../src/catalogue/proof-record.ts';
import { brokenIn, faultShown, type Shown, variantShown } from '../../src/catalogue/shown.ts';
import { familyOf } from '../../src/checks/family.ts';
import { dialects } from '../../src/dialects/catalogue.ts';
import { checkOf, type Proof } from '../../src/proof/proof.ts';
import { type Collected, collected } from './collected.ts';
import '../checks/pattern.spec.ts';
import '../checks/plain-schema.spec.ts';
import '../dialects/anthropic-messages.spec.ts';
import '../dialects/gemini.spec.ts';
import '../dialects/openai-chat.spec.ts';
import '../dialects/responses.spec.ts';
import '../reading/refusal-matter.spec.ts';
import '../reading/standing.spec.ts';

export interface ProofTest {
  /** Unique among all. */
  readonly name: string;
  /** The family of its check; null where it is about every check. */
  readonly family: string | null;
  /** What is wrong; null where the test passes. */
  readonly run: () => string | null | Promise<string | null>;
}

/**
 * The tests of tests/catalogue/faults.spec.ts that judge one case each, then those of the specs.
 *
 * @param bases `afresh`: each test judges its conforming conversation anew, so that the mutants in its way are counted as
 *   its own; `kept`: each conversation is judged once for all tests of this list
 */
export async function proofTests(bases: 'afresh' | 'kept'): Promise<ProofTest[]> {
  const tests: ProofTest[] = [];
  for (const dialect of dialects()) {
    const kept = anew(await dialect.proof());
    const proof = () => (bases === 'afresh' ? anew(kept) : kept);
    const record = readFileSync(`docs/proof/${dialect.id}.md`, 'utf8');
    const recorded = linesByName(record);
    const passes = passesById(record);
    const passing = () => {
      const judged = proof();
      return unlike(
        dialect.rules.map((rule) => passesLine(rule, judged)),
        dialect.rules.map(({ id }) => passes.get(id)),
      );
    };
    tests.push({ name: `${dialect.id} passes`, family: null, run: passing });
    for (const { name, fails } of kept.bases.values()) {
      const run = () => unlike(brokenIn(proof(), name), Object.keys(fails));
      tests.push({ name: `${dialect.id} conversation ${name}`, family: null, run });
    }
    for (const fault of kept.faults) {
      const run = () => wrongIn(faultShown(dialect, proof(), fault), recorded.get(fault.name));
      tests.push({ name: `${dialect.id} fault ${fault.name}`, family: familyOf(checkOf(fault)), run });
    }
    for (const variant of kept.variants) {
      const run = () => wrongIn(variantShown(dialect, proof(), variant), recorded.get(variant.name));
      tests.push({ name: `${dialect.id} variant ${variant.name}`, family: familyOf(checkOf(variant)), run });
    }
  }
  return [...tests, ...collected.map(asProofTest)];
}

function asProofTest({ title, run }: Collected, at: number): ProofTest {
  const outcome = async () => {
    await run();
    return null;
  };
  return { name: `spec ${at}: ${title}`, family: null, run: outcome };
}

/** The same proof, none of whose conversations was judged yet. */
function anew(proof: Proof): Proof {
  return { ...proof, bases: new Map([...proof.bases].map(([name, base]) => [name, { ...base }])) };
}

function wrongIn({ seen, due, line }: Shown, recorded: string | undefined): string | null {
  return unlike(seen, due) ?? unlike(line, recorded);
}

function unlike(seen: unknown, due: unknown): string | null {
  return isDeepStrictEqual(seen, due) ? null : `${JSON.stringify(seen)} instead of ${JSON.stringify(due)}`;
}
