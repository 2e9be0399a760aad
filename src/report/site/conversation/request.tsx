/** @jsxRuntime automatic @jsxImportSource preact */
/** The request of an exchange: its fields, and its long lists item by item. */
import { exchangeAnchor } from '../../../results/page-addresses.ts';
import { thousands } from '../../../text/display.ts';
import { plural } from '../../../text/quantities.ts';
import { Pieces, Text } from '../parts.tsx';
import { Headers } from './headers.tsx';
import type { ExchangeModel } from './timeline.ts';
import type { RequestItem, RequestList } from './timeline-request.ts';

export function RequestSection({
  exchange: { number, request, requestHeaders },
}: {
  exchange: ExchangeModel;
}) {
  return (
    <section class="panel request" aria-label={`Request of exchange ${number}`}>
      <h3>
        Request <span class="quiet">{plural(request.bytes, 'byte')}</span>
      </h3>
      {request.parts.length === 0 && <p class="quiet">The body is empty.</p>}
      {request.parts.map((part) =>
        part.kind === 'list' ? (
          <List list={part} />
        ) : (
          <code class="data">
            <Pieces pieces={part.pieces} />
          </code>
        ),
      )}
      <details class="fold">
        <summary>{plural(requestHeaders.length, 'header')}</summary>
        <Headers headers={requestHeaders} />
      </details>
    </section>
  );
}

function List({ list: { name, count, asBefore, items, leftOut, open } }: { list: RequestList }) {
  return (
    <details class="list" open={open}>
      <summary>
        <code>
          <Text value={name} longest={60} />
        </code>{' '}
        <span class="quiet">{plural(count, 'item')}</span>
      </summary>
      <ol>
        {asBefore !== null && (
          <li class="quiet">
            {asBefore.count === 1 ? '1' : `1 to ${thousands(asBefore.count)}`} as in{' '}
            <a href={`#${exchangeAnchor(asBefore.exchange)}`}>exchange {asBefore.exchange}</a>
          </li>
        )}
        {items.map((item) => (
          <Item item={item} />
        ))}
        {leftOut > 0 && <li class="quiet">{plural(leftOut, 'item')} left out here</li>}
      </ol>
    </details>
  );
}

function Item({ item: { number, excerpt, pieces, marked } }: { item: RequestItem }) {
  const data = (
    <code class="data">
      <Pieces pieces={pieces} />
    </code>
  );
  return (
    <li class={marked ? 'marked' : ''}>
      <b class="ordinal">{number}</b>
      {excerpt === null ? (
        data
      ) : (
        <details>
          <summary>
            <span class="vh">Item {number} </span>
            <code>
              <Text value={`${excerpt}…`} longest={200} />
            </code>
          </summary>
          {data}
        </details>
      )}
    </li>
  );
}
