/** Seeded faults and legal variants of errors: how a provider reports a failure. */
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CREDENTIAL } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { dropHeader, header, respond, status } from '../../../proof/edits/exchange.ts';
import { insertAfter, insertBefore, remove, set, setText } from '../../../proof/edits/stream.ts';
import { breakOff, firstHalf, recode, recodeText } from '../../../proof/edits/wire.ts';
import { event } from '../serve/render.ts';
import { edits } from './edits.ts';
import { onHeaders } from './headers.ts';
import { EXCEPTION, START } from './places.ts';

const TYPE = 'x-amzn-ErrorType';

/** Removes all headers except the media type, as some recorders do. */
const UNRECORDED = [TYPE, 'x-amzn-RequestId', 'X-Request-Id', 'Retry-After'].map(dropHeader);

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
  faults('errors/shape', 'retried/buffered', {
    'errors/retried-page': [
      'a 503 before the answer brings an HTML page',
      [respond(503, '<html>Service Unavailable</html>'), header(TYPE, 'ServiceUnavailableException')],
    ],
  }),
  variants('errors/shape', 'refused-400/buffered', {
    'errors/more-than-asked-for': ['the error has fields of the provider', [setBody('request_id', 'req_1')]],
  }),
  faults('errors/no-secret', 'refused-401/buffered', {
    'errors/key-in-the-message': [
      'the message repeats the key',
      [setBody('message', `Incorrect API key provided: ${CREDENTIAL}.`)],
    ],
  }),
  variants('errors/no-secret', 'refused-401/buffered', {
    'errors/key-masked': [
      'the message shows the last four characters of the key',
      [setBody('message', `Incorrect API key provided: ${CREDENTIAL.slice(-4)}.`)],
    ],
  }),
  variants('errors/retry-after', 'refused-429/buffered', {
    'errors/retry-after-not-recorded': [
      'the recording kept the media type, and no other header',
      UNRECORDED,
      { outcome: 'inconclusive' },
    ],
  }),
  faults('errors/type', 'refused-400/buffered', {
    'errors/of-no-type': ['the error does not say which it is', [dropHeader(TYPE)]],
    'errors/of-no-type-in-a-coding-cut-off': [
      'the recording has the compressed body of a 400 without its end, and the whole error in it, without a type',
      [dropHeader(TYPE), breakOff('cut-in-a-coding')],
      { unserved: 'it takes a recorder that cuts what it keeps' },
    ],
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
    'errors/type-behind-the-cut': [
      'the recording has half of the compressed body of the 400, and the type may stand in the other half',
      [dropHeader(TYPE), recodeText(firstHalf), breakOff('cut-in-a-coding')],
      { outcome: 'inconclusive' },
    ],
    'errors/type-of-the-gate': [
      'the type is not one that Bedrock lists',
      [header(TYPE, 'SerializationException')],
    ],
  }),
  variants('errors/type', 'refused-429/buffered', {
    'errors/no-header-recorded': [
      'the recording kept the media type, and no other header',
      UNRECORDED,
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
    'errors/unframed': [
      'the error stands behind the frames as it is',
      [
        remove(EXCEPTION),
        recode((body) => Buffer.concat([body, Buffer.from('{"message":"Try again later"}')])),
      ],
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
    'errors/exception-as-an-event': [
      'the exception is sent as an event of its name',
      [
        onHeaders(EXCEPTION, (lines) =>
          lines.map((line) =>
            line
              .replace(':message-type: exception', ':message-type: event')
              .replace(':exception-type', ':event-type'),
          ),
        ),
      ],
    ],
    'errors/object-as-an-event': [
      'an event of the name error brings the object error of another dialect',
      [insertBefore(EXCEPTION, event('error', { error: { message: 'Try again later' } })), remove(EXCEPTION)],
    ],
    'errors/stream-goes-on': [
      'the stream goes on after its exception',
      [insertAfter(EXCEPTION, event('messageStop', { stopReason: 'end_turn' }))],
    ],
  }),
  variants('errors/request-id', 'refused-400/buffered', {
    'errors/moved-without-an-id': [
      'the request is sent elsewhere, without an id',
      [respond(307, ''), dropHeader('x-amzn-requestid')],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('errors/type', 'refused-400/buffered', {
    'errors/type-with-a-namespace': [
      'the type has its namespace before it and an address behind it, and is one of another status',
      [header('x-amzn-errortype', 'com.amazon.bedrock#ThrottlingException:http://internal.amazon.com/')],
    ],
  }),
  faults('errors/none-midstream', 'text/streaming', {
    'errors/in-a-stream-without-a-start': [
      'the stream turns into an error, and never said messageStart',
      [edits.breakMidstream, remove(START)],
    ],
  }),
  variants('errors/midstream', 'midstream-error/streaming', {
    'errors/of-the-framing': [
      'the error is one of the framing, which has a code and a message in its headers',
      [
        setText(EXCEPTION, ''),
        onHeaders(EXCEPTION, () => [
          ':message-type: error',
          ':error-code: InternalFailure',
          ':error-message: Try again later',
        ]),
      ],
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
