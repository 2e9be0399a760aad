/** Seeded faults and legal variants of results: how a client repeats the calls that it answers. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask, header, sentBefore } from '../../../proof/edits/exchange.ts';
import { insertBefore } from '../../../proof/edits/stream.ts';
import { callTime, edits, refuse } from './edits.ts';
import { END } from './places.ts';

/** The call has no arguments, and the client repeats it with this text instead. */
function repeatedWith(text: string | undefined) {
  return all(
    callTime('{}'),
    edits.goOn(({ answer: repeated, results, returned }) => [...repeated, ...returned(results)]),
    turn(2, ask('messages[2].tool_calls[0].function.arguments', text)),
  );
}

export const results: Table = [
  faults('results/call-kept', 'weather/buffered', {
    'results/arguments-changed-behind-a-retry': [
      'the second request is throttled and sent again, and the client repeats the call with another city',
      all(
        sentBefore(2, refuse(429), header('Retry-After', '1')),
        turn(3, ask('messages[2].tool_calls[0].function.arguments', '{"location":"Bergen"}')),
      ),
    ],
    'results/arguments-made-up': [
      'the call has an empty text for its arguments, and the client repeats it with some',
      all(
        callTime(''),
        edits.goOn(({ answer: repeated, results, returned }) => [...repeated, ...returned(results)]),
        turn(2, ask('messages[2].tool_calls[0].function.arguments', '{"zone":"UTC"}')),
      ),
      { alsoFails: { 'arguments/empty': 'an empty text is no JSON' } },
    ],
  }),
  faults('errors/none-midstream', 'custom/streaming', {
    'errors/behind-the-call-of-a-custom-tool': [
      'an error ends the answer, and the client repeats the call of a custom tool with another input',
      all(
        turn(1, insertBefore(END, { error: { code: 502, message: 'The upstream closed the connection' } })),
        turn(2, ask('messages[2].tool_calls[0].custom.input', '07:40')),
      ),
    ],
  }),
  faults('results/call-kept', 'custom/buffered', {
    'results/input-changed': [
      'the client repeats the call of a custom tool with another input',
      turn(2, ask('messages[2].tool_calls[0].custom.input', '07:40')),
    ],
  }),
  faults('results/call-kept', 'weather/buffered', {
    'results/object-for-the-text': [
      'the client repeats the call with an object in the place of its JSON text',
      turn(2, ask('messages[2].tool_calls[0].function.arguments', { location: 'Oslo', unit: 'celsius' })),
    ],
  }),
  variants('results/call-kept', 'weather/buffered', {
    'results/nothing-repeated-of-no-arguments': [
      'the call has no arguments, and the client repeats it without any',
      repeatedWith(undefined),
    ],
    'results/spaces-repeated-of-no-arguments': [
      'the call has no arguments, and the client repeats a space',
      repeatedWith(' '),
    ],
  }),
  variants('results/call-kept', 'custom/buffered', {
    'results/input-of-a-call-cut-off': [
      'the token limit cuts the answer off, and the client repeats another input',
      all(
        turn(1, setBody('choices[0].finish_reason', 'length')),
        turn(2, ask('messages[2].tool_calls[0].custom.input', '07:40')),
      ),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('results/call-kept', 'custom/streaming', {
    'results/input-kept': ['the client repeats the call of a custom tool as it came', []],
  }),
];
