/**
 * For dialects whose messages are lists of content blocks. In a streamed answer, each block has a start, deltas and a stop
 * that share an index; a request repeats the blocks in its history.
 */

import type { Json, JsonObject } from '../text/json.ts';
import { isFilled } from './presence.ts';
import type { HistoryMessage, Seen, ToolCall, Turn } from './reading.ts';
import { textOf } from './request-body.ts';

/** The members of a content block that all these dialects share. */
export interface ContentBlock {
  /** The index as sent; in a body, the position of the block. */
  readonly index: Json;
  /** The kind of block; empty if unknown. */
  readonly type: string;
  /** The block as its start sent it. */
  readonly json: JsonObject;
  readonly event: number | null;
  readonly path: string;
  /** The number of its deltas. */
  readonly deltas: number;
  /** True if its stop came; always true for blocks of a body. */
  readonly stopped: boolean;
}

/** One event of a block. */
export interface BlockEvent<B extends ContentBlock = ContentBlock> {
  readonly kind: 'start' | 'delta' | 'stop';
  readonly event: number | null;
  readonly json: JsonObject;
  /** The latest block with the event's index; null if none has started. */
  readonly block: B | null;
  /** True if that block was still open, or this event opens it. */
  readonly open: boolean;
}

/** An answer that consists of blocks. */
export interface BlockAnswer<B extends ContentBlock = ContentBlock> {
  readonly turn: Turn;
  /** The envelope of the answer: the event that opened the stream, or the message of the body. */
  readonly message: Seen<JsonObject> | null;
  /** The blocks, in the order in which they started. */
  readonly blocks: readonly B[];
  /** Every event of a block of a stream, in order. */
  readonly blockEvents: readonly BlockEvent<B>[];
  /** True if each of them has a valid index. */
  readonly isIndexed: boolean;
}

/** A call in a block of its own, with its input as an object. */
export interface CallBlock
  extends Pick<
    ToolCall,
    'type' | 'arguments' | 'json' | 'fragments' | 'strangeArguments' | 'event' | 'path'
  > {
  readonly id: Json;
  /** The member that holds the id. */
  readonly idField: string;
  readonly name: Json;
}

export function callOfBlock({ id, idField, name, ...block }: CallBlock): ToolCall {
  const { event, path } = block;
  const idPath = `${path}.${idField}`;
  const namePath = `${path}.name`;
  return {
    ...block,
    choice: 0,
    id: isFilled(id) ? { value: id, event, path: idPath } : null,
    name: isFilled(name) ? { value: name, event, path: namePath } : null,
    isFunction: true,
    idPath,
    namePath,
    argumentsPath: `${path}.input`,
  };
}

/** A block of a request. */
interface SentBlock {
  readonly json: JsonObject;
  readonly path: string;
}

/**
 * The history entries of the blocks of one message: one for each call and each result, and one for each run of other blocks,
 * with their text.
 *
 * @param pairedEntry returns the entry of a call or a result; null for any other block
 */
export function historyOfBlocks<B extends SentBlock>(
  role: Json,
  blocks: readonly B[],
  pairedEntry: (block: B) => HistoryMessage | null,
): HistoryMessage[] {
  const entries: HistoryMessage[] = [];
  let run: B[] = [];
  for (const block of blocks) {
    const paired = pairedEntry(block);
    if (paired === null) {
      run.push(block);
      continue;
    }
    entries.push(...entryOfRun(role, run), paired);
    run = [];
  }
  return [...entries, ...entryOfRun(role, run)];
}

function entryOfRun(role: Json, run: readonly SentBlock[]): HistoryMessage[] {
  const [first] = run;
  if (first === undefined) return [];
  const content = run.map(({ json }) => json);
  return [
    {
      role,
      text: textOf(content),
      calls: [],
      answers: undefined,
      json: { role, content },
      path: first.path,
      answersPath: first.path,
    },
  ];
}
