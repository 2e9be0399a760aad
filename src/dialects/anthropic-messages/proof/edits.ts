/** Edits that use the field names of the Messages API. */
import { AWS_EVENT_STREAM, frameOf } from '../../../evidence/frames/aws-event-stream.ts';
import { dialectEdits } from '../../../proof/edits/dialect.ts';
import { type ExchangeEdit, responseOf } from '../../../proof/edits/edit.ts';
import { header, respond } from '../../../proof/edits/exchange.ts';
import { breakAfter } from '../../../proof/edits/stream.ts';
import { recode } from '../../../proof/edits/wire.ts';
import { codec } from '../codec/codec.ts';
import { event } from '../serve/render.ts';
import { service } from '../serve/service.ts';

/** Responds with a conforming error of this type. */
export function refuse(status: number, type: string, message = 'Not now'): ExchangeEdit {
  return respond(status, { type: 'error', error: { type, message }, request_id: 'req_Vb7Nq2Lx9Kd4' });
}

/** The provider refuses its own signature as invalid. */
export const refuseSignature = refuse(
  400,
  'invalid_request_error',
  'messages.1.content.0: Invalid `signature` in `thinking` block',
);

/** The provider claims that its own thought was modified. */
export const refuseThought = refuse(
  400,
  'invalid_request_error',
  'messages.1.content.0: `thinking` blocks in the latest assistant message cannot be modified',
);

/** An error event within a stream. */
export const OVERLOADED = event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } });

export const edits = dialectEdits({
  codec,
  service,
  idFields: ['id', 'tool_use_id'],
  usageField: 'usage',
  argumentsAre: 'object',
  breakMidstream: breakAfter(3, OVERLOADED),
  idOf: (id) => id.replace(/^call_/u, 'toolu_'),
});

export const { answer, inOneBody, accept, issue, reissue, forget, goOn, rewrite, idOf } = edits;

const MODEL_PATH = 'https://bedrock-runtime.us-east-1.amazonaws.com/model/conforming-1/invoke';

/** Sends the request to Bedrock: the path replaces some body members, and a stream comes in frames. */
export const onBedrock: ExchangeEdit = (exchange) => {
  const { stream, model: _, ...request } = exchange.request;
  exchange.request = { ...request, anthropic_version: 'bedrock-2023-05-31' };
  exchange.url = `${MODEL_PATH}${stream === true ? '-with-response-stream' : ''}`;
  if (responseOf(exchange).body.kind !== 'stream') return;
  header('Content-Type', AWS_EVENT_STREAM)(exchange);
  recode((body) => Buffer.concat(framesOf(body.toString('utf8'))))(exchange);
};

/** Sends the request to Vertex AI. */
export const onVertex: ExchangeEdit = (exchange) => {
  const { model: _, ...request } = exchange.request;
  const method = request['stream'] === true ? 'streamRawPredict' : 'rawPredict';
  exchange.request = { ...request, anthropic_version: 'vertex-2023-10-16' };
  exchange.url = `https://region.example/v1/projects/p/locations/l/publishers/anthropic/models/conforming-1:${method}`;
};

/** Wraps each event of a text stream in a frame, as Bedrock does. */
function framesOf(text: string): Uint8Array[] {
  const data = text.split('\n').flatMap((line) => (line.startsWith('data: ') ? [line.slice(6)] : []));
  const headers = {
    ':event-type': 'chunk',
    ':content-type': 'application/json',
    ':message-type': 'event',
  };
  return data.map((json) =>
    frameOf(headers, JSON.stringify({ bytes: Buffer.from(json).toString('base64'), p: 'abcdef' })),
  );
}
