/** @jsxRuntime automatic @jsxImportSource preact */
/** A streamed answer as a timeline: one row an event, with the waits between them to scale. */

import { exchangeAnchor, type Root } from '../../../results/page-addresses.ts';
import type { RunRecord } from '../../../results/results.ts';
import { thousands } from '../../../text/display.ts';
import { plural } from '../../../text/quantities.ts';
import { Pieces, Text } from '../parts.tsx';
import { Arrivals, arrivalTime, Track } from './arrivals.tsx';
import { FindingCards } from './findings.tsx';
import type { Addition } from './timeline-additions.ts';
import type { ArrivalSpan } from './timeline-arrivals.ts';
import type { EventModel } from './timeline-event.ts';
import { isAmiss, type StreamModel } from './timeline-events.ts';
import type { CommentsRow, FoldedRow, LeftOutRow, TimelineRow } from './timeline-rows.ts';
import { withBreaks } from './turn.tsx';

/** The data that every row of a timeline needs. */
interface Frame {
  readonly run: RunRecord;
  readonly exchange: number;
  readonly root: Root;
  /** The arrival of the last byte, in milliseconds; null without times. */
  readonly end: number | null;
  readonly hasCopy: boolean;
}

export function Timeline({
  stream,
  ...rest
}: Omit<Frame, 'end'> & {
  stream: StreamModel;
}) {
  const frame: Frame = { ...rest, end: stream.arrivals?.end ?? null };
  return (
    <>
      {stream.arrivals === null ? (
        <p class="quiet">The recording kept no arrival times: when each event came is unknown.</p>
      ) : (
        <Arrivals arrivals={stream.arrivals} exchange={frame.exchange} />
      )}
      {stream.events === 0 && <p class="quiet">No event came.</p>}
      <ol
        class={frame.end === null ? 'timeline' : 'timeline timed'}
        aria-label={`Events of exchange ${frame.exchange}`}
      >
        {stream.rows.map((row) => (
          <Row row={row} frame={frame} />
        ))}
      </ol>
    </>
  );
}

function Row({ row, frame }: { row: TimelineRow; frame: Frame }) {
  switch (row.kind) {
    case 'event':
      return <Event event={row.event} frame={frame} />;
    case 'comments':
      return <Comments row={row} frame={frame} />;
    case 'run':
      return <Folded row={row} frame={frame} />;
    case 'left-out':
      return <LeftOut row={row} frame={frame} />;
  }
}

function Event({ event, frame }: { event: EventModel; frame: Frame }) {
  const { number, arrival, findings, data, excerpt, length, adds, offset } = event;
  const isWhole = length === excerpt.length && adds.length === 0 && findings.length === 0;
  const what = <What event={event} />;
  return (
    <li
      class={isAmiss(findings) ? 'row event marked' : 'row event'}
      id={`${exchangeAnchor(frame.exchange)}-${number}`}
    >
      <b class="ordinal">{number}</b>
      <When span={arrival && { from: arrival.at - arrival.wait, to: arrival.at }} end={frame.end} />
      <div class="what">
        <div class="data-and-findings">
          {isWhole ? (
            <p class="adds">{what}</p>
          ) : (
            <details open={isAmiss(findings)}>
              <summary class="adds">{what}</summary>
              <code class="data">
                <Pieces pieces={data} />
              </code>
              <p class="offset">from byte {thousands(offset)}</p>
            </details>
          )}
          {findings.length > 0 && (
            <div>
              <FindingCards run={frame.run} findings={findings} root={frame.root} />
            </div>
          )}
        </div>
      </div>
    </li>
  );
}

/** An event in short: what it adds to the answer, or how it begins. */
function What({ event: { marks, name, adds, terminated, excerpt, length } }: { event: EventModel }) {
  return (
    <>
      {marks.map((mark) => (
        <span class="mark-name">{mark}</span>
      ))}
      {name !== null && (
        <span>
          <b>event</b> <Text value={name} longest={100} />
        </span>
      )}
      {adds.map((addition) => (
        <Added addition={addition} />
      ))}
      {adds.length === 0 && (
        <code class="excerpt">
          <Text value={length > excerpt.length ? `${excerpt}…` : excerpt} longest={200} />
        </code>
      )}
      {!terminated && <span class="turn-error">not terminated by a blank line</span>}
    </>
  );
}

