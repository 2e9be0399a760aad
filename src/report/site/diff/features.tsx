/** @jsxRuntime automatic @jsxImportSource preact */
/** The changes of features between two runs: worse first; outages and changed rules separately. */
import type { FeatureChange, FeatureChanges } from '../../../features/deciding/changes.ts';
import { FEATURE_STATES } from '../../../features/deciding/states.ts';
import { type DiffNames, TargetName } from './names.tsx';

const LISTS = [
  ['worse', 'Worse'],
  ['better', 'Better'],
  ['noAnswer', 'No answer'],
  ['ruleChanged', 'Rule changed'],
] as const satisfies readonly (readonly [keyof FeatureChanges, string])[];

export function ChangedFeatures({ changes, names }: { changes: FeatureChanges; names: DiffNames }) {
  const shown = LISTS.filter(([list]) => changes[list].length > 0);
  return (
    <section class="changed-features">
      <h2 id="features">Features</h2>
      {shown.length === 0 && <p>No feature is better or worse than it was.</p>}
      {shown.map(([list, title]) => (
        <>
          <h3>
            {title} <span class="tally">{changes[list].length}</span>
          </h3>
          <ul class="absences">
            {changes[list].map((change) => (
              <Change change={change} names={names} />
            ))}
          </ul>
        </>
      ))}
    </section>
  );
}

function Change({
  change: { target, feature, before, after, issue },
  names,
}: {
  change: FeatureChange;
  names: DiffNames;
}) {
  return (
    <li>
      <b>
        <TargetName target={target} names={names} />
      </b>
      <span>
        {names.questionOf(feature)}{' '}
        <span class={`feature-sign f-${before}`}>{FEATURE_STATES[before].word}</span> before,{' '}
        <span class={`feature-sign f-${after}`}>{FEATURE_STATES[after].word}</span> now
        {issue !== null && (
          <>
            , <a href={issue}>issue</a>
          </>
        )}
      </span>
    </li>
  );
}
