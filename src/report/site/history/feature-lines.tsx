/** @jsxRuntime automatic @jsxImportSource preact */
/** The features of one target over the nights, a line each. */
import type { Feature } from '../../../features/deciding/feature.ts';
import { FEATURE_STATES } from '../../../features/deciding/states.ts';
import { FEATURES } from '../../../features/deciding/table.ts';
import { type FeatureStrip, STATE_OF_LETTER } from '../../../results/history/feature.ts';
import type { TargetHistory } from '../../../results/history/page.ts';
import { plural } from '../../../text/quantities.ts';
import { Scrolling } from '../parts.tsx';
import { absenceAt, dateAfter, standingAt } from './spells.ts';
import { StripPicture } from './strip.tsx';

export function FeatureLines({ features, days: { from, to } }: Pick<TargetHistory, 'features' | 'days'>) {
  const rows = FEATURES.filter(({ id }) => /[WABU]/u.test(features[id] ?? ''));
  if (rows.length === 0) return null;
  const steady = rows.filter(({ id }) => !/[ABU]/u.test(features[id] ?? ''));
  const others = rows.filter((feature) => !steady.includes(feature));
  const shared = { features, from, to };
  return (
    <section>
      <h2 id="features">Features</h2>
      {others.length > 0 && <Lines label="Features by nights" rows={others} {...shared} />}
      {steady.length > 0 && (
        <details class="folded" open={others.length === 0}>
          <summary>
            {plural(steady.length, 'feature')} {steady.length === 1 ? 'works' : 'work'} in every night that
            could tell
          </summary>
          <Lines label="Features that work in every night" rows={steady} {...shared} />
        </details>
      )}
    </section>
  );
}

function Lines({
  label,
  rows,
  features,
  from,
  to,
}: {
  label: string;
  rows: readonly Pick<Feature, 'id' | 'question'>[];
  features: TargetHistory['features'];
  from: string;
  to: string;
}) {
  return (
    <Scrolling label={label}>
      <table class="history">
        <thead>
          <tr>
            <th scope="col">Feature</th>
            <th scope="col">Every night</th>
            <th scope="col">On {to}</th>
            <th scope="col">How long</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, question }) => (
            <tr>
              <th scope="row">{question}</th>
              <Line strip={features[id] ?? ''} from={from} />
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

function Line({ strip, from }: { strip: FeatureStrip; from: string }) {
  const last = strip.length - 1;
  const state = STATE_OF_LETTER[strip[last] ?? ''];
  const drawn = drawnStrip(strip);
  return (
    <>
      <td>
        <StripPicture strip={drawn} />
      </td>
      <td>
        {state === undefined ? (
          <span class="badge no-data">{absenceAt(strip, last)}</span>
        ) : (
          <span class={`feature-sign f-${state}`}>{FEATURE_STATES[state].word}</span>
        )}
      </td>
      <td>{sinceText(strip, drawn, from)}</td>
    </>
  );
}

function sinceText(strip: FeatureStrip, drawn: string, from: string): string {
  const standing = standingAt(drawn, strip.length - 1);
  if (standing === null) return 'no data yet';
  const { day, since, always } = standing;
  if (day === strip.length - 1) {
    return always ? `since the first night, ${dateAfter(from, since)}` : `since ${dateAfter(from, since)}`;
  }
  const state = STATE_OF_LETTER[strip[day] ?? ''];
  return `last: ${state === undefined ? 'told' : FEATURE_STATES[state].word}, ${dateAfter(from, day)}`;
}

/** Drawn as the verdicts are: what is broken as tall as a MUST that fails. */
function drawnStrip(strip: FeatureStrip): string {
  return [...strip].map((letter) => DRAWN_AS[letter] ?? letter).join('');
}

const DRAWN_AS: Readonly<Record<string, string>> = { W: 'P', A: 'S', B: 'M', U: 'U' };
