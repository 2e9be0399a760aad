/** shape: the envelope of an answer. */

import { changesOf } from '../../../checks/changes.ts';
import { absentBody } from '../../../checks/envelope-fields.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import type { Fields } from '../../../checks/unknown-fields.ts';
import { listing } from '../../../checks/unknown-fields.ts';
import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import {
  among,
  broken,
  type Check,
  type Finding,
  findingAt,
  findingsIn,
  HOLDS,
  inconclusive,
  type Judgement,
  NO_FINDINGS,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isFilled, isNatural, isPresent, listOf } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import { CONTENT, PROTO_JSON, RESPONSE, SDK, VERTEX } from '../authorities.ts';
import type { Candidate } from '../codec/assemble.ts';
import { FIELDS } from '../codec/fields.ts';
import { camelCase } from '../codec/proto-json.ts';
import type { GeminiReading } from '../codec/read.ts';

type Run = Check<GeminiReading>['run'];

export const shape: RulesInDialect<GeminiReading> = {
  'shape/chunk': {
    title:
      'Each chunk has candidates, promptFeedback or usageMetadata; a content is an object, its parts an array',
    authority: [RESPONSE('A response has candidates, promptFeedback and usageMetadata.')],
    run: (reading) => {
      if (reading.sound.length === 0) return NOT_APPLICABLE;
      return among(1, [
        ...findingsIn(reading.sound, chunkFaults),
        ...findingsIn(reading.candidates, contentFaults),
      ]);
    },
  },
  'shape/completion': {
    title: 'A buffered answer has candidates, or a promptFeedback.blockReason',
    authority: [RESPONSE('A response has candidates, or promptFeedback says why there are none.')],
    run: (reading) => {
      const [body] = reading.chunks;
      if (body === undefined) return broken(absentBody(reading, 'a GenerateContentResponse'));
      const candidates = body.json['candidates'];
      const isEmpty = !isPresent(candidates) || (Array.isArray(candidates) && candidates.length === 0);
      const faults = [...memberFaults(body), ...reading.candidates.flatMap(contentFaults)];
      if (!isEmpty || reading.blocked !== null) return among(1, faults);
      const place = seen(body, 'candidates', candidates);
      return among(1, [
        ...faults,
        findingAt(place, 'there is no candidate', 'a candidate, or a blockReason'),
      ]);
    },
  },
  'shape/one-id': {
    title: 'responseId, where sent, is the same in every chunk',
    departs: {
      level: 'SHOULD',
      because: 'responseId is optional, and clients do not put chunks together by it',
    },
    authority: [RESPONSE('responseId identifies each response.')],
    run: (reading) => changesOf(reading.sound, 'responseId'),
  },
  'shape/one-model': {
    title: 'modelVersion is the same in every chunk',
    authority: [RESPONSE('modelVersion is the version of the model used to generate the response.')],
    run: (reading) => changesOf(reading.sound, 'modelVersion'),
  },
  'shape/one-created': {
    title: 'On Vertex AI createTime is the same in every chunk',
    authority: [VERTEX('createTime is when the request was made to the server.')],
    run: (reading) => changesOf(reading.sound, 'createTime'),
  },
  'shape/identified': {
    authority: [RESPONSE('responseId identifies each response, modelVersion the model that generated it.')],
    run: (reading) => {
      const chunks = reading.sound;
      const [first] = chunks;
      if (first === undefined) return NOT_APPLICABLE;
      return among(
        1,
        ['responseId', 'modelVersion']
          .filter((name) => !chunks.some(({ json }) => isFilled(json[name])))
          .map((name) => findingAt(seen(first, name, first.json[name]), `no ${name} came`, 'a string')),
      );
    },
  },
  'shape/choice-index': {
    title: 'Candidate indexes lie in 0 to candidateCount-1; an absent one is 0',
    authority: [RESPONSE('index is the place of the candidate in the list of candidates.')],
    run: ({ candidates, request }) =>
      among(
        candidates,
        findingsIn(candidates, ({ chunk, json: { index }, path }) => {
          // Index 0 is always valid, whatever number of candidates was requested.
          if (!isPresent(index) || index === 0) return NO_FINDINGS;
          const { choices } = request;
          if (isNatural(index) && index < choices) return NO_FINDINGS;
          const place = seen(chunk, `${path}.index`, index);
          return [
            findingAt(
              place,
              `the request asked for ${choices} candidate(s)`,
              `an index from 0 to ${choices - 1}`,
            ),
          ];
        }),
      ),
  },
  'shape/role': {
    title: 'content.role, where present, is model',
    authority: [CONTENT('role is the producer of the content: user or model.')],
    run: ({ candidates }) =>
      among(
        candidates,
        candidates
          .filter(({ content }) => isPresent(content?.['role']) && content?.['role'] !== 'model')
          .map(({ chunk, content, path }) =>
            findingAt(
              seen(chunk, `${path}.content.role`, content?.['role']),
              'the answer is by somebody else',
              '"model"',
            ),
          ),
      ),
  },
  'shape/role-first': {
    title: 'A content with parts has a role',
    authority: [SDK('Chats append the content of an answer to the history as it came, its role included.')],
    answer: 'either',
    run: ({ candidates }) => {
      const filled = candidates.filter(({ content }) => listOf(content?.['parts']).length > 0);
      return among(
        filled,
        filled
          .filter(({ content }) => !isPresent(content?.['role']))
          .map(({ chunk, content, path }) =>
            findingAt(
              seen(chunk, `${path}.content`, Object.keys(content ?? {})),
              'this content has parts and no role',
              'a role',
            ),
          ),
      );
    },
  },
  'shape/content': {
    title: 'text is a string wherever it stands',
    authority: [CONTENT('text of a part is inline text, a string.')],
    run: ({ parts }) => {
      const texts = parts.filter(({ json: { text } }) => isPresent(text));
      return among(
        texts,
        texts
          .filter(({ json: { text } }) => typeof text !== 'string')
          .map(({ json: { text }, event, path }) =>
            findingAt({ value: text, event, path: `${path}.text` }, 'text of another type', 'a string'),
          ),
      );
    },
  },
  'shape/tool-calls': {
    title: 'functionCall is an object',
    authority: [CONTENT('functionCall of a part is a FunctionCall, with a name and args.')],
    run: ({ parts }) => {
      const calling = parts.filter(({ json: { functionCall: called } }) => isPresent(called));
      return among(
        calling,
        calling
          .filter(({ json: { functionCall: called } }) => !isObject(called))
          .map(({ json: { functionCall: called }, event, path }) =>
            findingAt(
              { value: called, event, path: `${path}.functionCall` },
              'this call is no object',
              'an object',
            ),
          ),
      );
    },
  },
  'shape/tool-calls-misplaced': {
    title: 'No call stands elsewhere than in a part of content.parts',
    authority: [CONTENT('A call is a part of a content.')],
    run: (reading) => {
      // Fast path: the references define no such name in those places, so a misplaced call is among the unknown fields.
      if (!reading.unknown.some(({ path }) => CALL_NAMES.some((name) => path.endsWith(name)))) return HOLDS;
      return among(1, [
        ...reading.sound.flatMap((chunk) => strayCalls(chunk, chunk.json, '')),
        ...reading.candidates.flatMap(({ chunk, json, path }) => strayCalls(chunk, json, path)),
        ...reading.candidates.flatMap(({ chunk, content, path }) =>
          content === null ? [] : strayCalls(chunk, content, `${path}.content`),
        ),
      ]);
    },
  },
  'shape/field-case': {
    authority: [PROTO_JSON('Field names are written in lowerCamelCase.')],
    // Google's Python SDK prints answers in snake_case, so parsed values do not show how the names were sent.
    readsBytes: true,
    run: snakeFields,
  },
  'shape/unknown-fields': {
    authority: [
      RESPONSE('The fields of GenerateContentResponse.'),
      VERTEX('The fields that Vertex AI adds.'),
    ],
    run: listing(({ unknown }: GeminiReading) => unknown.filter(({ path }) => !isSnakeOfKnown(path))),
  },
};

