/** @jsxRuntime automatic @jsxImportSource preact */
/** Since when features are worse, or better, than they were: what broke, and what was repaired. */
import type { FeatureTurn } from '../../../features/deciding/nights.ts';
import { FEATURE_STATES } from '../../../features/deciding/states.ts';
import { FEATURES } from '../../../features/deciding/table.ts';
import {
  featureAnchor,
  href,
  type Root,
  targetFile,
  targetHistoryFile,
} from '../../../results/page-addresses.ts';
import { Text } from '../parts.tsx';
import { nightDiffFile, WORSE_SINCE } from './addresses.ts';

const ROOT: Root = '../';

/** A turn, with what this run knows of it. */
export interface KnownTurn extends FeatureTurn {
  /** Whether this run has the target, which then has a page with the findings. */
  readonly isInRun: boolean;
  /** The issue that the expectations of all its failures name; null where one has none. */
  readonly issue: string | null;
}

const LISTS = [
  ['worse', 'Worse since', WORSE_SINCE],
  ['better', 'Better since', 'better-since'],
  ['ruleChanged', 'Rule changed', 'rule-changed'],
] as const satisfies readonly (readonly [FeatureTurn['kind'], string, string])[];

export function FeatureTurns({ turns }: { turns: readonly KnownTurn[] }) {
  return (
    <section class="changed-features">
      {LISTS.map(([kind, title, id]) => {
        const own = turns.filter((turn) => turn.kind === kind);
        if (own.length === 0 && kind === 'ruleChanged') return null;
        return (
          <>
            <h2 id={id}>
              {title} <span class="tally">{own.length}</span>
            </h2>
            {own.length === 0 && <p class="quiet">No feature.</p>}
            <ul class="absences">
              {own.map((turn) => (
                <Turn turn={turn} />
              ))}
            </ul>
          </>
        );
      })}
    </section>
  );
}

function Turn({
  turn: { target, feature, before, after, since, until, isInRun, issue },
}: {
  turn: KnownTurn;
}) {
  const page = isInRun
    ? href(ROOT, targetFile(target), featureAnchor(feature))
    : href(ROOT, targetHistoryFile(target));
  return (
    <li>
      <b>
        <a href={page}>
          <Text value={target} longest={120} />
        </a>
      </b>
      <span>
        {FEATURES.find(({ id }) => id === feature)?.question ?? feature}{' '}
        <span class={`feature-sign f-${after}`}>{FEATURE_STATES[after].word}</span> since{' '}
        <a href={href(ROOT, nightDiffFile(since))}>
          <time>{since}</time>
        </a>
        , <span class={`feature-sign f-${before}`}>{FEATURE_STATES[before].word}</span> until{' '}
        <time>{until}</time>
        {issue !== null && (
          <>
            , <a href={issue}>issue</a>
          </>
        )}
      </span>
    </li>
  );
}
