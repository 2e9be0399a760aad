/** shape: the envelope of an answer. */

import { changesOf } from '../../../checks/changes.ts';
import { absentBody, type FieldRule, fieldFaults } from '../../../checks/envelope-fields.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { listing, unknownFields } from '../../../checks/unknown-fields.ts';
import type { Delivery } from '../../../evidence/exchange.ts';
import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import { among, broken, type Finding, findingAt, findingsIn, NO_FINDINGS } from '../../../judge/check.ts';
import { isFilled, isPresent, listOf } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import { OAS_CHUNK, OAS_COMPLETION, seenBroken } from '../authorities.ts';
import { calledMember, offersFunctions } from '../codec/assemble.ts';
import type { ChoicePart } from '../codec/envelope.ts';
import { fieldsOf } from '../codec/fields.ts';
import { choicePath } from '../codec/paths.ts';
import type { ChatReading } from '../codec/read.ts';

export const shape: RulesInDialect<ChatReading> = {
  'shape/chunk': {
    title: 'Each chunk has id, object, created, model and choices, each choice an index and a delta',
    authority: [
      OAS_CHUNK('id, object, created, model and choices are required; a choice requires index and delta.'),
    ],
    skipsAudio: true,
    run: ({ envelope: { chunks, choices } }) => {
      const judged = chunks.filter((chunk) => !isOfAnotherName(chunk));
      return among(judged, [
        ...findingsIn(judged, (chunk) => envelopeFaults(chunk, 'chat.completion.chunk')),
        ...findingsIn(choices, chunkChoiceFaults),
      ]);
    },
  },
  'shape/completion': {
    title:
      'A buffered answer has id, object, created, model and choices with index, message and finish_reason',
    authority: [
      OAS_COMPLETION(
        'id, object, created, model and choices are required; a choice has index, message, finish_reason.',
      ),
    ],
    skipsAudio: true,
    run: (reading) => {
      const [body] = reading.chunks;
      if (body === undefined) return broken(absentBody(reading, 'a chat.completion object'));
      const faults = [...envelopeFaults(body, 'chat.completion')];
      if (Array.isArray(body.json['choices']) && body.json['choices'].length === 0) {
        faults.push(findingAt(seen(body, 'choices', []), 'there is no choice', 'at least one choice'));
      }
      return among(1, [...faults, ...reading.envelope.choices.flatMap(completionChoiceFaults)]);
    },
  },
  'shape/finish-reason-key': {
    title: 'Every streamed choice carries the key finish_reason, null until the end',
    authority: [OAS_CHUNK('finish_reason is required in every choice of a chunk, and nullable.')],
    skipsAudio: true,
    run: (reading) =>
      among(
        reading.envelope.choices,
        reading.envelope.choices
          .filter(({ choice }) => !Object.hasOwn(choice, 'finish_reason'))
          .map(({ chunk, choice, path }) =>
            findingAt(
              seen(chunk, path, Object.keys(choice)),
              'this choice lacks the key',
              'the key finish_reason',
            ),
          ),
      ),
  },
  'shape/one-id': {
    title: 'Every chunk has the same id',
    authority: [OAS_CHUNK('Each chunk has the same ID.')],
    skipsAudio: true,
    run: (reading) => changesOf(reading.envelope.chunks, 'id'),
  },
  'shape/one-created': {
    title: 'Every chunk has the same created',
    authority: [OAS_CHUNK('Each chunk has the same timestamp.')],
    skipsAudio: true,
    run: (reading) => changesOf(reading.envelope.chunks, 'created'),
  },
  'shape/one-model': {
    title: 'Every chunk names the same model',
    authority: [OAS_CHUNK('model is the model that generates the completion: one completion, one model.')],
    skipsAudio: true,
    run: (reading) => changesOf(reading.envelope.chunks, 'model'),
  },
  'shape/choice-index': {
    title: 'Choice indexes lie in 0 to n-1',
    authority: [
      OAS_CHUNK('index is the place of the choice in the list of choices, of which n were asked for.'),
    ],
    skipsAudio: true,
    run: ({ turn, request }) =>
      among(
        turn.choices,
        turn.choices
          .filter(({ index }) => index < 0 || index >= request.choices)
          .map(({ index, event, path }) =>
            findingAt(
              { value: index, event, path: `${path}.index` },
              `the request asked for ${request.choices} choice(s)`,
              `an index from 0 to ${request.choices - 1}`,
            ),
          ),
      ),
  },
  'shape/role': {
    title: 'Wherever role is present and not null it is assistant',
    authority: [OAS_CHUNK('role is the role of the author of the message; an answer is by the assistant.')],
    skipsAudio: true,
    run: (reading) =>
      among(
        reading.envelope.messages,
        reading.envelope.messages
          .filter(({ message: { role } }) => role !== undefined && role !== null && role !== 'assistant')
          .map(({ chunk, message: { role }, path }) =>
            findingAt(seen(chunk, `${path}.role`, role), 'the answer is by somebody else', '"assistant"'),
          ),
      ),
  },
  'shape/role-first': {
    title: 'The first delta with content or calls has, or follows one that has, role',
    departs: { impact: 'critical', because: 'LangChain loses the calls of a stream without a role' },
    authority: [
      OAS_CHUNK('Streams open with a delta that names the role.'),
      ...seenBroken('shape/role-first'),
    ],
    skipsAudio: true,
    run: (reading) => {
      const settled = new Set<Json>();
      const faults: Finding[] = [];
      for (const { chunk, choice, message, path } of reading.envelope.messages) {
        if (settled.has(choice['index'])) continue;
        const named = message['role'] !== undefined && message['role'] !== null;
        if (named || carriesSomething(message)) settled.add(choice['index']);
        if (!named && carriesSomething(message)) {
          faults.push(
            findingAt(
              seen(chunk, path, message),
              'content came before any role',
              'role in this delta or before it',
            ),
          );
        }
      }
      return among(settled.size, faults);
    },
  },
  'shape/content': {
    title: 'content is a string, null or absent',
    departs: { impact: 'critical', because: 'LangChain loses a call beside content of another type' },
    authority: [OAS_CHUNK('content is a string or null.'), OAS_COMPLETION('content is a string or null.')],
    skipsAudio: true,
    run: (reading) =>
      among(
        reading.envelope.messages,
        reading.envelope.messages
          .filter(
            ({ message: { content } }) =>
              content !== undefined && content !== null && typeof content !== 'string',
          )
          .map(({ chunk, message: { content }, path }) =>
            findingAt(seen(chunk, `${path}.content`, content), 'content of another type', 'a string or null'),
          ),
      ),
  },
  'shape/tool-calls': {
    title: 'tool_calls is an array of objects that keep name and arguments in an object function',
    departs: {
      impact: 'major',
      because: 'fields beside function are read by some clients, so the call is not always lost',
    },
    authority: [
      OAS_CHUNK('tool_calls is an array of objects; name and arguments are members of the object function.'),
    ],
    skipsAudio: true,
    run: (reading) =>
      among(
        reading.envelope.messages,
        reading.envelope.messages
          .filter(({ message: { tool_calls: calls } }) => calls !== undefined && calls !== null)
          .flatMap(({ chunk, message, path }) =>
            callShapeFaults(chunk, message['tool_calls'], path, reading.delivery),
          ),
      ),
  },
  'shape/tool-calls-misplaced': {
    title: 'Calls of tools stand in tool_calls of delta or message, not on the choice, nor in function_call',
    authority: [
      OAS_CHUNK('tool_calls is a member of delta.'),
      OAS_COMPLETION('tool_calls is a member of message; function_call is deprecated and replaced by it.'),
      ...seenBroken('shape/tool-calls-misplaced'),
    ],
    skipsAudio: true,
    run: (reading) =>
      among(reading.envelope.choices, [
        ...reading.envelope.choices
          .filter(({ choice }) => choice['tool_calls'] !== undefined && choice['tool_calls'] !== null)
          .map(({ chunk, choice, path }) =>
            findingAt(
              seen(chunk, `${path}.tool_calls`, choice['tool_calls']),
              'the calls stand on the choice, where no client looks',
              'tool_calls inside delta or message',
            ),
          ),
        ...functionCalls(reading),
      ]),
  },
  'shape/tool-calls-absent': {
    authority: [
      OAS_CHUNK('tool_calls is optional and not nullable.'),
      ...seenBroken('shape/tool-calls-absent'),
    ],
    run: (reading) =>
      among(
        reading.envelope.messages,
        reading.envelope.messages
          .filter(
            ({ message: { tool_calls: calls } }) =>
              calls === null || (Array.isArray(calls) && calls.length === 0),
          )
          .map(({ chunk, message: { tool_calls: calls }, path }) =>
            findingAt(
              seen(chunk, `${path}.tool_calls`, calls),
              'the key is there without a call',
              'no key tool_calls',
            ),
          ),
      ),
  },
  'shape/unknown-fields': {
    authority: [OAS_CHUNK('The schema of a chunk.'), OAS_COMPLETION('The schema of a completion.')],
    skipsAudio: true,
    run: listing(({ delivery, chunks }, extensions) => {
      const fields = fieldsOf(delivery === 'streaming' ? 'chunk' : 'completion', extensions);
      return unknownFields(chunks, () => fields);
    }),
  },
};

