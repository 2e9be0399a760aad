/** errors in AWS's format: the message in the body, the type in a header of the response or of a frame. */

import {
  eventsAfter,
  isScrubbed,
  overRefusals,
  statusOf,
  strayErrorFaults,
  unreadable,
} from '../../../checks/errors.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { headerValues } from '../../../evidence/exchange.ts';
import { type AwsFrame, headerText, isFailure } from '../../../evidence/frames/aws-event-stream.ts';
import {
  among,
  broken,
  type Finding,
  findingAt,
  HOLDS,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isFilledText } from '../../../reading/presence.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { parseJson } from '../../../text/wire-text.ts';
import { CONVERSE, OUTPUT, REST_JSON, SDK } from '../authorities.ts';
import type { ConverseReading } from '../codec/read.ts';

export const errors: RulesInDialect<ConverseReading> = {
  'errors/type': {
    title: 'The header x-amzn-errortype says which error it is, and fits the status',
    authority: [
      REST_JSON('The type of an error is in the header x-amzn-errortype, or in the body as __type or code.'),
      CONVERSE('Each error has its status.'),
    ],
    run: (reading) => {
      const { response } = reading.exchange;
      const status = statusOf(reading);
      if (response === null || status < 400) return NOT_APPLICABLE;
      const value = typeOf(reading);
      if (value === undefined) {
        if (isScrubbed(response)) return inconclusive('the recording kept no headers');
        return lacksType(reading);
      }
      // The reference does not list the errors of services in front of Bedrock.
      const due = STATUSES[nameOf(value)];
      if (due === undefined || due === status) return HOLDS;
      const seen = { event: null, path: `headers.${TYPE_HEADER}`, value };
      return broken(
        findingAt(seen, `the status is ${status}`, `an error of this status; this one has ${due}`),
      );
    },
  },
  'errors/request-id': {
    title: 'An error has no header x-amzn-requestid',
    authority: [REST_JSON('Responses have the header x-amzn-requestid.')],
    run: (reading) => {
      const { response } = reading.exchange;
      if (response === null || statusOf(reading) < 400) return NOT_APPLICABLE;
      if (headerValues(response.headers, ID_HEADER) !== undefined) return HOLDS;
      if (isScrubbed(response)) return inconclusive('the recording kept no headers');
      const seen = { event: null, path: `headers.${ID_HEADER}`, value: undefined };
      return broken(findingAt(seen, 'the error has no request id', 'an id of the request'));
    },
  },
};

const TYPE_HEADER = 'x-amzn-errortype';
const ID_HEADER = 'x-amzn-requestid';

/** Not judged on a truncated body, whose missing rest may contain the type. */
const lacksType = overRefusals((): Judgement => {
  const seen = { event: null, path: `headers.${TYPE_HEADER}`, value: undefined };
  return broken(findingAt(seen, 'clients cannot tell which error this is', 'the type of the error'));
});

/** The errors of Converse and ConverseStream. */
const STATUSES: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  InternalServerException: 500,
  ModelErrorException: 424,
  ModelNotReadyException: 429,
  ModelTimeoutException: 408,
  ResourceNotFoundException: 404,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  ValidationException: 400,
};

function typeOf({ exchange: { response }, body }: ConverseReading): Json {
  const [header] = response === null ? [] : (headerValues(response.headers, TYPE_HEADER) ?? []);
  if (isFilledText(header)) return header;
  return isObject(body) ? (body['__type'] ?? body['code']) : undefined;
}

/** Strips the namespace before `#` and the address after `:`. */
function nameOf(type: Json): string {
  const [name = ''] = typeof type === 'string' ? type.split(/[:,]/u, 1) : [];
  return name.slice(name.indexOf('#') + 1);
}

/** AWS may refuse a request before it reaches Bedrock, with `Message`; clients read it like `message`. */
export function refusalShape(reading: ConverseReading): Judgement {
  const { message, Message } = reading.error?.json ?? {};
  const holds = typeof message === 'string' || typeof Message === 'string';
  return holds ? HOLDS : unreadable(reading, 'an object with a string message');
}

/** A midstream error must be an exception of a known type with a message, and no frame may follow it. */
export function midstream({ turn, frames, lastEvent }: ConverseReading): Judgement {
  if (turn.errors.length === 0) return NOT_APPLICABLE;
  const failed = frames.filter(isFailure);
  const numbers = new Set<number | null>(failed.map(({ number }) => number));
  const disguised = turn.errors.filter(({ event, stray }) => stray === undefined && !numbers.has(event));
  const misshapen = [
    ...strayErrorFaults(turn.errors),
    ...disguised.map((seen) => findingAt(seen, 'clients take this error for an event', 'an exception')),
    ...failed.flatMap(exceptionFaults),
  ];
  const [first] = failed;
  if (first === undefined) return among(1, misshapen);
  return among(1, [...misshapen, ...eventsAfter(lastEvent, first.number, 'the end of the stream')]);
}

/** The exceptions that may end a stream. */
const EXCEPTIONS: readonly string[] = [
  'internalServerException',
  'modelStreamErrorException',
  'serviceUnavailableException',
  'throttlingException',
  'validationException',
];

/** A frame without a type is reported by frames/headers. */
function exceptionFaults(frame: AwsFrame): Finding[] {
  const { number, payload } = frame;
  if (headerText(frame, ':message-type') === 'error') return [];
  const type = headerText(frame, ':exception-type');
  const body = parseJson(payload);
  const isSaid = isObject(body) && typeof body['message'] === 'string';
  return [
    ...(type === undefined || EXCEPTIONS.includes(type)
      ? []
      : [
          findingAt(
            { event: number, path: 'error.type', value: type },
            'clients do not know this exception',
            `one of ${EXCEPTIONS.join(', ')}`,
          ),
        ]),
    ...(isSaid
      ? []
      : [
          findingAt(
            { event: number, path: 'error', value: body ?? payload },
            'clients cannot read this error',
            'an object with a string message',
          ),
        ]),
  ];
}

export const MIDSTREAM_AUTHORITY = [
  OUTPUT('The exceptions of a stream are members of its union, each with a message.'),
  SDK('An exception throws its type and message, and ends the stream.'),
] as const;
