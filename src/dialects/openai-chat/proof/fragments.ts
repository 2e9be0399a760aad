/** Seeded faults and legal variants of deltas: the pieces of arguments and text, each sent once and before the end. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import type { ExchangeEdit } from '../../../proof/edits/edit.ts';
import { drop, last, moveAfter, nth, remove, repeat, set } from '../../../proof/edits/stream.ts';
import {
  ARGUMENTS,
  FINISH,
  FRAGMENTS,
  fragment,
  inOneDelta,
  insertDelta,
  ofCall,
  ROLE,
  STARTS,
  TEXT,
  USAGE,
} from './places.ts';

/** Replaces all deltas of content with these. */
function saying(...pieces: readonly string[]): ExchangeEdit[] {
  return [remove(TEXT), ...pieces.toReversed().map((content) => insertDelta(ROLE, { content }))];
}

/** Inserts these deltas of thoughts before the text, and removes their separate token count. */
function thinking(member: string, ...pieces: readonly string[]): ExchangeEdit[] {
  return [
    drop(USAGE, 'usage.completion_tokens_details'),
    ...pieces.toReversed().map((piece) => insertDelta(ROLE, { [member]: piece })),
  ];
}

export const fragments: Table = [
  faults('deltas/arguments-string', 'call/streaming', {
    'deltas/arguments-object': [
      'the arguments come as one object',
      [remove(FRAGMENTS), set(STARTS, ARGUMENTS, { location: 'Oslo' })],
    ],
  }),
  faults('deltas/arguments-string', 'parallel/streaming', {
    'deltas/arguments-null': [
      'the first delta of a call has arguments null',
      [set(ofCall(1, STARTS), ARGUMENTS, null)],
    ],
  }),
  faults('deltas/arguments-string', 'call/streaming', {
    'deltas/arguments-null-alone': [
      'the call has arguments null, and no other delta',
      [remove(FRAGMENTS), set(STARTS, ARGUMENTS, null)],
    ],
  }),
  variants('deltas/arguments-string', 'call/streaming', {
    'deltas/start-without-arguments': [
      'the first delta of the call leaves arguments out, and a later one is empty',
      [
        drop(STARTS, ARGUMENTS),
        insertDelta(last(FRAGMENTS), { tool_calls: [{ index: 0, function: { arguments: '' } }] }),
      ],
    ],
    'deltas/single-characters': [
      'the arguments come character by character',
      [fragment(0, [...WEATHER_CALL.arguments])],
    ],
  }),
  faults('deltas/no-resend', 'call/streaming', {
    'deltas/arguments-resent': [
      'the last delta sends the whole arguments once more',
      [
        insertDelta(last(FRAGMENTS), {
          tool_calls: [{ index: 0, function: { arguments: WEATHER_CALL.arguments } }],
        }),
      ],
    ],
    'deltas/fragment-twice': ['a chunk of the arguments is sent twice', [repeat(nth(FRAGMENTS, 1))]],
    'deltas/fragment-twice-and-once-more-later': [
      'a brace is sent twice, and opens another object behind the fragment after it',
      [fragment(0, ['{', '{', '"location":', '{', '}}'])],
    ],
    'deltas/whole-after-a-part-and-a-space': [
      'a fragment is white space, and the next is the whole and repeats the one before',
      [fragment(0, ['{"location"', ' ', WEATHER_CALL.arguments])],
    ],
    'deltas/whole-with-a-line-end': [
      'the second fragment is the whole with a line end behind it, and repeats the first',
      [fragment(0, ['{"location"', `${WEATHER_CALL.arguments}\n`])],
    ],
    'deltas/whole-after-a-part': [
      'the second fragment is the whole, and repeats the first',
      [fragment(0, ['{"location"', WEATHER_CALL.arguments])],
    ],
    'deltas/cumulative': [
      'every fragment repeats all before it, in three steps',
      [fragment(0, ['{"location"', '{"location":"Os', '{"location":"Oslo"}'])],
    ],
    'deltas/cumulative-with-pauses': [
      'every fragment repeats the one before, with empty ones between',
      [fragment(0, ['{"loc', '', '{"location":"Os', '', '{"location":"Oslo"}'])],
    ],
    'deltas/whole-encoded-once-more': [
      'the whole comes a second time, as a JSON string',
      [fragment(0, ['{"location":', '"Oslo"}', '"{\\"location\\": \\"Oslo\\"}"'])],
    ],
    'deltas/whole-written-anew': [
      'the whole comes a second time, with other white space',
      [fragment(0, ['{"location":"Oslo"}', '{"location": "Oslo"}'])],
    ],
  }),
  variants('deltas/no-resend', 'call/streaming', {
    'deltas/whole-call-in-one-delta': ['the whole call comes in one delta', [inOneDelta()]],
    'deltas/object-inside-the-arguments': [
      'one fragment is a JSON object by itself, inside a string',
      [fragment(0, ['{"location":"', '{}', '"}'])],
    ],
    'deltas/fragments-alike': [
      'fragments repeat each other, as the arguments do',
      [fragment(0, ['{"location":"', 'ba', 'ba', 'ba', '"', '}'])],
    ],
  }),
  variants('deltas/no-text-resend', 'text/streaming', {
    'deltas/ornament-again': [
      'a delta goes on with the ornament of the one before, which is two characters again and again',
      saying('-=-=-=-=-=-=-=-=', '-=-=-=-=-=-=-=-=-=-='),
    ],
    'deltas/sentence-said-twice': [
      'a delta begins with the sentence of the one before, which was not all that had been said',
      saying('Well: ', 'it is raining in Oslo. ', 'it is raining in Oslo. Indeed.'),
    ],
  }),
  faults('deltas/no-text-resend', 'text/streaming', {
    'deltas/text-again-that-begins-with-two-letters-alike': [
      'a delta says again a text whose first two letters are alike',
      saying('ooh, all is well.', 'ooh, all is well. Again.'),
    ],
    'deltas/short-text-so-far-in-every-delta': [
      'every delta has all the text so far, which is short at first',
      saying('Good', 'Good morning', 'Good morning, Oslo! All', 'Good morning, Oslo! All is well.'),
      { unserved: 'how long its texts are matters, and those of other conversations are longer' },
    ],
    'deltas/text-so-far-that-pauses': [
      'every delta has all the text so far, which is empty at first and once does not grow',
      saying('', 'Good', 'Good', 'Good morning, Oslo! All', 'Good morning, Oslo! All is well.'),
      { unserved: 'how long its texts are matters, and those of other conversations are longer' },
    ],
    'deltas/text-so-far-in-every-delta': [
      'every delta has all the text so far',
      saying('Good morning, Os', 'Good morning, Oslo! All', 'Good morning, Oslo! All is well.'),
    ],
    'deltas/text-again-without-its-line-end': [
      'the text begins with a line end, and comes again without it',
      saying('\n', 'Good morning, Oslo!', ' All is well.', 'Good morning, Oslo! All is well.'),
    ],
  }),
  faults('deltas/no-text-resend', 'text/streaming', {
    'deltas/thoughts-so-far-in-every-delta': [
      'every delta has all the thoughts so far',
      thinking('reasoning_content', 'A short answer, in short', 'A short answer, in short words.'),
    ],
  }),
  variants('deltas/no-text-resend', 'text/streaming', {
    'deltas/text-that-was-thought': [
      'the text says what the thoughts said',
      thinking('reasoning', 'Good morning, Oslo! ', 'Good morning, Oslo!'.toLowerCase()),
    ],
    'deltas/rule-of-dashes': [
      'a line of dashes comes in two deltas that are alike',
      saying('----------------', '----------------', '\nGood morning!'),
    ],
    'deltas/indented-text': [
      'the text begins with two deltas of white space that are alike',
      saying(' '.repeat(20), ' '.repeat(20), 'Good morning!'),
    ],
    'deltas/text-quoted-later': [
      'the text quotes its beginning after other words',
      saying('Good morning, Oslo!', ' Once more: ', 'Good morning, Oslo!'),
    ],
    'deltas/text-of-fifteen-characters': [
      'fifteen characters come twice',
      saying('Good day, Oslo!', 'Good day, Oslo!'),
    ],
  }),
  faults('deltas/none-after-finish', 'call/streaming', {
    'deltas/content-after-finish': [
      'text follows the finish_reason of a call',
      [insertDelta(FINISH, { content: 'Done.' })],
    ],
  }),
  faults('deltas/none-after-finish', 'parallel/streaming', {
    'deltas/call-after-finish': [
      'the second call comes after the finish_reason',
      [moveAfter(ofCall(1), FINISH)],
    ],
  }),
  faults('deltas/none-after-finish', 'text/streaming', {
    'deltas/word-after-finish': [
      'the last word comes after the finish_reason',
      [moveAfter(last(TEXT), FINISH)],
    ],
  }),
  variants('deltas/none-after-finish', 'text/streaming', {
    'deltas/empty-content-after-finish': [
      'a delta of empty content follows finish_reason',
      [insertDelta(FINISH, { content: '' })],
    ],
    'deltas/finish-with-the-last-word': [
      'the last word comes in the chunk that finishes',
      [remove(FINISH), set(last(TEXT), 'choices[0].finish_reason', 'stop')],
    ],
  }),
];
