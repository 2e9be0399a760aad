/** shape: the response object, and the contents of its messages. */

import { changesOf } from '../../../checks/changes.ts';
import { absentBody, type FieldRule, fieldFaults } from '../../../checks/envelope-fields.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { listing, unknownFields } from '../../../checks/unknown-fields.ts';
import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import {
  among,
  broken,
  type Finding,
  findingAt,
  HOLDS,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isPresent, listOf } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import { isObject, type Json, wordOf } from '../../../text/json.ts';
import { jsonText, sameJson, show } from '../../../text/json-text.ts';
import { byCodeUnit } from '../../../text/order.ts';
import { OAS_EVENTS, OAS_ITEM, OAS_RESPONSE, SDK } from '../authorities.ts';
import { ITEM_FIELDS, responseFields } from '../codec/fields.ts';
import type { ResponsesReading } from '../codec/read.ts';
import { readToolChoice } from '../codec/request.ts';
import type { SeenResponse } from '../codec/seen.ts';
import { memberPath } from '../codec/turn.ts';
import { JUDGED, MESSAGES, memberOf, memberOfPart, overCopies, partsOf } from './item.ts';

export const shape: RulesInDialect<ResponsesReading> = {
  'shape/chunk': {
    title:
      'response.created, in_progress and the terminal event carry response with id, object, created_at, model, status and output',
    authority: [OAS_EVENTS('Each of them carries response, and its fields are required.')],
    run: ({ responses }) =>
      among(
        responses,
        responses.flatMap((response) => envelopeFaults(response)),
      ),
  },
  'shape/completion': {
    title: 'A buffered answer has id, object, created_at, model, status and output',
    authority: [OAS_RESPONSE('id, object, created_at, model, status and output are required.')],
    run: (reading) =>
      reading.ended === null
        ? broken(absentBody(reading, 'a response object'))
        : among(1, envelopeFaults(reading.ended)),
  },
  'shape/required-keys': {
    authority: [OAS_RESPONSE('These keys are required, null where there is nothing to say.')],
    run: overWhole((whole) => {
      const lacking = REQUIRED_KEYS.filter((name) => !Object.hasOwn(whole.json, name));
      if (lacking.length === 0) return HOLDS;
      const seen = { event: whole.event, path: whole.path, value: Object.keys(whole.json) };
      return broken(findingAt(seen, 'keys are missing', lacking.join(', ')));
    }),
  },
  'shape/settings-echoed': {
    authority: [OAS_RESPONSE('The response repeats the settings that it was made with.')],
    run: overWhole((whole, { request }) => {
      const asked = request.body;
      const faults: Finding[] = [];
      let compared = 0;
      const compare = (name: string, agrees: boolean, expected: Json) => {
        if (!isPresent(asked[name]) || !isPresent(whole.json[name])) return;
        compared += 1;
        if (!agrees)
          faults.push(findingAt(memberIn(whole, name), 'the request said otherwise', show(expected)));
      };
      compare(
        'parallel_tool_calls',
        asked['parallel_tool_calls'] === whole.json['parallel_tool_calls'],
        asked['parallel_tool_calls'],
      );
      compare(
        'tool_choice',
        isSameChoice(asked['tool_choice'], whole.json['tool_choice']),
        asked['tool_choice'],
      );
      const names = namesOf(asked['tools']);
      if (!request.unlistedTools) compare('tools', sameJson(names, namesOf(whole.json['tools'])), names);
      return among(compared, faults);
    }),
  },
  'shape/one-id': {
    title: 'All response objects of a stream have the same id',
    departs: { impact: 'major', because: 'the SDK refuses a response whose id changes midway' },
    authority: [
      OAS_RESPONSE('id is the unique identifier of this response.'),
      SDK('A response whose id changes midway is refused.'),
    ],
    run: ({ responses }) => changesOf(responses, 'id', 'response.'),
  },
  'shape/one-created': {
    title: 'All response objects of a stream have the same created_at',
    authority: [OAS_RESPONSE('created_at is when this response was created.')],
    run: ({ responses }) => changesOf(responses, 'created_at', 'response.'),
  },
  'shape/one-model': {
    title: 'All response objects of a stream name the same model',
    authority: [OAS_RESPONSE('model is the model that generates the response: one response, one model.')],
    run: ({ responses }) => changesOf(responses, 'model', 'response.'),
  },
  'shape/role': {
    title: 'Every message item has role assistant',
    authority: [OAS_ITEM('role is the role of an output message, always assistant.')],
    run: overCopies(MESSAGES, (copies) =>
      among(
        copies,
        copies
          .map((copy) => memberOf(copy, 'role'))
          .filter(({ value }) => value !== 'assistant')
          .map((seen) => findingAt(seen, 'the answer is by somebody else', '"assistant"')),
      ),
    ),
  },
  'shape/content': {
    title:
      "A message's content is an array of parts: output_text with a string text, refusal with a string refusal",
    authority: [OAS_ITEM('content is an array of output_text and refusal parts.')],
    run: overCopies(MESSAGES, (copies) =>
      among(
        copies,
        copies.flatMap((copy) => {
          const content = memberOf(copy, 'content');
          if (!Array.isArray(content.value))
            return [findingAt(content, 'content is no list of parts', 'an array')];
          return partsOf(copy, 'content').flatMap(partFaults);
        }),
      ),
    ),
  },
  'shape/annotations': {
    authority: [OAS_ITEM('annotations is required in output_text.')],
    run: overCopies(MESSAGES, (copies) => {
      const texts = copies
        .flatMap((copy) => partsOf(copy, 'content'))
        .filter(({ value }) => isObject(value) && value['type'] === 'output_text');
      return among(
        texts,
        texts
          .map((part) => memberOfPart(part, 'annotations'))
          .filter(({ value }) => !Array.isArray(value))
          .map((seen) => findingAt(seen, 'the text has no list of annotations', 'an array')),
      );
    }),
  },
  'shape/unknown-fields': {
    authority: [OAS_RESPONSE('The schema of a response.'), OAS_ITEM('The schema of its items.')],
    run: listing((reading: ResponsesReading, extensions) => {
      const fields = responseFields(extensions);
      const response = reading.delivery === 'streaming' ? { response: fields } : fields;
      return [
        ...unknownFields(reading.responses.map(lookedInto), () => response),
        ...unknownFields(itemsIn(reading), () => HELD_ITEM),
      ];
    }),
  },
};

