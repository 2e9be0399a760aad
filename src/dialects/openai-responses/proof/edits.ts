import { type Draft, isDraft } from '../../../answers/script.ts';
import { CALLING, GREETING, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { dialectEdits } from '../../../proof/edits/dialect.ts';
import type { ExchangeEdit } from '../../../proof/edits/edit.ts';
import { respond } from '../../../proof/edits/exchange.ts';
import { onStream, set } from '../../../proof/edits/stream.ts';
import { recodeText } from '../../../proof/edits/wire.ts';
import { codec } from '../codec/codec.ts';
import { numbered } from '../serve/render.ts';
import { service } from '../serve/service.ts';
import { CLOSED, event, OF_PARTS, renumbered, TERMINAL } from './places.ts';

/** The first word, then an error, then response.failed, then [DONE] as a relay sends it. */
export const breakMidstream = onStream((events) => {
  const word = events.findIndex(({ data }) => isDraft(data) && data['type'] === 'response.output_text.delta');
  const [opening] = events;
  if (word === -1 || opening === undefined || !isDraft(opening.data) || !isDraft(opening.data['response'])) {
    throw new Error('the stream is too short to break');
  }
  const error = { code: 'server_error', message: 'The upstream closed the connection' };
  const response = { ...opening.data['response'], status: 'failed', error };
  const kept = events.slice(0, word + 1).map(({ data }) => (isDraft(data) ? data : {}));
  return [
    ...numbered([...kept, { type: 'error', ...error, param: null }, { type: 'response.failed', response }]),
    { lines: [], data: '[DONE]' },
  ];
});

export const edits = dialectEdits({
  codec,
  service,
  idFields: ['call_id'],
  usageField: 'usage',
  argumentsAre: 'text',
  breakMidstream,
});

export const { answer, inOneBody, accept, reissue, forget, rewrite } = edits;

/** Answers with this text and without calls. */
export function says(text: string): ExchangeEdit {
  return answer({ ...GREETING, text });
}

/** Answers with one call with these arguments. */
export function calls(text: string): ExchangeEdit {
  return answer({ ...CALLING, calls: [{ ...WEATHER_CALL, arguments: text }] });
}

/** Answers with one call of `local_time`, which has no required parameters. */
export function callsTime(text: string): ExchangeEdit {
  return answer({ ...CALLING, calls: [{ ...TIME_CALL, arguments: text }] });
}

/** Responds with a conforming error. */
export function refuse(
  status: number,
  message = 'Not now',
  rest: Draft = { type: 'invalid_request_error', param: null, code: null },
): ExchangeEdit {
  return respond(status, { error: { message, ...rest } });
}

/** An event that keeps the connection alive; no reference defines it. */
export const KEEPALIVE = event({ type: 'keepalive' });

/** Turns a text into a refusal, in all its places. */
export const refusal = recodeText((text) =>
  text
    .replaceAll('response.output_text.', 'response.refusal.')
    .replaceAll('"type":"output_text","text":', '"type":"refusal","refusal":')
    .replaceAll('"text":"', '"refusal":"'),
);

/** Adds a copy of the first part after it. */
export const inTwoParts = renumbered(
  onStream((events) => {
    const places = OF_PARTS(events);
    const again = events
      .filter((_, at) => places.includes(at))
      .flatMap(({ data }) => (isDraft(data) ? [event({ ...structuredClone(data), content_index: 1 })] : []));
    return events.toSpliced((places.at(-1) ?? 0) + 1, 0, ...again);
  }),
  set(CLOSED, 'item.content', twice),
  set(TERMINAL, 'response.output[0].content', twice),
);

function twice(content: readonly object[]): object[] {
  return [...content, ...structuredClone(content)];
}
