/**
 * The permanent ids, which never change their meaning. Their files have one id on each line, in the order of reports.
 */
import { RETIRED, RULES } from '../checks/catalogue.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import { SuiteError } from '../system/failure.ts';

/**
 * Returns the ids of checks, which are part of verdict keys, expectations and links.
 *
 * @param kept see {@link permanentIds}
 */
export function checkIds(kept: string | null): string {
  return permanentIds('check', Object.keys(RULES), kept, RETIRED);
}

/**
 * Returns the ids of scenarios, which are part of verdict keys and cassette paths.
 *
 * @param kept see {@link permanentIds}
 */
export function scenarioIds(kept: string | null): string {
  return permanentIds(
    'scenario',
    SCENARIOS.map(({ id }) => id),
    kept,
  );
}

/**
 * Returns the content of the file of ids.
 *
 * @param kept the current content of the file; null when it does not exist yet
 * @param retired retired ids, each with the reason
 * @throws {SuiteError} when an id of the file is missing and not retired, a retired id is in use, or an id is
 * duplicated
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
