/**
 * The rules of `deltas`, `blocks` and `shape` for answers that are streamed as content blocks, each with a start, deltas and
 * a stop that share an index.
 */
import {
  among,
  broken,
  type Context,
  findingAt,
  HOLDS,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../judge/check.ts';
import type { BlockAnswer, ContentBlock } from '../reading/blocks.ts';
import { isFilledText, isNatural, isPresent, listOf } from '../reading/presence.ts';
import type { Reading, Seen } from '../reading/reading.ts';
import { isObject, type Json, type JsonObject, wordOf } from '../text/json.ts';
import { show } from '../text/json-text.ts';
import { memberAt } from './envelope-fields.ts';
import { resentFragment } from './resent-fragment.ts';

export type BlockReading = Reading & Omit<BlockAnswer, 'turn'>;

/** Runs a rule on the block events of a stream; inconclusive if an event has no index, so its block is unknown. */
export function overIndexed<R extends BlockReading>(rule: (all: R['blockEvents'], reading: R) => Judgement) {
  return (reading: R): Judgement => {
    const { blockEvents } = reading;
    if (!reading.isIndexed) return inconclusive('block events lack an index: see deltas/index');
    return rule(blockEvents, reading);
  };
}

/**
 * `blocks/server-paired`. An answer that waits for the client, or that was interrupted, may bring the results later.
 *
 * @param calls the calls that the provider runs; @param open the ids of those without a result
 */
export function serverPaired(
  calls: readonly unknown[],
  open: readonly Seen[],
  { turn }: Reading,
  { terms }: Context,
): Judgement {
  const finishes = turn.choices.flatMap((choice) => choice.finishes);
  const isOver = finishes.some(({ value }) => terms.whole.includes(wordOf(value)));
  if (open.length > 0 && (turn.calls.length > 0 || !isOver))
    return inconclusive('the answer stopped before its end, so the result may come later');
  return among(
    calls,
    open.map((id) => findingAt(id, 'no result of this call follows', 'its result')),
  );
}

/** `deltas/no-resend`, for calls that are blocks. */
export function noneResent({ turn: { calls } }: Reading): Judgement {
  return among(calls, calls.flatMap(resentFragment));
}

/** A member of a block, as its start sent it. */
export function memberOf({ json, event, path }: ContentBlock, field: string): Seen {
  return { event, path: `${path}.${field}`, value: json[field] };
}

/** The names that differ between the dialects of these rules. */
export interface BlockWords {
  /** The field of an event that holds the index. */
  readonly index: string;
  /** The event that ends a block. */
  readonly stop: string;
}

/** @returns the `run` of each rule, by the last part of its id */
export function blockRules({ index: path, stop }: BlockWords) {
  return {
    /** `deltas/index` */
    indexed: ({ blockEvents, isIndexed }: BlockReading): Judgement =>
      among(
        blockEvents,
        (isIndexed ? [] : blockEvents)
          .filter(({ json }) => !isNatural(json[path]))
          .map(({ event, json }) =>
            findingAt(
              { event, path, value: json[path] },
              'clients cannot tell which block this is about',
              'an integer >= 0',
            ),
          ),
      ),

    /** `deltas/index-from-zero`. @param opened the events that opened the blocks, in order, with their index */
    fromZero: (opened: readonly Pick<ContentBlock, 'index' | 'event'>[]): Judgement => {
      if (new Set(opened.map(({ index }) => index)).size < opened.length)
        return inconclusive('an index is used twice: see deltas/one-call-per-index');
      return among(
        opened,
        opened.flatMap(({ event, index: value }, at) =>
          value === at ? [] : [findingAt({ event, path, value }, `block ${at + 1} of the answer`, show(at))],
        ),
      );
    },

    /** `blocks/open` */
    open: overIndexed((all) =>
      among(
        all,
        all
          .filter(({ open }) => !open)
          .map(({ event, json, block }) =>
            findingAt(
              { event, path, value: json[path] },
              block === null ? 'no block of this index has started' : 'the block of this index has stopped',
              'the index of an open block',
            ),
          ),
      ),
    ),

    /** `blocks/closed` */
    closed: overIndexed((_, { blocks }) =>
      among(
        blocks,
        blocks
          .filter(({ stopped }) => !stopped)
          .map(({ event, index: value }) =>
            findingAt({ event, path, value }, 'this block never stops', stop),
          ),
      ),
    ),
  };
}

/** `deltas/id-first` and `deltas/name-first`. @param calls the blocks that are calls; @param field the required member */
export function startsWith(
  calls: readonly ContentBlock[],
  field: string,
  what: 'an id' | 'its name',
): Judgement {
  return among(
    calls,
    calls
      .filter(({ json }) => !isFilledText(json[field]))
      .map((call) =>
        findingAt(memberOf(call, field), `the call starts without ${what}`, 'a non-empty string'),
      ),
  );
}

/** `shape/role` */
export function isByAssistant(message: Seen<JsonObject> | null): Judgement {
  if (message === null) return NOT_APPLICABLE;
  const seen = memberAt(message, 'role');
  if (seen.value === 'assistant') return HOLDS;
  const problem = isPresent(seen.value) ? 'the answer is by somebody else' : 'the role is missing';
  return broken(findingAt(seen, problem, '"assistant"'));
}

/** `shape/content`. @param isBlock returns true for a valid block, which `expected` describes */
export function holdsBlocks(
  message: Seen<JsonObject> | null,
  isBlock: (value: Json) => boolean,
  expected: string,
): Judgement {
  if (message === null || !isPresent(message.value['content'])) return NOT_APPLICABLE;
  const seen = memberAt(message, 'content');
  if (!Array.isArray(seen.value))
    return broken(findingAt(seen, 'content of another type', 'an array of blocks'));
  return among(
    1,
    listOf(seen.value)
      .map((value, at) => ({ ...seen, path: `${seen.path}[${at}]`, value }))
      .filter(({ value }) => !isBlock(value))
      .map((block) => findingAt(block, 'this is no block', expected)),
  );
}

/** `shape/tool-calls`. @param calls the blocks that are calls, each with a name and an input */
export function areWholeCalls(calls: readonly ContentBlock[]): Judgement {
  return among(
    calls,
    calls.flatMap((block) => [
      ...(isFilledText(block.json['name'])
        ? []
        : [findingAt(memberOf(block, 'name'), 'the call names no tool', 'a non-empty string')]),
      ...(isObject(block.json['input'])
        ? []
        : [findingAt(memberOf(block, 'input'), 'the input is no object', 'an object')]),
    ]),
  );
}
