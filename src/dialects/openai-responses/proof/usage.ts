/** Seeded faults and legal variants of usage: the billed tokens. */
import { tokens } from '../../../answers/answer.ts';
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { GREETING, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { drop, set } from '../../../proof/edits/stream.ts';
import { usage as counts, wholeCall } from '../serve/render.ts';
import { answer } from './edits.ts';
import { CREATED, IN_PROGRESS, splice, TERMINAL } from './places.ts';

const END = 'response.usage';
const CACHED = 'input_tokens_details.cached_tokens';
const REASONING = 'output_tokens_details.reasoning_tokens';

/** The caller of a call that the model made itself. */
const DIRECT = { type: 'direct' };

export const usage: Table = [
  faults('usage/counted', 'weather/buffered', {
    'usage/nothing-counted-behind-a-direct-call': [
      'no program made the call, and the turn behind its result counts nothing',
      all(
        turn(1, setBody('output[0].caller', DIRECT)),
        turn(
          2,
          ask('input[1].caller', DIRECT),
          ask('input[2].caller', DIRECT),
          setBody('usage.input_tokens', 0),
          setBody('usage.output_tokens', 0),
          setBody('usage.total_tokens', 0),
        ),
      ),
      { unserved: 'it takes a client that repeats who called' },
    ],
  }),
  variants('usage/grows', 'stored/buffered', {
    'usage/history-no-longer-stored': [
      'the first request goes on from a stored response, and the second sends a shorter history itself',
      all(
        turn(1, ask('previous_response_id', 'resp_before1'), setBody('previous_response_id', 'resp_before1')),
        turn(
          2,
          askNot('previous_response_id'),
          splice(0, 0, { role: 'user', content: 'What is the weather in Oslo?' }, wholeCall(WEATHER_CALL)),
          setBody('previous_response_id', null),
          setBody('usage.input_tokens', 20),
          setBody('usage.total_tokens', 32),
        ),
      ),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('usage/present', 'text/buffered', {
    'usage/cancelled': [
      'the response is cancelled, and no usage comes',
      [setBody('status', 'cancelled'), dropBody('usage')],
      { outcome: 'inconclusive' },
    ],
  }),
  faults('usage/present', 'text/streaming', {
    'usage/never': ['the terminal event has usage null', [set(TERMINAL, END, null)]],
  }),
  variants('usage/present', 'text/buffered', {
    'usage/of-an-incomplete-answer': [
      'an incomplete answer has usage',
      [answer({ ...GREETING, finish: 'length', usage: tokens(70, 500) })],
    ],
  }),
  faults('usage/integers', 'text/buffered', {
    'usage/names-of-chat': [
      'the counts have the names of Chat Completions',
      [setBody('usage', { prompt_tokens: 70, completion_tokens: 8, total_tokens: 78 })],
    ],
  }),
  faults('usage/integers', 'text/streaming', {
    'usage/counts-as-text': ['the total is text', [set(TERMINAL, `${END}.total_tokens`, '78')]],
  }),
  variants('usage/integers', 'text/buffered', {
    'usage/counts-of-zero': ['details of 0 are integers', [setBody('usage', counts(70, 8, 0))]],
  }),
  faults('usage/total', 'text/buffered', {
    'usage/reasoning-on-top': [
      'the total counts reasoning once more',
      [setBody(`usage.${REASONING}`, 5), setBody('usage.total_tokens', 83)],
      { says: 'input + output + reasoning' },
    ],
  }),
  faults('usage/total', 'text/streaming', {
    'usage/total-off-by-one': [
      'the total is one too many',
      [set(TERMINAL, `${END}.total_tokens`, 79)],
      { says: 'no known formula' },
    ],
  }),
  variants('usage/total', 'text/buffered', {
    'usage/reasoning-inside': ['reasoning is a part of the output', [setBody(`usage.${REASONING}`, 5)]],
  }),
  faults('usage/details', 'text/buffered', {
    'usage/details-left-out': [
      'usage has no details of the output',
      [dropBody('usage.output_tokens_details')],
    ],
  }),
  faults('usage/details', 'text/streaming', {
    'usage/cached-null': ['the count of cached tokens is null', [set(TERMINAL, `${END}.${CACHED}`, null)]],
  }),
  variants('usage/details', 'text/streaming', {
    'usage/writes-counted': [
      'the details count what was written to the cache',
      [set(TERMINAL, `${END}.input_tokens_details.cache_write_tokens`, 64)],
    ],
  }),
  faults('usage/once', 'text/streaming', {
    'usage/from-the-start': ['the first event has usage, all 0', [set(CREATED, END, counts(0, 0))]],
  }),
  variants('usage/once', 'text/streaming', {
    'usage/left-out-at-first': [
      'the first events leave usage out',
      [drop(CREATED, END), drop(IN_PROGRESS, END)],
    ],
  }),
  faults('usage/grows', 'stored/streaming', {
    'usage/stored-not-counted': [
      'the stored history is not counted',
      turn(2, set(TERMINAL, END, counts(20, 12))),
    ],
  }),
  variants('usage/grows', 'stored/streaming', {
    'usage/of-another-stored-response': [
      'the second request goes on from another response',
      turn(
        2,
        ask('previous_response_id', 'resp_of_another_conversation'),
        set(TERMINAL, 'response.previous_response_id', 'resp_of_another_conversation'),
        set(TERMINAL, END, counts(20, 12)),
      ),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('usage/grows', 'weather/streaming', {
    'usage/shrinks-with-a-search': [
      'a search of the provider makes the second input shorter',
      turn(
        2,
        ask('tools[2]', { type: 'web_search' }),
        set(TERMINAL, 'response.tools[2]', { type: 'web_search' }),
        set(TERMINAL, END, counts(60, 12)),
      ),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('usage/counted', 'text/buffered', {
    'usage/nothing-generated': [
      'a filter stops the answer at once, and output_tokens is 0',
      [answer({ finish: 'content_filter', usage: tokens(70, 0) })],
    ],
  }),
  variants('usage/within-limit', 'text/buffered', {
    'usage/no-limit': [
      'the request sets no limit',
      [askNot('max_output_tokens'), setBody('usage', counts(70, 90_000))],
      { outcome: 'not-applicable' },
    ],
  }),
];
