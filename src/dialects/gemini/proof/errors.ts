/** Seeded faults and legal variants of errors. */

import type { Draft } from '../../../answers/script.ts';
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import type { ExchangeEdit } from '../../../proof/edits/edit.ts';
import { dropHeader, respond } from '../../../proof/edits/exchange.ts';
import { CHUNKS, insertAfter, last, set } from '../../../proof/edits/stream.ts';
import { breakOff, firstHalf, recodeText } from '../../../proof/edits/wire.ts';
import { refuse } from './edits.ts';
import { ERROR, withQuery } from './places.ts';

const INVALID = { code: 400, message: 'No', status: 'INVALID_ARGUMENT' };

/** Responds with status 429 and this detail. */
function throttledWith(detail: Draft): ExchangeEdit {
  return refuse(429, {
    code: 429,
    message: 'Too many requests.',
    status: 'RESOURCE_EXHAUSTED',
    details: [detail],
  });
}

export const errors: Table = [
  faults('errors/shape', 'refused-400/buffered', {
    'errors/message-a-list': [
      'the message of an error is a list',
      [refuse(400, { ...INVALID, message: ['No'] })],
    ],
  }),
  faults('errors/shape', 'refused-400/streaming', {
    'errors/array-beside-events': [
      'server-sent events were asked for, and the refusal comes in an array',
      [respond(400, JSON.stringify([{ error: INVALID }]))],
    ],
  }),
  variants('errors/shape', 'refused-400/streaming', {
    'errors/array-of-one': [
      'a stream in an array was asked for, and the refusal comes in an array of one',
      [withQuery('?prettyPrint=false'), respond(400, JSON.stringify([{ error: INVALID }]))],
    ],
  }),
  faults('errors/code', 'refused-400/buffered', {
    'errors/code-as-text': ['the code is text', [refuse(400, { ...INVALID, code: '400' })]],
  }),
  variants('errors/code', 'refused-400/streaming', {
    'errors/code-in-an-array': [
      'the code stands in an array of one',
      [
        withQuery('?prettyPrint=false'),
        respond(400, JSON.stringify([{ error: { ...INVALID, details: [] } }])),
      ],
    ],
  }),
  faults('errors/status', 'refused-400/buffered', {
    'errors/status-in-words': [
      'the status is no canonical code',
      [refuse(400, { ...INVALID, status: 'Bad Request' })],
    ],
  }),
  variants('errors/status', 'refused-400/buffered', {
    'errors/status-exhausted': [
      'the status is another canonical code',
      [refuse(400, { ...INVALID, status: 'FAILED_PRECONDITION' })],
    ],
  }),
  variants('errors/none-midstream', 'text/streaming', {
    'errors/null-in-every-chunk': ['the error of a chunk is null', [set(last(CHUNKS), 'error', null)]],
  }),
  faults('errors/midstream', 'midstream-error/streaming', {
    'errors/array-in-the-stream': [
      'the error of a stream stands in an array',
      [recodeText((text) => text.replace(/data: (\{"error".*)/u, 'data: [$1]'))],
    ],
    'errors/flat-in-a-named-event': [
      'the error is an event of that name, with the message at the top',
      [recodeText((text) => text.replace(/data: \{"error".*/u, 'event: error\ndata: {"message":"Gone"}'))],
    ],
    'errors/stream-goes-on': [
      'the stream goes on after its error',
      [insertAfter(ERROR, { usageMetadata: { promptTokenCount: 70, totalTokenCount: 70 } })],
    ],
  }),
  variants('errors/midstream', 'midstream-error/streaming', {
    'errors/with-details': ['the error of a stream has details', [set(ERROR, 'error.details', [])]],
  }),
  faults('errors/retry-after', 'refused-429/buffered', {
    'errors/retry-info-without-a-time': [
      'a RetryInfo does not say when to retry',
      [throttledWith({ '@type': 'type.googleapis.com/google.rpc.RetryInfo' }), dropHeader('Retry-After')],
    ],
    'errors/delay-of-another-kind': [
      'a detail that is no RetryInfo has a retryDelay',
      [
        throttledWith({ '@type': 'type.googleapis.com/google.rpc.Help', retryDelay: '2s' }),
        dropHeader('Retry-After'),
      ],
    ],
  }),
  variants('errors/retry-after', 'refused-400/buffered', {
    'errors/retry-info-in-a-400': [
      'a 400 has a RetryInfo',
      [setBody('error.details', [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '2s' }])],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('errors/retry-after', 'refused-429/buffered', {
    'errors/retry-info': [
      'a RetryInfo says when to retry',
      [
        throttledWith({ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '2s' }),
        dropHeader('Retry-After'),
      ],
    ],
    'errors/retry-info-behind-the-cut': [
      'the recording has half of the compressed body of the 429, and a RetryInfo may stand in the other half',
      [dropHeader('Retry-After'), recodeText(firstHalf), breakOff('cut-in-a-coding')],
      { outcome: 'inconclusive' },
    ],
  }),
];
