/** Seeded faults and legal variants of shape: the envelope of an answer, around its messages. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { MODEL } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { everyTurn, turn } from '../../../proof/edits/edit.ts';
import { ask, respond } from '../../../proof/edits/exchange.ts';
import {
  addLines,
  but,
  CHUNKS,
  drop,
  first,
  insertAfter,
  insertBefore,
  moveBefore,
  nth,
  remove,
  repeat,
  set,
  setData,
  setEach,
} from '../../../proof/edits/stream.ts';
import { BOM, recodeText } from '../../../proof/edits/wire.ts';
import {
  CALLS,
  CHOICES,
  DELTA,
  END,
  FINISH,
  insertChoices,
  MESSAGE,
  ROLE,
  TEXT,
  twoChoices,
  USAGE,
} from './places.ts';

/** A word of the second turn's text that carries no fact. */
const WORD = nth(TEXT, 4);

const NO_FINISH = {
  'finish/present': 'a choice without finish_reason never finishes',
};

/** The first chunk that Azure sends. */
const PRELUDE = {
  id: '',
  object: '',
  created: 0,
  model: '',
  choices: [],
  prompt_filter_results: [{ prompt_index: 0, content_filter_results: { hate: { filtered: false } } }],
};

const PREVIEW_PRELUDE = {
  id: '',
  object: '',
  created: 0,
  model: '',
  prompt_annotations: PRELUDE.prompt_filter_results,
  choices: [],
  usage: null,
};

