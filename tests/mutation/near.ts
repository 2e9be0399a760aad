/** Which tests a mutant is held against: those that may notice it, so that it costs milliseconds. */
import type { ProofTest } from './proof-tests.ts';

/** The dialect with the most cases: they show a check that fails where it must not. */
const LARGEST = 'openai-chat';

/**
 * Of a family's file the cases that have to do with its checks, and all tests of one dialect; of a dialect's file all tests
 * of the dialect, and of any other file all tests. The cases of the family that the file is named for come first, as they
 * are the likeliest to notice; of a file without such the specs.
 */
export function nearTo(file: string, tests: readonly ProofTest[]): ProofTest[] {
  const [, ofDialect, family = ''] =
    /src\/(?:dialects\/([a-z-]+)\/)?(?:rules|checks\/([a-z-]+))\.ts$/u.exec(file) ?? [];
  const isCase = ({ families }: ProofTest) => families?.has(family) === true;
  const isOfSpec = ({ dialect }: ProofTest) => dialect === null;
  const isOfFamily = ofDialect === undefined && tests.some(isCase);
  const near = tests.filter(
    (test) => isOfSpec(test) || ofDialect === undefined || test.dialect === ofDialect,
  );
  const rest = near.filter(
    (test) => !isCase(test) && (!isOfFamily || test.families === null || test.dialect === LARGEST),
  );
  const isFirst = isOfFamily || ofDialect !== undefined ? isCase : isOfSpec;
  return [...near.filter(isFirst), ...rest.filter((test) => !isFirst(test))];
}