function seen({ event }: Chunk, path: string, value: Json): Seen {
  return { event, path, value };
}

function isListOfObjects(value: Json): boolean {
  return Array.isArray(value) && value.every(isObject);
}

function chunkFaults(chunk: Chunk): readonly Finding[] {
  if (!saysNothing(chunk)) return memberFaults(chunk);
  const expected = 'candidates, promptFeedback or usageMetadata';
  return [findingAt(seen(chunk, '', Object.keys(chunk.json)), 'this chunk says nothing', expected)];
}

/** Returns true if the chunk has none of the members that clients read. */
export function saysNothing({ json }: Chunk): boolean {
  return !['candidates', 'promptFeedback', 'usageMetadata'].some((name) => isPresent(json[name]));
}

function memberFaults(chunk: Chunk): readonly Finding[] {
  const { candidates, promptFeedback, usageMetadata } = chunk.json;
  if (
    (!isPresent(promptFeedback) || isObject(promptFeedback)) &&
    (!isPresent(usageMetadata) || isObject(usageMetadata)) &&
    (!isPresent(candidates) || isListOfObjects(candidates))
  ) {
    return NO_FINDINGS;
  }
  const faults = ['promptFeedback', 'usageMetadata']
    .filter((name) => isPresent(chunk.json[name]) && !isObject(chunk.json[name]))
    .map((name) => findingAt(seen(chunk, name, chunk.json[name]), `${name} is no object`, 'an object'));
  if (isPresent(candidates) && !isListOfObjects(candidates)) {
    faults.push(
      findingAt(seen(chunk, 'candidates', candidates), 'no list of candidates', 'an array of objects'),
    );
  }
  return faults;
}

