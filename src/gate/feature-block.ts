/** Shows on the terminal which features work: one block for each target, in runs with few targets. */
import pc from 'picocolors';
import type { FeatureCell } from '../features/deciding/cell.ts';
import { FEATURE_STATES, type FeatureState } from '../features/deciding/states.ts';
import { FEATURES, type FeatureRow, featureRows } from '../features/deciding/table.ts';
import type { Results } from '../results/results.ts';
import { type Fact, factBlock } from '../terminal/rule-block.ts';
import { plain } from '../text/plain-text.ts';
import { plural } from '../text/quantities.ts';

/** With more targets, the report shows the features side by side instead. */
export const MOST_TARGETS = 3;

/** The most important state comes first. */
const ORDER = ['broken', 'works-but', 'not-offered', 'works'] as const satisfies readonly FeatureState[];

const LABELS = new Map(FEATURES.map(({ id, label }) => [id, label]));

/** Returns nothing for a run with many targets, and for targets without a decided feature. */
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

/** Returns the feature's label, with the checks that decide it unless it simply works. */
function nameOf({ feature, causes }: FeatureCell): string {
  const label = LABELS.get(feature) ?? feature;
  return causes.length === 0 ? label : `${label} (${causes.map(({ check }) => check).join(', ')})`;
}
