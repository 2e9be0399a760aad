/** @jsxRuntime automatic @jsxImportSource preact */
/** What each feature asks, and what decides it. */
import type { Deciding, Feature } from '../../../features/deciding/feature.ts';
import { FEATURES } from '../../../features/deciding/table.ts';
import { featureAnchor } from '../../../results/page-addresses.ts';

export function AboutFeatures() {
  return (
    <section class="about-features">
      <h1>What each feature asks</h1>
      <p class="lead">
        A feature is broken where a check that it rests on fails for the provider, and works but awkwardly
        where a lesser one fails. What the model’s sampling does breaks no feature: it is shown as a rate.
      </p>
      <dl>
        {FEATURES.map((feature) => (
          <div id={featureAnchor(feature.id)}>
            <dt>
              <b>{feature.question}</b> <code>{feature.id}</code>
            </dt>
            <dd>
              Asked by {feature.scenarios === 'all' ? 'every scenario' : feature.scenarios.join(', ')}. Broken
              by {decidingText(feature.breaks, 'MUST')}.
              {feature.awkward.length > 0 && <> Awkward by {decidingText(feature.awkward, 'SHOULD')}.</>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function decidingText(deciding: Feature['breaks'], rest: string): string {
  if (deciding === 'rest') return `any other check at ${rest}`;
  return deciding.map(oneText).join('; ');
}

function oneText({ checks, levels, subject }: Deciding): string {
  const level = levels.length === 1 ? ` at ${levels[0]}` : '';
  return `${checks.join(', ')}${level}${subject === 'model' ? ' (the model)' : ''}`;
}
