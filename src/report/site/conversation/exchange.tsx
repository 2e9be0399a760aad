/** @jsxRuntime automatic @jsxImportSource preact */
/** One exchange: the request beside the assembled answer, then the answer as it came. */

import { exchangeAnchor, type Root } from '../../../results/page-addresses.ts';
import type { RunRecord } from '../../../results/results.ts';
import { duration, plural } from '../../../text/quantities.ts';
import { Badge, Pieces, Text } from '../parts.tsx';
import { FindingCards } from './findings.tsx';
import { Headers } from './headers.tsx';
import { RequestSection } from './request.tsx';
import type { BodyModel, ExchangeModel } from './timeline.ts';
import type { ShownAttempt } from './timeline-attempts.ts';
import { Timeline } from './timeline-view.tsx';
import { TurnSection } from './turn.tsx';

export function ExchangeSection({
  run,
  exchange,
  root,
  hasCopy,
}: {
  run: RunRecord;
  exchange: ExchangeModel;
  root: Root;
  /** True if there is a copy of the recording beside the page. */
  hasCopy: boolean;
}) {
  const { number, unsent, trouble } = exchange;
  return (
    <section class="exchange" id={exchangeAnchor(number)} aria-labelledby={`${exchangeAnchor(number)}.title`}>
      <header>
        <h2 id={`${exchangeAnchor(number)}.title`}>Exchange {number}</h2>
        <p class="line">
          <b>
            <Text value={exchange.method} longest={60} />
          </b>{' '}
          <code>
            <Text value={exchange.url} longest={300} />
          </code>
        </p>
        <Outcome exchange={exchange} />
      </header>
      {exchange.attempt !== null && <AttemptLine attempt={exchange.attempt} />}
      {unsent !== null && (
        <p class="notice">
          <Badge sign="inconclusive">not sent</Badge> This request never left: <Text value={unsent} />.
        </p>
      )}
      {trouble !== null && (
        <p class="notice">
          <b>No answer to read.</b> <Text value={trouble} />
        </p>
      )}
      <div class="sides">
        <RequestSection exchange={exchange} />
        <TurnSection turn={exchange.turn} exchange={number} />
      </div>
      <FindingCards run={run} findings={exchange.requestFindings} root={root} />
      <FindingCards run={run} findings={exchange.answerFindings} root={root} anchored />
      <Answer run={run} exchange={exchange} root={root} hasCopy={hasCopy} />
    </section>
  );
}

function Outcome({ exchange: { response, unsent, ms, answer } }: { exchange: ExchangeModel }) {
  if (unsent !== null) return null;
  const facts = [
    response === null ? 'no response arrived' : plural(response.bytes, 'byte'),
    ...(answer.kind === 'stream' ? [plural(answer.events, 'event')] : []),
    ...(ms === null ? [] : [duration(ms)]),
  ];
  return (
    <p class="outcome">
      {response !== null && (
        <b class={response.status < 300 ? 'status' : 'status refused'}>{response.status}</b>
      )}{' '}
      {facts.join(' · ')}
    </p>
  );
}

function AttemptLine({ attempt: { number, of, sentAgainAfter, before } }: { attempt: ShownAttempt }) {
  return (
    <p class="attempt">
      <b>
        Attempt {number} of {of}
      </b>
      {sentAgainAfter !== null && (
        <>
          , sent again after <Text value={sentAgainAfter} longest={200} />
        </>
      )}
      {before !== null && (
        <>
          , the same request as in <a href={`#${exchangeAnchor(before)}`}>exchange {before}</a>
        </>
      )}
    </p>
  );
}

function Answer({
  run,
  exchange: { number, answer, response },
  root,
  hasCopy,
}: {
  run: RunRecord;
  exchange: ExchangeModel;
  root: Root;
  hasCopy: boolean;
}) {
  if (response === null) return null;
  return (
    <section class="panel answer" aria-label={`Answer of exchange ${number}`}>
      <div class="answer-head">
        <h3>{answer.kind === 'stream' ? 'Answer, event by event' : 'Answer'}</h3>
        <details class="fold" open={response.markedHeaders.size > 0}>
          <summary>
            {plural(response.headers.length, 'header')}{' '}
            <span class="quiet">
              <Text value={response.mediaType ?? 'no media type recorded'} longest={100} />
            </span>
          </summary>
          <Headers headers={response.headers} marked={response.markedHeaders} />
        </details>
      </div>
      {answer.kind === 'stream' && (
        <Timeline run={run} stream={answer} exchange={number} root={root} hasCopy={hasCopy} />
      )}
      {answer.kind === 'body' && (
        <>
          <FindingCards run={run} findings={answer.findings} root={root} />
          <Body label={`Response body of exchange ${number}`} body={answer.body} />
        </>
      )}
    </section>
  );
}

function Body({ label, body }: { label: string; body: BodyModel }) {
  if (body.bytes === 0) return <p class="quiet">The body is empty.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
    <section class="body" tabIndex={0} aria-label={label}>
      <Pieces pieces={body.pieces} />
    </section>
  );
}
