/** Seeded faults and legal variants of errors: how a provider reports a failure. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { dropHeader, header, respond } from '../../../proof/edits/exchange.ts';
import { drop, insertAfter, insertBefore, remove, set } from '../../../proof/edits/stream.ts';
import { breakOff, firstHalf, recodeText } from '../../../proof/edits/wire.ts';
import { event } from '../serve/render.ts';
import { edits, onBedrock, onVertex, refuse } from './edits.ts';
import { ERROR, START } from './places.ts';

const ERROR_LINE = /event: error\ndata: .*/u;

export const errors: Table = [
  faults('errors/shape', 'refused-400/buffered', {
    'errors/of-bedrock-without-a-message': [
      "Bedrock's error has no message",
      [onBedrock, respond(400, { error: 'Malformed input request' })],
    ],
    'errors/of-aws-on-vertex': [
      'Vertex AI refuses as AWS does, with a capital letter',
      [onVertex, respond(403, { error: { code: 403, Message: 'Permission denied' } })],
    ],
    'errors/of-google-elsewhere': [
      "Anthropic's own API refuses as Google does",
      [respond(403, { error: { code: 403, message: 'Permission denied', status: 'PERMISSION_DENIED' } })],
    ],
  }),
  faults('errors/type', 'refused-400/buffered', {
    'errors/unknown-type-on-vertex': [
      'an error on Vertex AI has a type of no reference',
      [onVertex, setBody('error.type', 'bad_request')],
    ],
  }),
  faults('errors/midstream', 'midstream-error/streaming', {
    'errors/untyped-event': ['the event of the error has no type', [drop(ERROR, 'type')]],
    'errors/misnamed-event': [
      'the event of the error has the name of another',
      [recodeText((text) => text.replace('event: error', 'event: failure'))],
      { alsoFails: { 'events/named': 'name and type differ' } },
    ],
  }),
  faults('events/named', 'midstream-error/streaming', {
    'events/error-without-a-name': [
      'the event of the error has no name',
      [recodeText((text) => text.replace('event: error\n', ''))],
    ],
  }),
  faults('errors/none-midstream', 'text/streaming', {
    'errors/in-a-stream-without-a-start': [
      'the stream turns into an error, and never said message_start',
      [edits.breakMidstream, remove(START)],
    ],
  }),
  variants('errors/request-id', 'refused-400/buffered', {
    'errors/no-headers-recorded': [
      'the recording kept no headers',
      [dropBody('request_id'), dropHeader('X-Request-Id')],
      { outcome: 'inconclusive' },
    ],
  }),
  faults('errors/shape', 'refused-400/buffered', {
    'errors/of-chat': ['the error lacks the type error around it', [dropBody('type')]],
  }),
  variants('errors/shape', 'refused-400/buffered', {
    'errors/of-bedrock': [
      "Bedrock's error has its message at the top",
      [onBedrock, respond(400, { message: 'Malformed input request' })],
    ],
    'errors/of-aws': [
      'AWS refuses before Bedrock is reached, with a capital letter',
      [onBedrock, respond(403, { Message: 'The key is not valid.' })],
    ],
    'errors/of-google': [
      'Vertex AI refuses before the model is reached',
      [
        onVertex,
        respond(403, { error: { code: 403, message: 'Permission denied', status: 'PERMISSION_DENIED' } }),
      ],
    ],
  }),
  faults('errors/not-in-200', 'text/buffered', {
    'errors/of-chat-in-a-200': [
      'a 200 brings the error of another dialect',
      [respond(200, { error: { message: 'Not now', code: 502 } })],
    ],
  }),
  faults('errors/midstream', 'midstream-error/streaming', {
    'errors/flat-in-the-stream': [
      'the event of the error has its message at the top, and no type',
      [recodeText((text) => text.replace(ERROR_LINE, 'event: error\ndata: {"message":"Overloaded"}'))],
    ],
    'errors/word-in-the-stream': [
      'the data of the error is a word',
      [recodeText((text) => text.replace(ERROR_LINE, 'event: error\ndata: overloaded'))],
    ],
    'errors/midstream-untyped': [
      'the error of the stream has no type',
      [set(ERROR, 'error', { message: 'Overloaded' })],
    ],
    'errors/unframed': [
      'the error stands in the stream as it is, and no event carries it',
      [recodeText((text) => text.replace('event: error\ndata: ', ''))],
    ],
    'errors/unframed-of-a-gateway': [
      'the words of a gateway stand in the place of the error',
      [recodeText((text) => text.replace(ERROR_LINE, '{"message":"The upstream is gone"}'))],
    ],
    'errors/stream-goes-on': [
      'the stream goes on after its error',
      [insertAfter(ERROR, event('message_stop', {}))],
    ],
  }),
  variants('errors/midstream', 'midstream-error/streaming', {
    'errors/ping-after-the-error': ['a ping follows the error', [insertAfter(ERROR, event('ping', {}))]],
    'errors/done-after-the-error': [
      'nothing but a ping comes before the error',
      [insertBefore(ERROR, event('ping', {}))],
    ],
  }),
  faults('errors/type', 'refused-429/streaming', {
    'errors/type-of-another-status': [
      'a 429 has the type of an overloaded server',
      [setBody('error.type', 'overloaded_error')],
    ],
  }),
  faults('errors/type', 'refused-400/buffered', {
    'errors/unknown-type': ['a 400 has a type of no reference', [setBody('error.type', 'bad_request')]],
  }),
  variants('errors/type', 'refused-400/buffered', {
    'errors/status-of-no-type': [
      'a 418 has a type of its own',
      [refuse(418, 'teapot_error')],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('errors/request-id', 'refused-400/buffered', {
    'errors/without-an-id': ['an error has no id of its request', [dropBody('request_id')]],
    'errors/without-an-id-in-a-coding-cut-off': [
      'the recording has the compressed body of a 400 without its end, and the whole error in it, without an id',
      [dropBody('request_id'), breakOff('cut-in-a-coding')],
      { unserved: 'it takes a recorder that cuts what it keeps' },
    ],
  }),
  variants('errors/request-id', 'refused-400/buffered', {
    'errors/id-in-a-header': [
      'the id of the request stands in a header',
      [dropBody('request_id'), header('request-id', 'req_01')],
    ],
    'errors/id-behind-the-cut': [
      'the recording has half of the compressed body of the 400, and the id may stand in the other half',
      [recodeText(firstHalf), breakOff('cut-in-a-coding')],
      { outcome: 'inconclusive' },
    ],
    'errors/id-in-a-header-of-a-body-cut-off': [
      'the recording has half of the compressed body of the 400, and the id of the request stands in a header',
      [header('request-id', 'req_01'), recodeText(firstHalf), breakOff('cut-in-a-coding')],
    ],
  }),
];
