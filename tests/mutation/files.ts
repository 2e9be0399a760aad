/** The files whose code decides a verdict. */
import { readdirSync } from 'node:fs';

/** The rules, and what only they use; the languages of patterns and schemas have tests of their own (tests/checks). */
const RULES =
  /^src\/(?:checks\/(?!(?:authorities|catalogue|family|in-dialect|pattern|plain-schema|record|schema)\.ts)|dialects\/[a-z-]+\/(?:checks\/|rules\.ts)|dialects\/openai\/(?:grammar|usage)\.ts|reading\/refusal-matter\.ts)/u;

/** The paths of all files with rules, from the root of the project. */
export function filesWithRules(): string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((file) => `src/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && RULES.test(file))
    .toSorted();
}
