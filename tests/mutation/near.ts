/** Which tests a mutant is held against: those that are there for its check, so that it costs milliseconds. */
import type { ProofTest } from './proof-tests.ts';

/** The environment variable that tells the test runner which files are mutated, as a JSON array. */
export const MUTATED = 'MUTATED_FILES';

/**
 * Of a dialect's file the tests of the dialect, of a family's file the cases of the family in every dialect, of any other
 * file all. The cases of the family that the file is named for come first, as they are the likeliest to notice.
 */
export function nearTo(file: string, tests: readonly ProofTest[]): ProofTest[] {
  const [, ofDialect, own] =
    /src\/(?:dialects\/([a-z-]+)\/)?(?:rules|checks\/([a-z]+))\.ts$/u.exec(file) ?? [];
  const isCase = ({ family }: ProofTest) => family !== null && family === own;
  const hasCases = tests.some(isCase);
  const near = tests.filter((test) => {
    if (test.dialect === null) return true;
    if (ofDialect !== undefined) return test.dialect === ofDialect;
    return !hasCases || test.family === null || isCase(test);
  });
  return [...near.filter(isCase), ...near.filter((test) => !isCase(test))];
}
