/** @jsxRuntime automatic @jsxImportSource preact */
/** Targets side by side: any two that the reader chooses, and all that serve one model. */
import { COMPARE_DATA_FILE, href, type Root, servingFile } from '../../../results/page-addresses.ts';
import { plainText } from '../../../text/display.ts';
import { plural } from '../../../text/quantities.ts';
import { DIFF_FILE } from '../history/addresses.ts';
import { Text } from '../parts.tsx';
import type { Serving, TargetModel } from '../site-model.ts';
import { ChecksBeside, FeaturesBeside } from './beside.tsx';
import type { ComparedTarget, ComparisonCatalogue } from './data.ts';
import { comparisonModel } from './model.ts';

/** One model as several targets serve it: direct, through a gateway, in several dialects. */
export function ServingPage({
  weights,
  catalogue,
  targets,
  root,
}: {
  weights: string;
  catalogue: ComparisonCatalogue;
  targets: readonly ComparedTarget[];
  root: Root;
}) {
  const model = comparisonModel(catalogue, targets);
  return (
    <>
      <p class="kind">Side by side</p>
      <h1 class="id">
        <Text value={weights} longest={200} />
      </h1>
      <p class="lead">
        One model as {plural(targets.length, 'target')} serve it: the features and the checks on which they
        differ. A check that passes here and has nothing to judge there is no difference. Where the
        conversations are not the same, part of a difference may be theirs.
      </p>
      <ChoiceOfTwo targets={targets} />
      <Place root={root}>
        <h2>What works here and not there</h2>
        {model.features.length === 0 ? (
          <p class="notice">They differ in no feature that was tested on both sides.</p>
        ) : (
          <FeaturesBeside label="Features side by side" rows={model.features} targets={targets} root={root} />
        )}
        <ChecksBeside model={model} root={root} />
      </Place>
    </>
  );
}

/** Any two targets, of whatever models. */
export function ComparePage({
  targets,
  servings,
  hasNights,
  root,
}: {
  /** Those with a conversation. */
  targets: readonly TargetModel[];
  servings: readonly Serving[];
  hasNights: boolean;
  root: Root;
}) {
  return (
    <>
      <h1>Compare two targets</h1>
      <p class="lead">
        Is it safe to switch from one to the other: the features that get worse, that get better and that
        nobody tested there, then the checks on which they differ.
        {hasNights && (
          <>
            {' '}
            What changed at one target from night to night is told by <a href={href(root, DIFF_FILE)}>Diff</a>
            .
          </>
        )}
      </p>
      {targets.length > 1 && <ChoiceOfTwo targets={targets} />}
      <Place root={root}>
        {targets.length < 2 && <p class="notice">This run has no two targets to compare.</p>}
        {servings.length > 0 && <Servings servings={servings} root={root} />}
      </Place>
    </>
  );
}

function Servings({ servings, root }: { servings: readonly Serving[]; root: Root }) {
  return (
    <section>
      <h2>One model, all who serve it</h2>
      <ul class="absences">
        {servings.map(({ weights, targets }) => (
          <li>
            <b>
              <a href={href(root, servingFile(weights))}>
                <Text value={weights} longest={120} />
              </a>
            </b>
            <span>{plural(targets.length, 'target')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The place where the script shows the chosen targets. */
function Place({ root, children }: { root: Root; children: preact.ComponentChildren }) {
  return (
    <div id="comparison" data-root={root} data-source={`${root}${COMPARE_DATA_FILE}`}>
      {children}
    </div>
  );
}

/** For the script. */
function ChoiceOfTwo({ targets }: { targets: readonly { readonly id: string }[] }) {
  return (
    <search aria-label="Choose two targets">
      <form class="choices" data-compares>
        {(['a', 'b'] as const).map((name) => (
          <label>
            <span>{name === 'a' ? 'Switch from' : 'to'}</span>
            <select name={name} autocomplete="off">
              <option value="">choose a target</option>
              {targets.map(({ id }) => (
                <option value={id}>{plainText(id, 80)}</option>
              ))}
            </select>
          </label>
        ))}
        <output aria-live="polite" />
      </form>
    </search>
  );
}