export const shape: Table = [
  faults('shape/chunk', 'text/streaming', {
    'shape/message-for-delta': [
      'every choice of a stream has message in the place of delta',
      [setData(CHOICES, (chunk) => JSON.stringify(chunk).replaceAll('"delta":', '"message":'))],
    ],
  }),
  faults('shape/chunk', 'text/streaming', {
    'shape/events-of-messages': [
      'the stream is one of Messages, passed on as it came',
      [setData(CHUNKS, () => '{"type":"message_delta","delta":{},"usage":{"output_tokens":8}}'), remove(END)],
    ],
  }),
  faults('shape/chunk', 'text/streaming', {
    'shape/message-event-without-a-chunk': [
      'an event named message has nothing of a chunk',
      [insertAfter(nth(TEXT, 1), { lines: ['event: message'], data: {} })],
    ],
    'shape/named-chunk-without-its-object': [
      'a chunk comes in an event of another name, and lacks its object',
      [addLines(nth(TEXT, 1), 'event: chunk'), drop(nth(TEXT, 1), 'object')],
      { alsoFails: { 'framing/no-named-events': 'the event has a name' } },
    ],
  }),
  faults('shape/completion', 'text/buffered', {
    'shape/envelope-of-a-gateway': [
      'a gateway has put the answer into an envelope of its own',
      [respond(200, { success: true, data: { object: 'chat.completion', choices: [] } })],
    ],
    'shape/body-of-messages': [
      'the body is a message of another dialect, with its counts',
      [
        respond(200, {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          content: [{ type: 'text', text: 'Good morning!' }],
          stop_reason: 'end_turn',
          usage: { input_tokens: 70, output_tokens: 8 },
        }),
      ],
    ],
    'shape/message-null': ['the message of a body is null', [setBody(MESSAGE, null)]],
  }),
  faults('shape/chunk', 'weather/streaming', {
    'shape/chunk-without-id': ['one chunk has no id', turn(2, drop(WORD, 'id'))],
    'shape/id-null': ['the id of every chunk is null', [set(CHUNKS, 'id', null)]],
    'shape/chunk-declared-as-completion': [
      'chunks call themselves chat.completion',
      [set(CHUNKS, 'object', 'chat.completion')],
    ],
    'shape/created-as-text': ['created is a date in text', [set(CHUNKS, 'created', '2025-11-20T09:30:00Z')]],
    'shape/created-with-fraction': ['created has a fraction', [set(CHUNKS, 'created', 1_760_000_000.25)]],
    'shape/model-missing': ['chunks do not name the model', [drop(CHUNKS, 'model')]],
    'shape/choices-missing': ['the usage chunk leaves choices out', [drop(USAGE, 'choices')]],
    'shape/choice-without-index': ['streamed choices have no index', [drop(CHOICES, 'choices[0].index')]],
    'shape/choice-no-object': ['a choice is null', turn(2, insertChoices(WORD, null))],
    'shape/finish-without-delta': ['the choice that finishes has no delta', [drop(FINISH, DELTA)]],
    'shape/delta-null': ['the delta of the choice that finishes is null', turn(2, set(FINISH, DELTA, null))],
  }),
  variants('shape/chunk', 'text/streaming', {
    'shape/audio': [
      'an answer with audio was asked for, and streams in a shape of its own',
      [
        ask('modalities', ['text', 'audio']),
        drop(CHOICES, 'choices[0].finish_reason'),
        set(CHOICES, `${DELTA}.role`, 'speaker'),
        drop(CHUNKS, 'id'),
        moveBefore(USAGE, nth(TEXT, 1)),
        remove(END),
      ],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('shape/chunk', 'weather/streaming', {
    'shape/filter-prelude': [
      "Azure's filter results come first, in a chunk without id, model and choices",
      everyTurn(insertBefore(first(CHUNKS), PRELUDE)),
    ],
    'shape/filter-prelude-of-the-preview': [
      'the filter results come first, by the name that the first previews gave them',
      everyTurn(insertBefore(first(CHUNKS), PREVIEW_PRELUDE)),
    ],
    'shape/extra-fields-in-chunks': [
      'chunks hold fields of the provider',
      everyTurn(set(CHUNKS, 'x_server', { node: 7 })),
    ],
    'shape/nulls-for-absent-fields': [
      'fields that are not used are null',
      everyTurn(
        set(CHUNKS, 'system_fingerprint', null),
        set(CHUNKS, 'service_tier', null),
        set(CHOICES, `${DELTA}.refusal`, null),
        set(CHOICES, `${DELTA}.function_call`, null),
      ),
    ],
  }),
  faults('shape/completion', 'weather/buffered', {
    'shape/body-declared-as-chunk': [
      'the body calls itself chat.completion.chunk',
      [setBody('object', 'chat.completion.chunk')],
    ],
    'shape/body-without-id': ['the body has no id', [dropBody('id')]],
    'shape/body-created-missing': ['the body does not say when it was created', turn(2, dropBody('created'))],
    'shape/body-choice-without-index': ['the choice of a body has no index', [dropBody('choices[0].index')]],
  }),
  faults('shape/completion', 'text/buffered', {
    'shape/body-without-finish-reason': [
      'the choice of a body lacks the key finish_reason',
      [dropBody('choices[0].finish_reason')],
      { alsoFails: NO_FINISH },
    ],
    'shape/body-without-choices': ['the list of choices is empty', [setBody('choices', [])]],
  }),
  faults('shape/completion', 'call/buffered', {
    'shape/delta-for-message': [
      'a body holds its message in delta',
      [setBody('choices[0]', { index: 0, delta: { role: 'assistant' }, finish_reason: 'stop' })],
    ],
  }),
  variants('shape/completion', 'text/buffered', {
    'shape/audio-in-a-body': [
      'the message of a body holds audio, its choice no index, and it never finishes',
      [
        dropBody('choices[0].index'),
        setBody(`${MESSAGE}.audio`, { id: 'audio_1', data: '', expires_at: 0, transcript: '' }),
        setBody(`${MESSAGE}.content`, null),
        setBody('choices[0].finish_reason', null),
      ],
      { outcome: 'not-applicable' },
    ],
    'shape/two-choices-in-a-body': [
      'two choices were asked for, and the body holds two',
      [
        ask('n', 2),
        setBody('choices', (choices: unknown[]) => [...choices, { ...Object(choices[0]), index: 1 }]),
      ],
    ],
  }),
  variants('shape/completion', 'weather/buffered', {
    'shape/nulls-in-a-body': [
      'fields of a body that are not used are null',
      everyTurn(
        setBody('system_fingerprint', null),
        setBody('choices[0].logprobs', null),
        setBody(`${MESSAGE}.function_call`, null),
        setBody(`${MESSAGE}.audio`, null),
        setBody('error', null),
      ),
    ],
    'shape/blank-lead': [
      'white space comes before the body',
      everyTurn(recodeText((text) => `\n \t\r\n${text}`)),
    ],
    'shape/body-with-byte-order-mark': ['a byte order mark opens the body', everyTurn(BOM)],
  }),
  faults('shape/finish-reason-key', 'weather/streaming', {
    'shape/finish-reason-only-at-the-end': [
      'finish_reason is left out until the end',
      everyTurn(drop(but(CHOICES, FINISH), 'choices[0].finish_reason')),
    ],
    'shape/finish-reason-lacks-once': [
      'one chunk lacks the key finish_reason',
      turn(2, drop(WORD, 'choices[0].finish_reason')),
    ],
  }),
  variants('shape/finish-reason-key', 'weather/streaming', {
    'shape/opening-chunk-without-choices': [
      'a chunk without choices opens the stream',
      everyTurn(repeat(ROLE), set(first(CHUNKS), 'choices', [])),
    ],
  }),
  faults('shape/one-id', 'weather/streaming', {
    'shape/id-per-chunk': [
      'every chunk has an id of its own',
      [setEach(CHUNKS, 'id', (position) => `chatcmpl-${position}`)],
    ],
    'shape/id-changes': ['the usage chunk has another id', turn(2, set(USAGE, 'id', 'chatcmpl-usage'))],
    'shape/empty-id-without-filter-results': [
      'a chunk of no id and no choices opens the stream, and has no filter results',
      everyTurn(repeat(ROLE), set(first(CHUNKS), 'choices', []), set(first(CHUNKS), 'id', '')),
    ],
  }),
  variants('shape/one-id', 'call/streaming', {
    'shape/filter-prelude-id': [
      'the id of the filter prelude is empty, the others agree',
      [insertBefore(first(CHUNKS), PRELUDE)],
    ],
  }),
  variants('shape/one-id', 'weather/streaming', {
    'shape/id-of-each-turn-alike': [
      'both turns have one id and one created',
      everyTurn(set(CHUNKS, 'id', 'chatcmpl-same'), set(CHUNKS, 'created', 1_760_000_000)),
    ],
  }),
  faults('shape/one-created', 'weather/streaming', {
    'shape/created-per-chunk': [
      'every chunk is stamped when it is made',
      [setEach(CHUNKS, 'created', (position) => 1_760_000_000 + position)],
    ],
  }),
  variants('shape/one-created', 'parallel/streaming', {
    'shape/filter-prelude-created': [
      'the filter prelude was created at 0, and names no model',
      [insertBefore(first(CHUNKS), PRELUDE)],
    ],
  }),
  variants('shape/one-created', 'weather/streaming', {
    'shape/created-zero': ['created is 0 in every chunk', everyTurn(set(CHUNKS, 'created', 0))],
  }),
  faults('shape/one-model', 'weather/streaming', {
    'shape/model-changes': [
      'the last chunks name another model',
      turn(2, set(FINISH, 'model', 'conforming-1-fallback')),
    ],
  }),
  variants('shape/one-model', 'weather/streaming', {
    'shape/model-dated': [
      'every chunk names the dated alias of the model',
      everyTurn(set(CHUNKS, 'model', `${MODEL}-2025-11-20`)),
    ],
  }),
  faults('shape/choice-index', 'weather/streaming', {
    'shape/choice-below-zero': [
      'the one choice has index -1',
      everyTurn(set(CHOICES, 'choices[0].index', -1)),
    ],
    'shape/choice-from-one': ['the one choice has index 1', everyTurn(set(CHOICES, 'choices[0].index', 1))],
  }),
  faults('shape/choice-index', 'call/buffered', {
    'shape/body-choice-from-one': ['the one choice of a body has index 1', [setBody('choices[0].index', 1)]],
  }),
  faults('shape/choice-index', 'call/streaming', {
    'shape/fragments-as-choices': [
      'the call begins in choice 0, and each piece of its arguments is another choice',
      [set(nth(CALLS, 1), 'choices[0].index', 1), set(nth(CALLS, 2), 'choices[0].index', 2)],
    ],
  }),
  faults('shape/choice-index', 'openrouter-reasoning/streaming', {
    'shape/parts-as-choices': [
      'the reasoning is choice 0, and the call is choice 1',
      [
        set(CALLS, 'choices[0].index', 1),
        set(FINISH, 'choices[0].index', 1),
        set(FINISH, 'choices[0].finish_reason', 'tool_calls'),
      ],
    ],
  }),
  variants('shape/choice-index', 'text/streaming', {
    'shape/two-choices': ['two choices were asked for, and come interleaved as 0 and 1', [twoChoices()]],
  }),
];
