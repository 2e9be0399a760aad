/** Seeded faults and legal variants of errors: how a provider says that something went wrong. */
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CREDENTIAL } from '../../../proof/dialogues.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { dropHeader, header, respond, status } from '../../../proof/edits/exchange.ts';
import { insertAfter, insertBefore, set, setText } from '../../../proof/edits/stream.ts';
import { event } from '../serve/render.ts';
import { onHeaders } from './headers.ts';
import { EXCEPTION, START } from './places.ts';

const TYPE = 'x-amzn-ErrorType';

export const errors: Table = [
  faults('errors/shape', 'refused-400/buffered', {
    'errors/message-missing': ['the error has no message', [dropBody('message')]],
    'errors/of-chat': [
      'the message stands in an object error',
      [respond(400, { error: { message: 'Too large' } })],
    ],
    'errors/message-as-object': ['the message is an object', [setBody('message', { text: 'Too large' })]],
  }),
  variants('errors/shape', 'refused-400/buffered', {
    'errors/message-empty': ['the message is empty', [setBody('message', '')]],
    'errors/of-aws': [
      'AWS refuses before Bedrock is reached, with a capital letter',
      [respond(400, { Message: 'The key is not valid.' })],
    ],
  }),
  faults('errors/type', 'refused-400/buffered', {
    'errors/of-no-type': ['the error does not say which it is', [dropHeader(TYPE)]],
    'errors/type-of-another-status': [
      'a 400 has the type of a throttled request',
      [header(TYPE, 'ThrottlingException')],
    ],
  }),
  faults('errors/type', 'refused-429/streaming', {
    'errors/status-of-another-type': ['a throttled request is met by 503', [status(503)]],
  }),
  variants('errors/type', 'refused-400/buffered', {
    'errors/type-in-the-body': [
      'the type stands in the body, with its namespace',
      [dropHeader(TYPE), setBody('__type', 'com.amazon.bedrock#ValidationException')],
    ],
    'errors/type-of-the-gate': ['the type is none of Bedrock', [header(TYPE, 'SerializationException')]],
  }),
  variants('errors/type', 'refused-429/buffered', {
    'errors/no-header-recorded': [
      'the recording kept the media type, and no other header',
      [
        dropHeader(TYPE),
        dropHeader('x-amzn-RequestId'),
        dropHeader('X-Request-Id'),
        dropHeader('Retry-After'),
      ],
      { outcome: 'inconclusive' },
    ],
  }),
  faults('errors/request-id', 'refused-400/buffered', {
    'errors/without-an-id': ['an error has no id of its request', [dropHeader('x-amzn-RequestId')]],
  }),
  variants('errors/request-id', 'refused-429/buffered', {
    'errors/id-in-capitals': [
      'the header of the id is in capitals',
      [header('X-AMZN-REQUESTID', 'b2b7c5d1')],
    ],
  }),
  faults('errors/not-in-200', 'text/buffered', {
    'errors/message-in-a-200': ['a 200 brings the body of an error', [respond(200, { message: 'Not now' })]],
  }),
  faults('errors/midstream', 'midstream-error/streaming', {
    'errors/text-in-the-stream': [
      'the payload of the exception is text',
      [setText(EXCEPTION, 'upstream closed')],
    ],
    'errors/no-message-in-the-stream': ['the exception has no message', [set(EXCEPTION, 'message', null)]],
    'errors/exception-of-another-name': [
      'the exception has a name that nobody knows',
      [
        onHeaders(EXCEPTION, (lines) =>
          lines.map((line) => line.replace('serviceUnavailableException', 'upstreamClosed')),
        ),
      ],
    ],
    'errors/stream-goes-on': [
      'the stream goes on after its exception',
      [insertAfter(EXCEPTION, event('messageStop', { stopReason: 'end_turn' }))],
    ],
  }),
  variants('errors/midstream', 'midstream-error/streaming', {
    'errors/model-broke': [
      'the model broke, and the exception says what its status would have been',
      [
        onHeaders(EXCEPTION, (lines) =>
          lines.map((line) => line.replace('serviceUnavailableException', 'modelStreamErrorException')),
        ),
        set(EXCEPTION, 'originalStatusCode', 424),
      ],
    ],
    'errors/new-event-before': [
      'an event that nobody knows comes before',
      [insertBefore(START, event('opened', {}))],
    ],
  }),
  faults('errors/no-secret', 'text/streaming', {
    'errors/key-in-a-comment': [
      'a header of a frame repeats the key',
      [onHeaders(START, (lines) => [...lines, `:debug: ${CREDENTIAL}`])],
    ],
  }),
];