/**
 * Finds calls in the deprecated field function_call, if the request offered tools and the answer has no `tool_calls`.
 */
function functionCalls({ turn, request, envelope }: ChatReading): Finding[] {
  if (turn.calls.length > 0) return [];
  const calls = envelope.messages.flatMap(({ chunk, message, path }) => {
    const call = message['function_call'];
    return isObject(call) && isFilled(call['name']) ? [seen(chunk, `${path}.function_call`, call)] : [];
  });
  // This order matters: without such a call, the check does not depend on the request, which may be unknown.
  if (calls.length === 0 || request.tools.length === 0 || offersFunctions(request.json)) return [];
  const message =
    'the call stands in the field that tool_calls replaced, where no client looks that sent tools';
  return calls.map((call) => findingAt(call, message, 'a call in tool_calls'));
}

function seen({ event }: Chunk, path: string, value: Json): Seen {
  return { event, path, value };
}

const ENVELOPE: readonly FieldRule[] = [
  { field: 'id', expected: 'a string', holds: (value) => typeof value === 'string' },
  { field: 'created', expected: 'an integer', holds: (value) => Number.isInteger(value) },
  { field: 'model', expected: 'a string', holds: (value) => typeof value === 'string' },
  { field: 'choices', expected: 'an array', holds: (value) => Array.isArray(value) },
];

