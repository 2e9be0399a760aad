/** Seeded faults and legal variants of shape: the message of an answer, streamed and buffered, and undefined fields. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, everyTurn, turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import {
  but,
  CHUNKS,
  drop,
  first,
  insertBefore,
  last,
  moveAfter,
  moveBefore,
  nth,
  remove,
  repeat,
  set,
} from '../../../proof/edits/stream.ts';
import {
  BODY_CALL,
  CALL,
  CHOICES,
  chunkLike,
  DELTA,
  EMPTY,
  FINISH,
  insertChoices,
  MESSAGE,
  ofChoice,
  ROLE,
  STARTS,
  TEXT,
  twoChoices,
  USAGE,
} from './places.ts';

/** A word of the second turn's text that carries no fact. */
const WORD = nth(TEXT, 4);

export const message: Table = [
  faults('shape/role', 'weather/streaming', {
    'shape/role-of-another': ['the answer is by model', turn(2, set(ROLE, `${DELTA}.role`, 'model'))],
    'shape/role-empty': ['role is the empty string in later deltas', turn(2, set(TEXT, `${DELTA}.role`, ''))],
  }),
  faults('shape/role', 'weather/buffered', {
    'shape/body-role-of-another': ['the message of a body is by tool', [setBody(`${MESSAGE}.role`, 'tool')]],
  }),
  variants('shape/role', 'weather/streaming', {
    'shape/role-in-every-delta': [
      'every delta says the role',
      everyTurn(set(CHOICES, `${DELTA}.role`, 'assistant')),
    ],
    'shape/role-null-later': [
      'later deltas have role null',
      everyTurn(set(but(CHOICES, ROLE), `${DELTA}.role`, null)),
    ],
  }),
  faults('shape/role-first', 'weather/streaming', {
    'shape/role-never': ['no delta says the role', [remove(ROLE)]],
    'shape/role-late': ['the role comes after the first word', turn(2, moveAfter(ROLE, nth(TEXT, 0)))],
  }),
  variants('shape/role-first', 'text/streaming', {
    'shape/choices-one-after-the-other': [
      'of two choices the second begins when the first has finished',
      [twoChoices(), moveBefore(ofChoice(1), USAGE)],
    ],
  }),
  variants('shape/role-first', 'weather/streaming', {
    'shape/role-with-the-call': [
      'the role comes in the delta that starts the call',
      [remove(ROLE), set(STARTS, `${DELTA}.role`, 'assistant')],
    ],
    'shape/empty-content-before-the-role': [
      'a delta of empty content comes before the role',
      everyTurn(repeat(ROLE), drop(first(ROLE), `${DELTA}.role`)),
    ],
  }),
  faults('shape/content', 'weather/streaming', {
    'shape/content-in-parts': [
      'content comes as an array of parts',
      turn(2, set(WORD, `${DELTA}.content`, [{ type: 'text', text: 'in ' }])),
    ],
    'shape/content-false': ['content is false beside a call', [set(STARTS, `${DELTA}.content`, false)]],
  }),
  faults('shape/content', 'text/buffered', {
    'shape/body-content-in-parts': [
      'the content of a body comes as an array of parts',
      [setBody(`${MESSAGE}.content`, [{ type: 'text', text: 'Good morning!' }])],
    ],
  }),
  variants('shape/content', 'weather/streaming', {
    'shape/content-null': [
      'content is null beside calls, and empty at the end',
      all(turn(1, set(CHOICES, `${DELTA}.content`, null)), turn(2, set(FINISH, `${DELTA}.content`, ''))),
    ],
  }),
  faults('shape/content', 'weather/buffered', {
    'shape/answer-in-parts': [
      'after the result, the content of a body is an array of parts',
      turn(
        2,
        setBody(`${MESSAGE}.content`, (text: string) => [{ type: 'text', text }]),
      ),
    ],
  }),
  variants('shape/role-first', 'text/streaming', {
    'shape/null-before-the-role': [
      'content null comes before the role',
      [(exchange) => insertBefore(ROLE, chunkLike(exchange, [EMPTY]))(exchange)],
    ],
  }),
  faults('shape/role-first', 'text/streaming', {
    'shape/role-null': ['the role is null', [set(ROLE, `${DELTA}.role`, null)]],
    'shape/nothing-then-no-role': [
      'an empty delta comes first, then content, and no delta has a role',
      [drop(ROLE, `${DELTA}.role`), set(first(CHOICES), DELTA, { content: null })],
    ],
  }),
  faults('shape/content', 'text/streaming', {
    'shape/parts-before-the-role': [
      'content comes as a list of parts, before the role',
      [
        (exchange) =>
          insertBefore(
            ROLE,
            chunkLike(exchange, [{ ...EMPTY, delta: { content: [{ type: 'text', text: 'Well, ' }] } }]),
          )(exchange),
      ],
    ],
  }),
  faults('shape/chunk', 'text/streaming', {
    'shape/word-among-the-choices': [
      'a word stands behind the choice of a chunk',
      [set(nth(TEXT, 1), 'choices[1]', 'none')],
    ],
  }),
  faults('shape/unknown-fields', 'weather/streaming', {
    'shape/fields-of-its-own': [
      'chunks, deltas and calls hold fields of the provider',
      [
        set(CHUNKS, 'x_server', 'node-7'),
        set(ROLE, `${DELTA}.token_ids`, [1, 2]),
        set(STARTS, `${CALL}.function.parsed`, null),
      ],
    ],
    'shape/one-field-of-its-own': [
      'all chunks hold one field of the provider, which is told once, where it comes first',
      [set(CHUNKS, 'x_server', 'node-7')],
    ],
  }),
  faults('shape/unknown-fields', 'weather/buffered', {
    'shape/index-in-a-body': [
      'a call of a body is numbered as in a stream',
      [setBody(`${BODY_CALL}.index`, 0)],
    ],
    'shape/timings-in-usage': ['usage of a body holds the time it took', [setBody('usage.total_time', 0.25)]],
  }),
  variants('shape/unknown-fields', 'weather/streaming', {
    'shape/rare-fields': [
      'fields that the reference defines and few send',
      everyTurn(
        set(CHUNKS, 'service_tier', 'default'),
        set(CHUNKS, 'system_fingerprint', 'fp_1'),
        set(CHUNKS, 'obfuscation', 'aX9'),
      ),
    ],
  }),
  variants('shape/unknown-fields', 'text/streaming', {
    'shape/moderation-and-cache-writes': [
      'a chunk after the usage brings the moderation that was asked for, and the usage counts cache writes',
      [
        ask('moderation', { model: 'omni-moderation-latest' }),
        set(USAGE, 'usage.prompt_tokens_details.cache_write_tokens', 0),
        insertChoices(USAGE),
        set(last(CHUNKS), 'moderation', { input: { results: [] }, output: { results: [] } }),
      ],
    ],
  }),
  variants('shape/unknown-fields', 'openrouter/streaming', {
    'shape/rare-fields-of-openrouter': [
      "fields that OpenRouter's reference defines",
      everyTurn(
        set(CHOICES, 'choices[0].native_finish_reason', null),
        set(CHOICES, `${DELTA}.reasoning`, null),
        set(CHOICES, `${DELTA}.reasoning_details`, []),
      ),
    ],
  }),
];
