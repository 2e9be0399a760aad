/** errors: a text in the member `error`, whatever carries it. */

import {
  among,
  broken,
  type Finding,
  findingAt,
  HOLDS,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { show } from '../../../text/json-text.ts';
import { decodeText } from '../../../text/wire-text.ts';
import type { OllamaReading } from '../codec/read.ts';

export function refusalShape({ error, body, exchange }: OllamaReading): Judgement {
  if (typeof error?.json['error'] === 'string') return HOLDS;
  const text = decodeText(exchange.response?.body.subarray(0, 300) ?? new Uint8Array());
  const found = error === null ? show(body ?? text) : show(error.json['error']);
  const path = error === null ? '' : 'error';
  return broken({
    event: null,
    path,
    message: 'clients cannot read this error',
    found,
    expected: 'error, a string',
  });
}

/** Any line behind an error is one too many. */
export function midstream({ turn, lastEvent }: OllamaReading): Judgement {
  const [first] = turn.errors;
  if (first === undefined) return NOT_APPLICABLE;
  const faults: Finding[] = turn.errors
    .filter(({ value }) => typeof value !== 'string')
    .map((seen) => findingAt(seen, 'clients cannot read this error', 'a string'));
  if (lastEvent !== null && first.event !== null && lastEvent > first.event) {
    const message = `line ${first.event} was an error, and the stream went on`;
    faults.push({
      event: lastEvent,
      path: '',
      message,
      found: `line ${lastEvent}`,
      expected: 'the end of the stream',
    });
  }
  return among(1, faults);
}
