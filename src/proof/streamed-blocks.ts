/**
 * Seeded faults and legal variants of `deltas`, `blocks` and `arguments`, for dialects that stream an answer as a
 * series of content blocks. Each block has a start, deltas and a stop, which share an index.
 */
import { faults, type Table, variants } from './cases.ts';
import { CALLING, TIME_CALL, WEATHER_CALL } from './dialogue-parts.ts';
import { setBody } from './edits/body.ts';
import type { DialectEdits } from './edits/dialect.ts';
import type { ExchangeEdit } from './edits/edit.ts';
import {
  drop,
  last,
  moveAfter,
  moveBefore,
  nth,
  remove,
  repeat,
  set,
  setEach,
  type Where,
} from './edits/stream.ts';

/** The paths and events of a stream in the dialect, and its own edits. */
export interface BlockWords extends Pick<DialectEdits, 'answer' | 'forget' | 'idOf'> {
  /** The field of an event with the index of its block. */
  readonly index: string;
  /** Paths: `id` and `name` in the start of a call, `input` in a fragment of its arguments. */
  readonly id: string;
  readonly name: string;
  readonly input: string;
  /** The path of the input of a body's first block. */
  readonly bodyInput: string;
  readonly blocks: Where;
  readonly starts: Where;
  readonly callStarts: Where;
  readonly stops: Where;
  readonly fragments: Where;
  readonly texts: Where;
  /** The event that ends the message, and its name. */
  readonly end: readonly [Where, name: string];
  /** Selects the events of the block with this index. */
  ofBlock(index: number, where?: Where): Where;
  /** Replaces the fragments of the call with this block index. */
  fragment(index: number, pieces: readonly string[]): ExchangeEdit;
}

const ARGUMENTS = WEATHER_CALL.arguments;

export function deltasOfBlocks(words: BlockWords): Table {
  const { index, blocks, callStarts, fragments, ofBlock, fragment } = words;
  const [end, endName] = words.end;
  return [
    faults('deltas/index', 'call/streaming', {
      'deltas/no-index': ['a fragment has no index', [drop(last(fragments), index)]],
      'deltas/index-as-text': ['the indexes are texts', [setEach(blocks, index, () => '0')]],
    }),
    variants('deltas/index', 'call/streaming', {
      'deltas/text-then-call': [
        'a text comes before the call',
        [words.answer({ ...CALLING, text: 'Let me see.' })],
      ],
    }),
    faults('deltas/index-from-zero', 'call/streaming', {
      'deltas/from-one': ['the first block has the index 1', [set(blocks, index, 1)]],
    }),
    faults('deltas/index-from-zero', 'parallel/streaming', {
      'deltas/gap': ['the second block has the index 2', [set(ofBlock(1), index, 2)]],
    }),
    variants('deltas/index-from-zero', 'reasoning/streaming', {
      'deltas/thoughts-then-call': ['thoughts come before the call', [fragment(1, [ARGUMENTS])]],
    }),
    faults('deltas/one-call-per-index', 'parallel/streaming', {
      'deltas/index-collision': ['two calls share the index 0', [set(ofBlock(1), index, 0)]],
    }),
    variants('deltas/one-call-per-index', 'parallel/streaming', {
      'deltas/one-fragment-each': ['two calls with one fragment each', [fragment(1, [TIME_CALL.arguments])]],
    }),
    faults('deltas/id-first', 'weather/streaming', {
      'deltas/id-missing': [
        'a call starts without an id',
        words.forget(words.idOf(WEATHER_CALL.id)),
        { alsoFails: { 'ids/present': 'no later event can give it' } },
      ],
    }),
    variants('deltas/id-first', 'call/streaming', {
      'deltas/short-id': ['the id is one letter', [set(callStarts, words.id, 'a')]],
    }),
    faults('deltas/name-first', 'call/streaming', {
      'deltas/name-never': ['a call starts without its name', [drop(callStarts, words.name)]],
    }),
    variants('deltas/name-first', 'parallel/streaming', {
      'deltas/names-of-two': ['two calls have each its name in its start', [fragment(0, ['', ARGUMENTS])]],
    }),
    faults('deltas/arguments-string', 'call/streaming', {
      'deltas/fragment-as-object': [
        'a fragment is an object',
        [set(last(fragments), words.input, { unit: 'celsius' })],
      ],
    }),
    variants('deltas/arguments-string', 'call/streaming', {
      'deltas/empty-fragments': [
        'empty fragments stand between the others',
        [fragment(0, ['', ARGUMENTS.slice(0, 9), '', ARGUMENTS.slice(9), ''])],
      ],
    }),
    faults('deltas/no-resend', 'call/streaming', {
      'deltas/cumulative': [
        'each fragment repeats all that came before',
        [fragment(0, [ARGUMENTS.slice(0, 12), ARGUMENTS.slice(0, 24), ARGUMENTS])],
      ],
      'deltas/arguments-resent': [
        'the whole input comes again at the end',
        [fragment(0, [ARGUMENTS.slice(0, 20), ARGUMENTS.slice(20), ARGUMENTS])],
      ],
      'deltas/fragment-twice': ['an event of the arguments is sent twice', [repeat(last(fragments))]],
    }),
    variants('deltas/no-resend', 'call/streaming', {
      'deltas/character-by-character': [
        'the input comes one character at a time',
        [fragment(0, [...ARGUMENTS])],
      ],
      'deltas/repeated-text': [
        'the input itself repeats what stands in it',
        [fragment(0, ['{"location":"{}', '{}"}'])],
      ],
    }),
    faults('deltas/none-after-finish', 'parallel/streaming', {
      'deltas/call-after-finish': [`the second call follows ${endName}`, [moveAfter(ofBlock(1), end)]],
    }),
    faults('deltas/none-after-finish', 'call/streaming', {
      'deltas/stop-after-finish': [`the block stops after ${endName}`, [moveBefore(end, nth(blocks, -1))]],
    }),
  ];
}