/** The fields of an item inside an event; the event's other fields are not checked. */
const HELD_ITEM = { item: ITEM_FIELDS };

/** Runs a rule on the response object of the whole answer: the terminal one, or the last one that arrived. */
function overWhole(rule: (whole: SeenResponse, reading: ResponsesReading) => Judgement) {
  return (reading: ResponsesReading): Judgement => {
    const whole = reading.ended ?? reading.responses.at(-1);
    return whole === undefined || !isObject(whole.value) ? NOT_APPLICABLE : rule(whole, reading);
  };
}

const REQUIRED_KEYS = [
  'error',
  'incomplete_details',
  'instructions',
  'parallel_tool_calls',
  'tools',
  'tool_choice',
  'metadata',
] as const;

const ENVELOPE: readonly FieldRule[] = [
  { field: 'id', expected: 'a string', holds: (value) => typeof value === 'string' },
  { field: 'object', expected: '"response"', holds: (value) => value === 'response' },
  { field: 'created_at', expected: 'a number', holds: (value) => typeof value === 'number' },
  { field: 'model', expected: 'a string', holds: (value) => typeof value === 'string' },
  { field: 'status', expected: 'a string', holds: (value) => typeof value === 'string' },
  { field: 'output', expected: 'an array', holds: (value) => Array.isArray(value) },
];

function envelopeFaults({ event, path, value, json }: SeenResponse): readonly Finding[] {
  if (!isObject(value))
    return [findingAt({ event, path, value }, 'the event carries no response', 'an object')];
  return fieldFaults(ENVELOPE, { event, path, value: json });
}

function memberIn(response: SeenResponse, name: string): Seen {
  return { event: response.event, path: memberPath(response, name), value: response.json[name] };
}

/** Text types of user messages and of other dialects. No client looks for an answer there. */
const FOREIGN_TEXTS: ReadonlySet<string> = new Set(['text', 'input_text']);

function partFaults(part: Seen): Finding[] {
  const type = memberOfPart(part, 'type');
  if (typeof type.value !== 'string') return [findingAt(type, 'the part has no type', 'a string')];
  if (FOREIGN_TEXTS.has(type.value)) {
    return [findingAt(type, 'the text has the type that other messages have', '"output_text"')];
  }
  const name = type.value === 'output_text' ? 'text' : type.value === 'refusal' ? 'refusal' : null;
  if (name === null) return [];
  const seen = memberOfPart(part, name);
  return typeof seen.value === 'string' ? [] : [findingAt(seen, `${name} is no text`, 'a string')];
}

function isSameChoice(asked: Json, echoed: Json): boolean {
  const [one, other] = [readToolChoice(asked), readToolChoice(echoed)];
  if (one !== null || other !== null) return sameJson(one, other);
  const type = isObject(asked) ? asked['type'] : asked;
  return type === (isObject(echoed) ? echoed['type'] : echoed);
}

/** Returns the names of functions and custom tools; server tools have none. */
function namesOf(tools: Json): Json[] {
  return listOf(tools)
    .flatMap((tool: Json) => (isObject(tool) && isPresent(tool['name']) ? [tool['name']] : []))
    .toSorted((left, right) => byCodeUnit(jsonText(left), jsonText(right)));
}

/** Returns true for the item types whose fields are checked. */
function isLookedInto(item: Json): boolean {
  return isObject(item) && JUDGED.has(wordOf(item['type']));
}

function lookedInto({ event, json, path }: SeenResponse): Chunk {
  const response = Array.isArray(json['output'])
    ? { ...json, output: json['output'].filter(isLookedInto) }
    : json;
  return { event, json: path === '' ? response : { response } };
}

function itemsIn({ itemEvents }: ResponsesReading): Chunk[] {
  return itemEvents
    .filter(({ json }) => isLookedInto(json['item']))
    .map(({ event, json }) => ({ event, json: { item: json['item'] } }));
}
