/** Every fact, in the order of reports. */
import { AREAS, type Area, type Fact } from './fact.ts';
import * as all from './facts/index.ts';

export const FACTS: readonly Fact[] = AREAS.flatMap((area) =>
  Object.values(all)
    .flat()
    .filter((fact) => fact.area === area),
);

/** @param areas all of them where none is named */
export function factsOf(areas: readonly Area[]): readonly Fact[] {
  return areas.length === 0 ? FACTS : FACTS.filter(({ area }) => areas.includes(area));
}
