/** The files whose code decides a verdict, and samples of them. */
import { readdirSync, readFileSync } from 'node:fs';

/** The rules, and what only they use; the languages of patterns and schemas have tests of their own (tests/checks). */
const RULES =
  /^src\/(?:checks\/(?!(?:authorities|catalogue|family|in-dialect|pattern|plain-schema|record|schema)\.ts)|dialects\/[a-z-]+\/(?:checks\/|rules\.ts)|dialects\/openai\/|reading\/refusal-matter\.ts)/u;

/** How many lines a piece of a sample has: a condition, and what hangs on it. */
const PIECE = 12;

/** The paths of all files with rules, from the root of the project. */
export function filesWithRules(): string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((file) => `src/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && RULES.test(file))
    .toSorted();
}

/**
 * Pieces of the files, drawn at random, as StrykerJS takes them (`file:first-last`).
 *
 * @param share how much of all lines, from 0 to 1
 * @param seed the same seed draws the same pieces of the same files
 */
export function sampleOf(files: readonly string[], share: number, seed: number): string[] {
  const pieces = files.flatMap((file) => {
    const lines = readFileSync(file, 'utf8').split('\n').length;
    return Array.from({ length: Math.ceil(lines / PIECE) }, (_, at) => {
      return `${file}:${at * PIECE + 1}-${(at + 1) * PIECE}`;
    });
  });
  const random = randomFrom(seed);
  return pieces.filter(() => random() < share);
}

/** Numbers from 0 to 1, the same for the same seed (a linear congruential generator). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
