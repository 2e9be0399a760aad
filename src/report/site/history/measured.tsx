/** @jsxRuntime automatic @jsxImportSource preact */
/** What a target's part of one night measured, as the cells of a row. */
import type { TargetPoint } from '../../../results/history/page.ts';
import { thousands } from '../../../text/display.ts';
import { dollars, duration } from '../../../text/quantities.ts';
import { TextList } from '../parts.tsx';

/** The heads of {@link MeasuredCells}. */
export function MeasuredHeads() {
  return (
    <>
      <th scope="col">Served by</th>
      {['Conversations', 'Median time', 'Tokens', 'Cost'].map((name) => (
        <th scope="col" class="number">
          {name}
        </th>
      ))}
    </>
  );
}

export function MeasuredCells({ of }: { of: Omit<TargetPoint, 'date'> }) {
  const { conversations, unsent, complete, upstreams, latency, usage, cost } = of;
  return (
    <>
      <td>
        <TextList values={upstreams} />
      </td>
      <td class="number">
        {conversations}
        {unsent > 0 && `, ${unsent} not sent`}
        {!complete && unsent === 0 && ', partial'}
      </td>
      <td class="number">{latency.ms === null ? '–' : duration(latency.ms)}</td>
      <td class="number">{usage === null ? '–' : thousands(usage.totalTokens)}</td>
      <td class="number">{cost === null ? '–' : dollars(cost)}</td>
    </>
  );
}