function Added({ addition: { kind, choice, call, text } }: { addition: Addition }) {
  const whose = [call === null ? '' : ` ${call}`, choice === null ? '' : ` of choice ${choice}`].join('');
  return (
    <span class={`adds-${kind}`}>
      <b>
        {kind}
        {whose}
      </b>{' '}
      <Text value={kind === 'text' || kind === 'arguments' ? `“${withBreaks(text)}”` : text} longest={300} />
    </span>
  );
}

/** The arrival and the wait before it, in words and to scale; nothing without times. */
function When({ span, end }: { span: ArrivalSpan | null; end: number | null }) {
  if (end === null) return null;
  if (span === null) return <span class="when quiet">unknown</span>;
  const { from, to } = span;
  return (
    <span class="when">
      <span class="at">{arrivalTime(to)}</span>
      <span class="wait">{to > from ? `+${arrivalTime(to - from)}` : 'same time'}</span>
      <Track from={from} to={to} end={end} />
    </span>
  );
}

function Comments({ row: { texts, count, span }, frame }: { row: CommentsRow; frame: Frame }) {
  const shown = texts.reduce((sum, each) => sum + each.count, 0);
  return (
    <li class="row comments">
      <b class="ordinal" aria-hidden="true">
        :
      </b>
      <When span={span} end={frame.end} />
      <p class="adds">
        {texts.map((each) => (
          <span>
            comment{' '}
            <code>
              <Text value={each.text} longest={200} />
            </code>
            {each.count > 1 && ` × ${thousands(each.count)}`}
          </span>
        ))}
        {count > shown && <span>and {plural(count - shown, 'other comment')}</span>}
      </p>
    </li>
  );
}

/** Folded events: the first as a whole, and only the changed piece of the others. */
function Folded({ row: { first, last, said, span, events }, frame }: { row: FoldedRow; frame: Frame }) {
  const [whole, ...others] = events;
  return (
    <li class="run">
      <details>
        <summary class="row">
          <b class="ordinal">
            {first}–{last}
          </b>
          <When span={span} end={frame.end} />
          <span class="adds">
            <span>{plural(events.length, 'event')} alike</span>
            <Said said={said} />
          </span>
        </summary>
        <ol>
          {whole !== undefined && <Event event={whole} frame={frame} />}
          {others.map((event) => (
            <Alike event={event} frame={frame} />
          ))}
        </ol>
      </details>
    </li>
  );
}

function Alike({ event, frame }: { event: EventModel; frame: Frame }) {
  const { number, arrival, adds, changed } = event;
  return (
    <li class="row event" id={`${exchangeAnchor(frame.exchange)}-${number}`}>
      <b class="ordinal">{number}</b>
      <When span={arrival && { from: arrival.at - arrival.wait, to: arrival.at }} end={frame.end} />
      <p class="adds">
        {adds.map((addition) => (
          <Added addition={addition} />
        ))}
        {adds.length === 0 && (
          <code class="excerpt">
            <Text value={changed} longest={250} />
          </code>
        )}
      </p>
    </li>
  );
}

function LeftOut({ row: { first, last, said, span, comments }, frame }: { row: LeftOutRow; frame: Frame }) {
  return (
    <li class="row left-out">
      <b class="ordinal">
        {thousands(first)}–{thousands(last)}
      </b>
      <When span={span} end={frame.end} />
      <p class="adds">
        <span>
          <b>{plural(last - first + 1, 'event')}</b>
          {comments > 0 && ` and ${plural(comments, 'comment')}`} left out here;{' '}
          {frame.hasCopy ? 'the download has them' : 'the recording has them'}
        </span>
        <Said said={said} />
      </p>
    </li>
  );
}

function Said({ said }: { said: string }) {
  if (said === '') return null;
  return (
    <q>
      <Text value={withBreaks(said)} longest={200} />
    </q>
  );
}
