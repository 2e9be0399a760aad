/** @jsxRuntime automatic @jsxImportSource preact */
/** How fast a target answered, and what it took. */
import { thousands } from '../../../text/display.ts';
import { dollars, duration, plural } from '../../../text/quantities.ts';
import { Facts, Text } from '../parts.tsx';
import type { TargetModel } from '../site-model.ts';
import { consumptionOf, speedOf } from './latency.ts';

export function Speeds({ target: { conversations } }: { target: TargetModel }) {
  const speeds = speedOf(conversations);
  return (
    <section class="panel">
      <h2>How fast it answers</h2>
      {speeds.length === 0 ? (
        <p class="quiet">The recordings keep no arrival times.</p>
      ) : (
        <table class="plain">
          <caption>Medians, from the moment that the request left</caption>
          <thead>
            <tr>
              <th scope="col">Delivery</th>
              {['Answers', 'First byte', 'First content', 'First call', 'Tokens/s'].map((name) => (
                <th scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {speeds.map(
              ({ delivery, answers, firstByteMs, firstContentMs, firstCallMs, tokensPerSecond }) => (
                <tr>
                  <th scope="row">{delivery}</th>
                  <td class="number">{thousands(answers)}</td>
                  {[firstByteMs, firstContentMs, firstCallMs].map((ms) => (
                    <td class="number">{ms === null ? '–' : duration(ms)}</td>
                  ))}
                  <td class="number">{tokensPerSecond === null ? '–' : tokensPerSecond.toFixed(0)}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      )}
    </section>
  );
}

export function Consumed({ target: { conversations } }: { target: TargetModel }) {
  const { promptTokens, completionTokens, counted, cost, priced, retries, recovered, notSent } =
    consumptionOf(conversations);
  return (
    <section class="panel">
      <h2>What it took</h2>
      <Facts
        rows={[
          [
            `Tokens, reported in ${of(counted, conversations.length)}`,
            counted === 0 ? null : `${thousands(promptTokens)} in, ${thousands(completionTokens)} out`,
          ],
          [`Cost, reported in ${of(priced, conversations.length)}`, priced === 0 ? null : dollars(cost)],
          [
            'Retries',
            retries === 0
              ? 'none'
              : `${plural(retries, 'attempt')} failed; ${plural(recovered, 'conversation')} recovered`,
          ],
          ...[...notSent].map(
            ([reason, count]) =>
              [
                'Not sent',
                <>
                  {plural(count, 'conversation')}: <Text value={reason} longest={120} />
                </>,
              ] as const,
          ),
        ]}
      />
    </section>
  );
}

function of(count: number, all: number): string {
  return count === all
    ? plural(all, 'conversation')
    : `${thousands(count)} of ${plural(all, 'conversation')}`;
}
