/** @jsxRuntime automatic @jsxImportSource preact */
/** The gains and losses of a switch from one target to another. Rendered by the script. */
import { href, type Root, targetFile } from '../../../results/page-addresses.ts';
import { plural } from '../../../text/quantities.ts';
import { Text } from '../parts.tsx';
import { ChecksBeside, FeaturesBeside } from './beside.tsx';
import type { ComparedTarget, ComparisonCatalogue } from './data.ts';
import { comparisonModel, type FeatureBeside, switchModel } from './model.ts';

export function Switch({
  catalogue,
  from,
  to,
  root,
}: {
  catalogue: ComparisonCatalogue;
  from: ComparedTarget;
  to: ComparedTarget;
  root: Root;
}) {
  const targets = [from, to];
  const { worse, better, unknown, same } = switchModel(catalogue, from, to);
  const model = comparisonModel(catalogue, targets);
  const held = model.differing.filter(({ words }) => words.subject === 'provider').length;
  return (
    <>
      <h2>
        From <Name target={from} root={root} /> to <Name target={to} root={root} />
      </h2>
      <p class="lead">
        {worse.length === 0 && unknown.length === 0
          ? 'No feature gets worse, as far as these conversations can tell.'
          : sentenceOf(worse.length, unknown.length)}{' '}
        {better.length > 0 &&
          `${plural(better.length, 'feature')} ${better.length === 1 ? 'gets' : 'get'} better. `}
        {plural(same, 'feature')} {same === 1 ? 'stays as it is' : 'stay as they are'}. They differ on{' '}
        {held === 0 ? 'no check' : plural(held, 'check')} of the provider. Where the conversations are not the
        same, part of a difference may be theirs.
      </p>
      <Group title="Worse after the switch" rows={worse} targets={targets} root={root} />
      <Group title="Better after the switch" rows={better} targets={targets} root={root} />
      <Group title="Not tested after the switch" rows={unknown} targets={targets} root={root} />
      <ChecksBeside model={model} root={root} />
    </>
  );
}

function sentenceOf(worse: number, unknown: number): string {
  const parts = [
    ...(worse === 0 ? [] : [`${plural(worse, 'feature')} ${worse === 1 ? 'gets' : 'get'} worse`]),
    ...(unknown === 0
      ? []
      : [`${plural(unknown, 'feature')} ${unknown === 1 ? 'was' : 'were'} not tested there`]),
  ];
  return `${parts.join(', ')}.`;
}

function Name({ target: { id }, root }: { target: ComparedTarget; root: Root }) {
  return (
    <a class="id" href={href(root, targetFile(id))}>
      <Text value={id} longest={120} />
    </a>
  );
}

function Group({
  title,
  rows,
  ...shared
}: {
  title: string;
  rows: readonly FeatureBeside[];
  targets: readonly ComparedTarget[];
  root: Root;
}) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h3>
        {title} <span class="tally">{rows.length}</span>
      </h3>
      <FeaturesBeside label={title} rows={rows} {...shared} />
    </section>
  );
}
