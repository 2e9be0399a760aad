/**
 * The proof, and the specs of single rules, as a list of tests that run in one process: a mutant costs milliseconds, and no
 * test runner has to start.
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { passesLine } from '../../src/catalogue/proof-record.ts';
import { familyOf } from '../../src/checks/family.ts';
import { type AnyDialect, dialects } from '../../src/dialects/catalogue.ts';
import type { LegalVariant, SeededFault } from '../../src/proof/cases.ts';
import { checkOf } from '../../src/proof/proof.ts';
import { type Collected, collected } from './collected.ts';
import '../checks/credentials.spec.ts';
import '../checks/cut-off-json.spec.ts';
import '../checks/leaked-calls.spec.ts';
import '../checks/pattern.spec.ts';
import '../checks/plain-schema.spec.ts';
import '../checks/template-markup.spec.ts';
import '../dialects/anthropic-messages.spec.ts';
import '../dialects/bedrock-converse.spec.ts';
import '../dialects/gemini.spec.ts';
import '../dialects/ollama.spec.ts';
import '../dialects/openai-chat.spec.ts';
import '../dialects/responses.spec.ts';
import '../judge/answer-alone.spec.ts';
import '../judge/looked.spec.ts';
import '../judge/masked.spec.ts';
import '../reading/refusal-matter.spec.ts';
import '../reading/standing.spec.ts';
import {
  brokenIn,
  faultShown,
  linesByName,
  passesById,
  type Shown,
  variantShown,
} from '../support/shown-cases.ts';

export interface ProofTest {
  /** Unique among all. */
  readonly name: string;
  /** The id of its dialect; null where it is of none. */
  readonly dialect: string | null;
  /** The families of its check, and of those that its edit makes say something else; null where it is about every check. */
  readonly families: ReadonlySet<string> | null;
  /** The tests of the conversations that it needs the verdicts of. */
  readonly rests: readonly string[];
  /** What is wrong; null where the test passes. */
  readonly run: () => string | null | Promise<string | null>;
}

export interface ProofTests {
  readonly tests: readonly ProofTest[];
  /** Forgets what was said of the conforming conversations, so that they are judged anew by the code as it is now. */
  readonly forget: () => void;
}

/** The tests of tests/catalogue/faults.spec.ts that judge one case each, then those of the specs. */
export async function proofTests(): Promise<ProofTests> {
  const made = await Promise.all(dialects().map(testsOf));
  return {
    tests: [...made.flatMap(({ tests }) => tests), ...collected.map(asProofTest)],
    forget: () => {
      for (const { forget } of made) forget();
    },
  };
}

async function testsOf(dialect: AnyDialect): Promise<ProofTests> {
  let proof = await dialect.proof();
  const of = dialect.id;
  const record = readFileSync(`docs/proof/${of}.md`, 'utf8');
  const recorded = linesByName(record);
  const passes = passesById(record);
  const conversation = (name: string) => `${of} conversation ${name}`;
  const passing = () =>
    unlike(
      dialect.rules.map((rule) => passesLine(rule, proof)),
      dialect.rules.map(({ id }) => passes.get(id)),
    );
  return {
    tests: [
      {
        name: `${of} passes`,
        dialect: of,
        families: null,
        rests: [...proof.bases.keys()].map(conversation),
        run: passing,
      },
      ...[...proof.bases.values()].map(({ name, fails }): ProofTest => {
        const run = () => unlike(brokenIn(proof, name), Object.keys(fails));
        return { name: conversation(name), dialect: of, families: null, rests: [], run };
      }),
      ...[...proof.faults, ...proof.variants].map((shown): ProofTest => {
        const { name, base } = shown;
        const isFault = 'catches' in shown;
        const effect = () =>
          isFault ? faultShown(dialect, proof, shown) : variantShown(dialect, proof, shown);
        const run = () => wrongIn(effect(), recorded.get(name));
        return {
          name: `${of} ${isFault ? 'fault' : 'variant'} ${name}`,
          dialect: of,
          families: familiesOf(shown, recorded.get(name)),
          rests: [conversation(base)],
          run,
        };
      }),
    ],
    forget: () => {
      proof = { ...proof, bases: new Map([...proof.bases].map(([name, base]) => [name, { ...base }])) };
    },
  };
}

/** By its line in docs/proof, which calls by their kind the checks that cannot tell any more where they are many. */
function familiesOf(shown: SeededFault | LegalVariant, line = ''): ReadonlySet<string> | null {
  if (line.includes('all that need')) return null;
  return new Set([checkOf(shown), ...(line.match(/\b[a-z]+\/[a-z]/gu) ?? [])].map(familyOf));
}

function asProofTest({ title, run }: Collected, at: number): ProofTest {
  const outcome = async () => {
    await run();
    return null;
  };
  return { name: `spec ${at}: ${title}`, dialect: null, families: null, rests: [], run: outcome };
}

function wrongIn({ seen, due, line }: Shown, recorded: string | undefined): string | null {
  return unlike(seen, due) ?? unlike(line, recorded);
}

function unlike(seen: unknown, due: unknown): string | null {
  return isDeepStrictEqual(seen, due) ? null : `${JSON.stringify(seen)} instead of ${JSON.stringify(due)}`;
}
