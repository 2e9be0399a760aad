/** shape: the envelope of an answer. */

import { absentBody } from '../../../checks/envelope-fields.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { areWholeCalls, holdsBlocks, isByAssistant } from '../../../checks/streamed-blocks.ts';
import { listing, unknownFields } from '../../../checks/unknown-fields.ts';
import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import {
  among,
  broken,
  type Finding,
  findingAt,
  findingsIn,
  HOLDS,
  NO_FINDINGS,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isNatural, isPresent, listOf } from '../../../reading/presence.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import {
  BLOCK,
  BLOCK_DELTA,
  BLOCK_START,
  CONVERSE,
  MESSAGE,
  MESSAGE_START,
  METADATA,
  TOOL_USE,
} from '../authorities.ts';
import { fieldsOf } from '../codec/fields.ts';
import type { ConverseReading } from '../codec/read.ts';
import { overCalls } from './blocks.ts';

export const shape: RulesInDialect<ConverseReading> = {
  'shape/chunk': {
    title: 'contentBlockStart holds an object start, contentBlockDelta an object delta',
    authority: [
      BLOCK_START('start is required, and an object.'),
      BLOCK_DELTA('delta is required, and an object.'),
    ],
    run: ({ chunks }) =>
      chunks.some(({ sse }) => HELD[sse?.name ?? ''] !== undefined)
        ? among(1, findingsIn(chunks, eventFaults))
        : NOT_APPLICABLE,
  },
  'shape/completion': {
    title: 'A buffered answer has output.message with a list as content',
    authority: [
      CONVERSE('output holds the message of the model.'),
      MESSAGE('role and content are required.'),
    ],
    run: (reading) => {
      const { body, message } = reading;
      if (!isObject(body)) return broken(absentBody(reading, 'an answer'));
      if (message === null) {
        const seen = { event: null, path: 'output.message', value: messageIn(body['output']) };
        return broken(findingAt(seen, 'the answer has no message', 'an object'));
      }
      if (isPresent(message.value['content'])) return HOLDS;
      const seen = { event: null, path: 'output.message.content', value: message.value['content'] };
      return broken(findingAt(seen, 'the message has no content', 'an array of blocks'));
    },
  },
  'shape/required-keys': {
    title: 'An answer, or its metadata, has metrics with the latency',
    follows: ['shape/completion'],
    authority: [
      CONVERSE('metrics are required in an answer.'),
      METADATA('metrics are required in metadata.'),
    ],
    needsEnd: true,
    run: ({ chunks }) => {
      const holders = chunks.filter(({ event, sse }) => event === null || sse?.name === 'metadata');
      return among(
        holders,
        findingsIn(holders, ({ event, json: { metrics } }) => {
          const value = isObject(metrics) ? metrics['latencyMs'] : metrics;
          const path = isObject(metrics) ? 'metrics.latencyMs' : 'metrics';
          if (isObject(metrics) && isNatural(value)) return NO_FINDINGS;
          return [
            findingAt({ event, path, value }, 'how long it took is not said', 'a number of milliseconds'),
          ];
        }),
      );
    },
  },
  'shape/role': {
    title: 'The role of the message is assistant',
    authority: [
      MESSAGE_START('role is required in messageStart.'),
      MESSAGE('An answer has the role assistant.'),
    ],
    run: ({ message }) => isByAssistant(message),
  },
  'shape/content': {
    title: 'content is an array of objects',
    authority: [MESSAGE('content is an array of content blocks.')],
    answer: 'buffered',
    run: ({ message }) => holdsBlocks(message, isObject, 'an object'),
  },
  'shape/tool-calls': {
    title: 'Every buffered toolUse has a non-empty name and an object input',
    authority: [TOOL_USE('name and input are required.')],
    answer: 'buffered',
    aboutCalls: true,
    run: overCalls(areWholeCalls),
  },
  'shape/tool-calls-misplaced': {
    title:
      'There are no tool_calls, choices or blocks of type tool_use, where no client of this dialect looks',
    authority: [BLOCK('A call is a block with the member toolUse.')],
    run: ({ chunks }) => among(chunks, findingsIn(chunks, foreignCalls)),
  },
  'shape/unknown-fields': {
    authority: [CONVERSE('The schema of an answer.'), METADATA('The events of a stream.')],
    run: listing(({ chunks }: ConverseReading) => unknownFields(chunks, fieldsOf)),
  },
};

function messageIn(output: Json): Json {
  return isObject(output) ? output['message'] : undefined;
}

const HELD: Readonly<Record<string, string>> = { contentBlockDelta: 'delta', contentBlockStart: 'start' };

function eventFaults({ event, sse, json }: Chunk): readonly Finding[] {
  const field = HELD[sse?.name ?? ''];
  if (field === undefined || isObject(json[field])) return NO_FINDINGS;
  return [
    findingAt({ event, path: field, value: json[field] }, `${sse?.name} without its ${field}`, 'an object'),
  ];
}

const FOREIGN_CALLS = ['tool_calls', 'choices'] as const;

function holdsForeignCall(holder: Json): boolean {
  return isObject(holder) && (isPresent(holder['tool_calls']) || isPresent(holder['choices']));
}

/** Finds calls in other dialects' formats: at the top level, in the message, in a delta, or in a block with a type. */
function foreignCalls({ event, sse, json }: Chunk): readonly Finding[] {
  const { delta } = json;
  // Fast path: a stream has thousands of deltas, and nearly all are valid.
  if (sse !== undefined && !holdsForeignCall(json) && !holdsForeignCall(delta)) return NO_FINDINGS;
  const message = messageIn(json['output']);
  const holders: readonly [path: string, value: Json][] = [
    ['', json],
    ['output.message', message],
    ['delta', delta],
  ];
  const members = holders.flatMap(([path, holder]) =>
    FOREIGN_CALLS.flatMap((field) => {
      const value = isObject(holder) ? holder[field] : undefined;
      return isPresent(value) ? [{ event, path: path === '' ? field : `${path}.${field}`, value }] : [];
    }),
  );
  const blocks = listOf(isObject(message) ? message['content'] : undefined).flatMap((block, at) =>
    isObject(block) && block['type'] === 'tool_use'
      ? [{ event, path: `output.message.content[${at}].type`, value: block['type'] }]
      : [],
  );
  return [...members, ...blocks].map((seen) =>
    findingAt(seen, 'this is how another dialect calls', `a block with the member ${show('toolUse')}`),
  );
}