export function boundsOfBlocks({
  index,
  starts,
  stops,
  fragments,
  ofBlock,
  fragment,
  answer,
}: BlockWords): Table {
  return [
    faults('blocks/open', 'text/streaming', {
      'blocks/stopped-twice': ['a block is stopped twice', [repeat(stops)]],
    }),
    faults('blocks/open', 'call/streaming', {
      'blocks/delta-after-stop': [
        'a fragment comes after the stop of its block',
        [moveAfter(last(fragments), stops)],
      ],
      'blocks/fragments-of-no-block': [
        'the fragments of a call have an index that no block has',
        [set(fragments, index, 5)],
      ],
      'blocks/fragments-of-the-text-before': [
        'the fragments of a call have the index of the text before it',
        [answer({ ...CALLING, text: 'Let me see.' }), set(fragments, index, 0)],
      ],
    }),
    faults('blocks/one-open', 'parallel/streaming', {
      'blocks/overlapping': [
        'the second call starts before the first has stopped',
        [moveAfter(ofBlock(0, stops), ofBlock(1, starts))],
      ],
    }),
    variants('blocks/one-open', 'parallel/streaming', {
      'blocks/deltas-in-turns': ['two blocks, one after the other', [fragment(0, [ARGUMENTS])]],
    }),
    faults('blocks/closed', 'call/streaming', {
      'blocks/never-stopped': ['the block of a call never stops', [remove(stops)]],
    }),
  ];
}

export function argumentsOfBlocks(words: BlockWords): Table {
  const { callStarts, fragment } = words;
  const inputFor = (name: string, input: string) => [set(callStarts, words.name, name), fragment(0, [input])];
  const text = (position: number, said: string) => set(nth(words.texts, position), 'delta.text', said);
  return [
    faults('arguments/json', 'call/streaming', {
      'arguments/broken': ['the fragments together are no JSON', [fragment(0, ['{"location":', 'Oslo}'])]],
      'arguments/cut-off-in-a-stream': [
        'the closing brace never comes',
        [fragment(0, ['{"location":"Oslo"'])],
      ],
      'arguments/of-two-calls-in-one': [
        'the input of two calls comes as that of one',
        [fragment(0, ['{"location":"Oslo"}', '{"location":"Bergen"}'])],
        { says: 'the arguments of several calls' },
      ],
    }),
    variants('arguments/json', 'call/streaming', {
      'arguments/nothing': ['the input is "" for a tool that requires nothing', inputFor(TIME_CALL.name, '')],
    }),
    faults('arguments/object', 'call/streaming', {
      'arguments/array': ['the input is a list', [fragment(0, ['["Oslo"]'])]],
      'arguments/empty-quotes': ['the input is an empty JSON string', [fragment(0, ['""'])]],
    }),
    faults('shape/tool-calls', 'call/buffered', {
      'shape/input-as-list': ['the input of a body is a list', [setBody(words.bodyInput, ['Oslo'])]],
    }),
    variants('arguments/object', 'call/streaming', {
      'arguments/empty-object': ['the input is {}', inputFor(TIME_CALL.name, '{}')],
    }),
    faults('arguments/schema', 'call/streaming', {
      'arguments/nothing-where-something-is-required': [
        'the input is "", and the tool requires something',
        [fragment(0, [''])],
      ],
    }),
    faults('arguments/no-duplicate-keys', 'call/streaming', {
      'arguments/key-repeated': [
        'the input has a key twice',
        [fragment(0, ['{"location":"Oslo",', '"location":"Bergen"}'])],
      ],
    }),
    faults('arguments/no-markup', 'text/streaming', {
      'arguments/marker-in-pieces': [
        'the markup comes in two deltas',
        [text(1, '<invoke na'), text(2, 'me="weather">')],
      ],
    }),
  ];
}
