/** shape: the envelope of an answer. */

import { absentBody, type FieldRule, fieldFaults, memberAt } from '../../../checks/envelope-fields.ts';
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
  NO_FINDINGS,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isFilledText, isPresent } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { MESSAGE, STREAMING, seenBroken } from '../authorities.ts';
import { fieldsUnder } from '../codec/fields.ts';
import type { MessagesReading } from '../codec/read.ts';
import { overCalls } from './blocks.ts';

export const shape: RulesInDialect<MessagesReading> = {
  'shape/chunk': {
    title: 'message_start has a whole message, and the other events their block or delta, with a type',
    departs: {
      impact: 'critical',
      because: 'SDKs run a call without its arguments where its deltas have no type',
    },
    authority: [
      STREAMING('message_start holds a message, content_block_start a block, the deltas an object delta.'),
      MESSAGE('id, type, model and content are required in a message; type is message.'),
      ...seenBroken('shape/chunk'),
    ],
    run: ({ chunks }) => (chunks.length === 0 ? NOT_APPLICABLE : among(1, findingsIn(chunks, eventFaults))),
  },
  'shape/completion': {
    title: 'A buffered answer has id, type message, model and content',
    authority: [MESSAGE('id, type, model and content are required in a message; type is message.')],
    run: (reading) =>
      reading.message === null
        ? broken(absentBody(reading, 'a message'))
        : among(1, messageFaults(reading.message)),
  },
  'shape/finish-reason-key': {
    title: 'The message and the delta of message_delta have the keys stop_reason and stop_sequence',
    departs: { level: 'SHOULD', because: 'clients read an absent key as null' },
    authority: [MESSAGE('stop_reason and stop_sequence are required in a message, and nullable.')],
    answer: 'either',
    run: ({ message, byType }) => {
      if (message === null) return NOT_APPLICABLE;
      const deltas = (byType.get('message_delta') ?? []).flatMap(({ event, json }): Seen<JsonObject>[] =>
        isObject(json['delta']) ? [{ event, path: 'delta', value: json['delta'] }] : [],
      );
      const keys = ['stop_reason', 'stop_sequence'];
      return among(1, [
        ...keys.flatMap((key) => keyFaults(message, key)),
        ...deltas.flatMap((delta) => keys.flatMap((key) => keyFaults(delta, key))),
      ]);
    },
  },
  'shape/role': {
    title: 'The role of the message is assistant',
    authority: [MESSAGE('role is required in a message, and always assistant.')],
    run: ({ message }) => isByAssistant(message),
  },
  'shape/content': {
    title: 'content is an array of objects with a string type',
    authority: [MESSAGE('content is an array of blocks, each with a type.')],
    run: ({ message }) =>
      holdsBlocks(
        message,
        (value) => isObject(value) && typeof value['type'] === 'string',
        'an object with a string type',
      ),
  },
  'shape/tool-calls': {
    title: 'Every buffered tool_use has a non-empty name and an object input',
    authority: [MESSAGE('name and input are required in a tool_use block; input is an object.')],
    answer: 'buffered',
    aboutCalls: true,
    run: overCalls(areWholeCalls),
  },
  'shape/tool-calls-misplaced': {
    title: 'There are no tool_calls or choices, where no client of this dialect looks',
    authority: [MESSAGE('Calls are blocks of content, of type tool_use.')],
    run: ({ chunks }) =>
      among(
        chunks,
        chunks
          .filter(hasForeignCall)
          .flatMap(({ event, json }) =>
            placesOfCalls(json).flatMap(({ name, holder }) =>
              FOREIGN_CALLS.filter((field) => isPresent(holder[field])).map((field) =>
                findingAt(
                  { event, path: name === '' ? field : `${name}.${field}`, value: holder[field] },
                  'this is how another dialect calls',
                  'a block of type tool_use',
                ),
              ),
            ),
          ),
      ),
  },
  'shape/unknown-fields': {
    authority: [MESSAGE('The schema of a message.'), STREAMING('The events of a stream.')],
    run: listing(({ chunks }: MessagesReading, extensions) => unknownFields(chunks, fieldsUnder(extensions))),
  },
};

/** The members in which other dialects put calls. */
const FOREIGN_CALLS = ['tool_calls', 'choices'] as const;

function hasForeignCall({ json }: Chunk): boolean {
  const { message, delta, content_block: block } = json;
  return (
    holdsForeignCall(json) || holdsForeignCall(message) || holdsForeignCall(delta) || holdsForeignCall(block)
  );
}

function holdsForeignCall(holder: Json): boolean {
  return isObject(holder) && (isPresent(holder['tool_calls']) || isPresent(holder['choices']));
}

function placesOfCalls(json: JsonObject): { name: string; holder: JsonObject }[] {
  return ['', 'message', 'delta', 'content_block'].flatMap((name) => {
    const holder = name === '' ? json : json[name];
    return isObject(holder) ? [{ name, holder }] : [];
  });
}

/** Only the presence of content is checked here; shape/content checks its type. */
const ENVELOPE: readonly FieldRule[] = [
  { field: 'id', expected: 'a non-empty string', holds: isFilledText },
  { field: 'type', expected: '"message"', holds: (value) => value === 'message' },
  { field: 'model', expected: 'a string', holds: (value) => typeof value === 'string' },
  { field: 'content', expected: 'an array', holds: isPresent },
];

function messageFaults(message: Seen<JsonObject>): readonly Finding[] {
  return fieldFaults(ENVELOPE, message);
}

/**
 * The object that each event type must have, and whether that object must have a type. The most frequent type comes
 * first.
 */
const PARTS: readonly { readonly type: string; readonly part: string; readonly typed: boolean }[] = [
  { type: 'content_block_delta', part: 'delta', typed: true },
  { type: 'content_block_start', part: 'content_block', typed: true },
  { type: 'message_start', part: 'message', typed: false },
  { type: 'message_delta', part: 'delta', typed: false },
];

function eventFaults({ event, json }: Chunk): readonly Finding[] {
  const { type } = json;
  const rule = PARTS.find((known) => known.type === type);
  if (rule === undefined) return NO_FINDINGS;
  const value = json[rule.part];
  if (!isObject(value)) {
    const seen = { event, path: rule.part, value };
    return [findingAt(seen, `${rule.type} without its ${rule.part}`, 'an object')];
  }
  if (type === 'message_start') return messageFaults({ event, path: rule.part, value });
  if (!rule.typed || isFilledText(value['type'])) return NO_FINDINGS;
  const path = `${rule.part}.type`;
  return [findingAt({ event, path, value: value['type'] }, 'it has no type', 'a non-empty string')];
}

function keyFaults(holder: Seen<JsonObject>, key: string): Finding[] {
  if (Object.hasOwn(holder.value, key)) return [];
  return [findingAt(memberAt(holder, key), `the key ${key} is missing`, `the key ${key}`)];
}
