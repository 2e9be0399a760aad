/** @jsxRuntime automatic @jsxImportSource preact */
/** One comparison: its two sides, then the lists. Rendered at build time, and by the script for any two nights. */
import type { ComponentChildren } from 'preact';
import type { FeatureChanges } from '../../../features/deciding/changes.ts';
import type { RunRecord } from '../../../results/results.ts';
import { instant, plural } from '../../../text/quantities.ts';
import { nightFile, RUN_FILE } from '../history/addresses.ts';
import { daysBetween } from '../history/spells.ts';
import { Facts, Text } from '../parts.tsx';
import { ChangedFeatures } from './features.tsx';
import { DiffLists } from './lists.tsx';
import { type DiffModel, isSame } from './model.ts';
import type { DiffNames } from './names.tsx';

/** Two sides and what changed between them. */
export type Comparison =
  | {
      readonly kind: 'runs';
      /** The relation of the earlier run to this one. */
      readonly name: 'baseline' | 'previous run';
      readonly before: RunRecord;
      readonly after: RunRecord;
      readonly diff: DiffModel;
      readonly features: FeatureChanges;
    }
  | {
      readonly kind: 'nights';
      /** Dates. */
      readonly from: string;
      readonly to: string;
      readonly diff: DiffModel;
      /** Null if one of the nights was recorded without features. */
      readonly features: FeatureChanges | null;
      /** Targets without an answer in the earlier night, each compared with the night of its last answer. */
      readonly afterOutage?: readonly { readonly target: string; readonly from: string }[];
    };

interface ComparedProps {
  readonly comparison: Comparison;
  readonly names: DiffNames;
  /** The content before the lists. */
  readonly children?: ComponentChildren;
}

export function Compared({ comparison, names, children }: ComparedProps) {
  return (
    <div>
      {comparison.kind === 'runs' ? (
        <RunSides comparison={comparison} />
      ) : (
        <NightSides comparison={comparison} />
      )}
      {children}
      {isUnchanged(comparison) ? (
        <p class="notice">
          <b>Nothing changed.</b> Every feature and every verdict is as it was.
        </p>
      ) : (
        <>
          {comparison.features !== null && <ChangedFeatures changes={comparison.features} names={names} />}
          <DiffLists diff={comparison.diff} names={names} />
        </>
      )}
      {comparison.kind === 'nights' && (
        <p class="lead">
          The history keeps for each night how many conversations of a target each check passed and failed, so
          this diff is by target and check. A check is newly passing only where every conversation that it
          applied to passes.
        </p>
      )}
    </div>
  );
}

function isUnchanged({ features, diff }: Comparison): boolean {
  return isSame(diff) && Object.values(features ?? {}).every((changes) => changes.length === 0);
}

function RunSides({
  comparison: { name, before, after },
}: {
  comparison: Extract<Comparison, { kind: 'runs' }>;
}) {
  return (
    <>
      <h1>This run against the {name}</h1>
      <Facts
        rows={[
          [name === 'baseline' ? 'Baseline' : 'Previous run', runWords(before)],
          ['This run', <a href={`../${RUN_FILE}`}>{runWords(after)}</a>],
        ]}
      />
    </>
  );
}

function runWords({ startedAt, mode, suite }: RunRecord) {
  return (
    <>
      {instant(startedAt)}, {mode}, suite <Text value={suite.version} longest={40} />
    </>
  );
}

function NightSides({ comparison: { from, to } }: { comparison: Extract<Comparison, { kind: 'nights' }> }) {
  const days = daysBetween(from, to);
  return (
    <>
      <h1>
        Night of <time>{to}</time> against <time>{from}</time>
      </h1>
      <Facts
        rows={[
          ['Before', <a href={`../${nightFile(from)}`}>the run of {from}</a>],
          ['After', <a href={`../${nightFile(to)}`}>the run of {to}</a>],
          ['Between them', days === 1 ? 'consecutive nights' : plural(days, 'day')],
        ]}
      />
    </>
  );
}