function envelopeFaults(chunk: Chunk, object: string): readonly Finding[] {
  const { json, event } = chunk;
  const choices = listOf(json['choices']);
  const faults = fieldFaults(ENVELOPE, { event, path: '', value: json });
  if (json['object'] === object && choices.every(isObject)) return faults;
  const strayChoices = [...choices.entries()]
    .filter(([, choice]) => !isObject(choice))
    .map(([position, choice]) =>
      findingAt(seen(chunk, choicePath(position), choice), 'this choice is no object', 'an object'),
    );
  if (json['object'] === object) return [...faults, ...strayChoices];
  const found = seen(chunk, 'object', json['object']);
  return [...faults, findingAt(found, 'object is not as promised', show(object)), ...strayChoices];
}

function chunkChoiceFaults({ chunk, choice, path }: ChoicePart): readonly Finding[] {
  const faults = indexFaults(chunk, choice, path);
  if (isObject(choice['delta'])) return faults;
  const found = seen(chunk, `${path}.delta`, choice['delta']);
  return [...faults, findingAt(found, 'delta is no object', 'an object')];
}

function completionChoiceFaults({ chunk, choice, path }: ChoicePart): Finding[] {
  const faults = [...indexFaults(chunk, choice, path)];
  if (!isObject(choice['message'])) {
    faults.push(
      findingAt(seen(chunk, `${path}.message`, choice['message']), 'message is no object', 'an object'),
    );
  }
  if (!Object.hasOwn(choice, 'finish_reason')) {
    faults.push(
      findingAt(seen(chunk, path, Object.keys(choice)), 'this choice lacks the key', 'the key finish_reason'),
    );
  }
  return faults;
}

function indexFaults(chunk: Chunk, choice: JsonObject, path: string): readonly Finding[] {
  if (Number.isInteger(choice['index'])) return NO_FINDINGS;
  return [findingAt(seen(chunk, `${path}.index`, choice['index']), 'index is no integer', 'an integer')];
}

function carriesSomething(message: JsonObject): boolean {
  const { content, tool_calls: calls } = message;
  return (typeof content === 'string' && content !== '') || (Array.isArray(calls) && calls.length > 0);
}

/** Returns true for a named event without any member of a chunk, such as a ping. framing/no-named-events reports it. */
function isOfAnotherName({ sse, json }: Chunk): boolean {
  return (
    sse?.name != null && sse.name !== 'message' && ['id', 'object', 'choices'].every((key) => !(key in json))
  );
}

/** A delta may lack the function; a whole call must have it. */
function callShapeFaults(chunk: Chunk, calls: Json, path: string, delivery: Delivery): Finding[] {
  if (!Array.isArray(calls)) {
    return [
      findingAt(seen(chunk, `${path}.tool_calls`, calls), 'tool_calls is no array', 'an array of objects'),
    ];
  }
  return calls.flatMap((call: Json, position) => {
    const callPath = `${path}.tool_calls[${position}]`;
    if (!isObject(call))
      return [findingAt(seen(chunk, callPath, call), 'this call is no object', 'an object')];
    const called = call[calledMember(call)];
    if (isObject(called)) return [];
    const astray = call['name'] !== undefined || call['arguments'] !== undefined;
    if (!astray && !isPresent(called) && delivery === 'streaming') return [];
    return [
      findingAt(
        seen(chunk, callPath, call),
        'name and arguments are not inside function',
        'an object function',
      ),
    ];
  });
}
