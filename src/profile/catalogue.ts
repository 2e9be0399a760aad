/** All facts, in the order of reports. */
import { SuiteError } from '../system/failure.ts';
import { suggest } from '../text/nearest-name.ts';
import { AREAS, type Fact } from './fact.ts';
import * as all from './facts/index.ts';

export const FACTS: readonly Fact[] = AREAS.flatMap((area) =>
  Object.values(all)
    .flat()
    .filter((fact) => fact.area === area),
);

/**
 * @param names areas or fact ids; an empty list selects all facts
 * @throws {SuiteError} when a name is neither an area nor a fact
 */
export function factsCalled(names: readonly string[]): readonly Fact[] {
  const known = [...AREAS, ...FACTS.map(({ id }) => id)];
  for (const name of names) {
    if (!known.includes(name))
      throw new SuiteError(`--only ${name}: no such area or fact; ${suggest(name, known)}`);
  }
  return names.length === 0
    ? FACTS
    : FACTS.filter(({ id, area }) => names.includes(id) || names.includes(area));
}
