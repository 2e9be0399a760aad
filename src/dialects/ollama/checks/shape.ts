/** shape: the envelope of a line, and of a buffered answer. */

import { changesOf } from '../../../checks/changes.ts';
import { absentBody, type FieldRule, fieldFaults } from '../../../checks/envelope-fields.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { listing, unknownFields } from '../../../checks/unknown-fields.ts';
import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import { among, broken, type Finding, findingAt, findingsIn, NO_FINDINGS } from '../../../judge/check.ts';
import { isFilled, isFilledText, isPresent } from '../../../reading/presence.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { CHAT, TYPES } from '../authorities.ts';
import { FIELDS } from '../codec/fields.ts';
import type { OllamaReading } from '../codec/read.ts';

export const shape: RulesInDialect<OllamaReading> = {
  'shape/chunk': {
    title: 'Each line has a model, a created_at, and a message with a role; the last one needs no message',
    authority: [TYPES('Each line of a stream is a ChatResponse.')],
    run: ({ chunks }) => {
      const said = chunks.filter(({ json }) => !isFilled(json['error']));
      return among(said, findingsIn(said, lineFaults));
    },
  },
  'shape/completion': {
    title: 'A buffered answer has a model, a created_at, a message with a role, and done: true',
    authority: [
      CHAT('A response has model, created_at, message and done.'),
      TYPES('None of the four is left out where it is empty.'),
    ],
    run: (reading) => {
      const [body] = reading.chunks;
      if (body === undefined) return broken(absentBody(reading, 'a response with a message'));
      const done = body.json['done'] === true ? [] : [doneFault(body)];
      return among(1, [...envelopeFaults(body), ...messageFaults(body), ...done]);
    },
  },
  'shape/one-model': {
    title: 'Every line names the same model',
    authority: [CHAT('model is the name of the model that generated the message.')],
    run: ({ chunks }) => changesOf(chunks, 'model'),
  },
  'shape/role': {
    title: 'The role of a message is assistant',
    authority: [CHAT('The role of the message is always assistant.')],
    run: ({ messages }) =>
      among(
        messages,
        findingsIn(messages, ({ event, json: { role } }) =>
          !isPresent(role) || role === 'assistant'
            ? NO_FINDINGS
            : [
                findingAt(
                  { value: role, event, path: 'message.role' },
                  'the answer is by somebody else',
                  '"assistant"',
                ),
              ],
        ),
      ),
  },
  'shape/content': {
    title: 'content and thinking, where there are any, are strings',
    authority: [CHAT('content and thinking are strings.')],
    run: ({ messages }) =>
      among(
        messages,
        findingsIn(messages, ({ event, json }) =>
          isTextOrAbsent(json['content']) && isTextOrNull(json['thinking'])
            ? NO_FINDINGS
            : [
                ...(isTextOrAbsent(json['content']) ? [] : [textFault('content', json, event)]),
                ...(isTextOrNull(json['thinking']) ? [] : [textFault('thinking', json, event)]),
              ],
        ),
      ),
  },
  'shape/tool-calls': {
    title: 'tool_calls is a list of objects, each with a function that has a non-empty name',
    authority: [CHAT('Each of tool_calls has a function with a name and arguments.')],
    run: ({ messages }) => {
      const calling = messages.filter(({ json }) => isPresent(json['tool_calls']));
      return among(
        calling,
        calling.flatMap(({ event, json }) => callFaults(json['tool_calls'], event)),
      );
    },
  },
  'shape/tool-calls-misplaced': {
    title: 'tool_calls stands in the message, never beside it',
    authority: [CHAT('tool_calls is a member of message.')],
    run: ({ chunks }) =>
      among(
        chunks,
        findingsIn(chunks, ({ event, json }) =>
          isPresent(json['tool_calls'])
            ? [
                findingAt(
                  { value: json['tool_calls'], event, path: 'tool_calls' },
                  'the calls stand beside the message, where no client looks',
                  'tool_calls inside message',
                ),
              ]
            : NO_FINDINGS,
        ),
      ),
  },
  'shape/unknown-fields': {
    authority: [CHAT('The fields of a response.'), TYPES('ChatResponse and its members.')],
    run: listing(({ chunks }) => unknownFields(chunks, () => FIELDS)),
  },
};

function isTextOrAbsent(value: Json): boolean {
  return value === undefined || typeof value === 'string';
}

/** The thought is optional and may be null: clients check that it is present before they read it. */
function isTextOrNull(value: Json): boolean {
  return value === null || isTextOrAbsent(value);
}

function textFault(name: string, { [name]: value }: JsonObject, event: number | null): Finding {
  return findingAt({ value, event, path: `message.${name}` }, 'no text', 'a string');
}

/** The format that Ollama writes. Faster than `Date.parse`, which would otherwise run for every line. */
const RFC_3339 =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d+)?Z$/u;

const ENVELOPE: readonly FieldRule[] = [
  { field: 'model', expected: 'a string', holds: (value) => typeof value === 'string' },
  {
    field: 'created_at',
    expected: 'a time',
    holds: (value) => isFilledText(value) && (RFC_3339.test(value) || !Number.isNaN(Date.parse(value))),
  },
];

function lineFaults(line: Chunk): readonly Finding[] {
  const faults = envelopeFaults(line);
  const isEnd = line.json['done'] === true && !isPresent(line.json['message']);
  const others = isEnd ? NO_FINDINGS : messageFaults(line);
  return others.length === 0 ? faults : [...faults, ...others];
}

function envelopeFaults({ json, event }: Chunk): readonly Finding[] {
  return fieldFaults(ENVELOPE, { event, path: '', value: json });
}

function messageFaults({ json: { message }, event }: Chunk): readonly Finding[] {
  if (!isObject(message)) {
    return [findingAt({ value: message, event, path: 'message' }, 'message is no object', 'an object')];
  }
  if (isPresent(message['role'])) return NO_FINDINGS;
  return [
    findingAt({ value: message['role'], event, path: 'message.role' }, 'the role is missing', '"assistant"'),
  ];
}

function doneFault({ json, event }: Chunk): Finding {
  return findingAt({ value: json['done'], event, path: 'done' }, 'the answer is not done', 'true');
}

function callFaults(calls: Json, event: number | null): Finding[] {
  const path = 'message.tool_calls';
  if (!Array.isArray(calls))
    return [findingAt({ value: calls, event, path }, 'no list', 'a list of objects')];
  return calls.flatMap((call: Json, at) => {
    const called = isObject(call) ? call['function'] : undefined;
    if (!isObject(called)) {
      const seen = { value: call, event, path: `${path}[${at}]` };
      return [findingAt(seen, 'name and arguments are not inside function', 'an object function')];
    }
    if (isFilledText(called['name'])) return [];
    const seen = { value: called['name'], event, path: `${path}[${at}].function.name` };
    return [findingAt(seen, 'the call does not say which tool', 'a non-empty string')];
  });
}
