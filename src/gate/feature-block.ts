/** Which features work, on the terminal: one block for each target of a run that has few. */
import pc from 'picocolors';
import type { FeatureCell } from '../features/deciding/cell.ts';
import { FEATURE_STATES, type FeatureState } from '../features/deciding/states.ts';
import { FEATURES, type FeatureRow, featureRows } from '../features/deciding/table.ts';
import type { Results } from '../results/results.ts';
import { type Fact, factBlock } from '../terminal/rule-block.ts';
import { plain } from '../text/plain-text.ts';
import { plural } from '../text/quantities.ts';

/** More targets than these are read in the report, side by side. */
export const MOST_TARGETS = 3;

/** What a reader wants to know first. */
const ORDER = ['broken', 'works-but', 'not-offered', 'works'] as const satisfies readonly FeatureState[];

const LABELS = new Map(FEATURES.map(({ id, label }) => [id, label]));

/** Nothing for many targets, and for one of which nothing can be told. */
export function featureBlocks(results: Results, columns: number): string[] {
  const rows = featureRows(results);
  if (rows.length > MOST_TARGETS) return [];
  return rows.flatMap((row) => {
    const facts = factsOf(row);
    return facts.length === 0 ? [] : factBlock(pc.bold(plain(`features of ${row.target}`)), facts, columns);
  });
}

function factsOf({ cells }: FeatureRow): Fact[] {
  const told = ORDER.flatMap((state): Fact[] => {
    const names = cells.filter((cell) => cell.state === state).map(nameOf);
    return names.length === 0 ? [] : [[FEATURE_STATES[state].word, names.join(', ')]];
  });
  const untested = cells.filter(({ state }) => state === 'not-tested').length;
  if (told.length === 0 || untested === 0) return told;
  return [...told, [FEATURE_STATES['not-tested'].word, plural(untested, 'feature')]];
}

/** With the checks that decide it, where it does not simply work. */
function nameOf({ feature, causes }: FeatureCell): string {
  const label = LABELS.get(feature) ?? feature;
  return causes.length === 0 ? label : `${label} (${causes.map(({ check }) => check).join(', ')})`;
}
