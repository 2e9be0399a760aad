/** The ids that may never change their meaning, as files keep them: one a line, in the order of reports. */
import { RETIRED, RULES } from '../checks/catalogue.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import { SuiteError } from '../system/failure.ts';

/** Of checks: they are part of verdict keys, expectations and links. @param kept as {@link permanentIds} has it */
export function checkIds(kept: string | null): string {
  return permanentIds('check', Object.keys(RULES), kept, RETIRED);
}

/** Of scenarios: they are part of verdict keys and of cassette paths. @param kept as {@link permanentIds} has it */
export function scenarioIds(kept: string | null): string {
  return permanentIds(
    'scenario',
    SCENARIOS.map(({ id }) => id),
    kept,
  );
}

/**
 * @param kept the file as it was written last; null for the first time
 * @param retired ids that are given up, with the reason
 * @throws {SuiteError} when an id of it is gone without being retired, a retired one is back, or one is there twice
 */
export function permanentIds(
  kind: string,
  ids: readonly string[],
  kept: string | null,
  retired: Readonly<Record<string, string>> = {},
): string {
  const gone = (kept ?? '').split('\n').filter((id) => id !== '' && !ids.includes(id));
  const doubled = ids.filter((id, at) => ids.indexOf(id) !== at);
  const problems = [
    ...gone
      .filter((id) => !Object.hasOwn(retired, id))
      .map((id) => `the ${kind} ${id} is gone, and ids are permanent; bring it back`),
    ...ids
      .filter((id) => Object.hasOwn(retired, id))
      .map((id) => `the ${kind} ${id} was retired, and ids are permanent; choose another`),
    ...doubled.map((id) => `two ${kind}s have the id ${id}; rename the newer one`),
  ];
  if (problems.length > 0) throw new SuiteError(problems.join('\n'));
  return ids.map((id) => `${id}\n`).join('');
}