function contentFaults({ chunk, json: { content }, path }: Candidate): readonly Finding[] {
  if (!isPresent(content)) return NO_FINDINGS;
  if (!isObject(content)) {
    return [findingAt(seen(chunk, `${path}.content`, content), 'content is no object', 'an object')];
  }
  const { parts } = content;
  if (!isPresent(parts) || isListOfObjects(parts)) return NO_FINDINGS;
  return [findingAt(seen(chunk, `${path}.content.parts`, parts), 'no list of parts', 'an array of objects')];
}

const CALL_NAMES = ['functionCall', 'functionCalls', 'function_calls', 'tool_calls', 'toolCalls'] as const;

function strayCalls(chunk: Chunk, holder: JsonObject, path: string): Finding[] {
  if (!CALL_NAMES.some((name) => isPresent(holder[name]))) return [];
  return CALL_NAMES.filter((name) => isPresent(holder[name])).map((name) =>
    findingAt(
      seen(chunk, path === '' ? name : `${path}.${name}`, holder[name]),
      'the call stands where no client looks',
      'a part of content.parts',
    ),
  );
}

/** Finds unknown names whose lowerCamelCase form is known. */
function snakeFields({ unknown, chunks }: GeminiReading): Judgement {
  const snakes = unknown
    .filter(({ path }) => isSnakeOfKnown(path))
    .map((field) => {
      const name = field.path.slice(field.path.lastIndexOf('.') + 1);
      return findingAt(field, 'clients look for another name', show(camelCase(name)));
    });
  return among(chunks, snakes);
}

/** Returns true if the last name of a path is the snake_case form of a field defined there. */
function isSnakeOfKnown(path: string): boolean {
  const names = path.replaceAll('[]', '').split('.');
  const name = names.pop() ?? '';
  let fields: Fields | null = FIELDS;
  for (const each of names) fields = fields?.[each] ?? null;
  return name.includes('_') && fields !== null && Object.hasOwn(fields, camelCase(name));
}

/** Returns true if names in snake_case hide known fields, so that one cause is reported only once. */
export function hidesFields({ unknown }: GeminiReading): boolean {
  return unknown.some(({ path }) => isSnakeOfKnown(path));
}

/** Makes the check inconclusive if names are spelled so that clients do not find them. */
export function unlessHidden(run: Run): Run {
  return (reading, at) =>
    hidesFields(reading) ? inconclusive('names are not as promised: see shape/field-case') : run(reading, at);
}
