/** @jsxRuntime automatic @jsxImportSource preact */
/** The features in which targets differ: what works here and not there, before any check. */
import type { FeatureCell } from '../../../features/deciding/cell.ts';
import { cellSentence } from '../../../features/deciding/sentence.ts';
import { FEATURE_STATES } from '../../../features/deciding/states.ts';
import { FEATURES } from '../../../features/deciding/table.ts';
import { featureAnchor, href, type Root, targetFile } from '../../../results/page-addresses.ts';
import type { RunRecord } from '../../../results/results.ts';
import { Scrolling, Text } from '../parts.tsx';
import { ABSENT, differ } from './model.ts';

const ROOT: Root = '../../';

/** The cells of a target, in the order of the features. */
export interface ComparedFeatures {
  readonly target: string;
  readonly cells: readonly FeatureCell[];
}

export function FeaturesBeside({ run, sides }: { run: RunRecord; sides: readonly ComparedFeatures[] }) {
  const rows = FEATURES.flatMap((feature, at) => {
    const cells = sides.flatMap(({ target, cells: own }) => {
      const cell = own[at];
      return cell === undefined ? [] : [{ target, cell }];
    });
    return differ(cells.map(({ cell }) => weightOf(cell))) ? [{ feature, cells }] : [];
  });
  if (rows.length === 0)
    return <p class="notice">They differ in no feature that was tested on both sides.</p>;
  return (
    <Scrolling label="Features side by side">
      <table class="compared">
        <thead>
          <tr>
            <th scope="col">
              <span class="vh">Feature</span>
            </th>
            {sides.map(({ target }) => (
              <th scope="col" data-target={target}>
                <a class="target" href={href(ROOT, targetFile(target))}>
                  <Text value={target} longest={120} />
                </a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ feature, cells }) => (
            <tr>
              <th scope="row">{feature.question}</th>
              {cells.map(({ target, cell }) => (
                <td data-target={target} data-weight={weightOf(cell)}>
                  <a
                    class={`feature-sign f-${cell.state}`}
                    href={href(ROOT, targetFile(target), featureAnchor(feature.id))}
                  >
                    {FEATURE_STATES[cell.state].word}
                  </a>
                  <p class="first quiet">
                    <Text value={cellSentence(run, target, cell)} longest={240} />
                  </p>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

/** What was not tested on one side is no difference. */
function weightOf({ state }: FeatureCell): string {
  return state === 'not-tested' ? ABSENT : state;
}
