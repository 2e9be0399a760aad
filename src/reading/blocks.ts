/**
 * Dialects whose messages are lists of content blocks: an answer as its stream brings it, each block with a start, deltas
 * and a stop that share an index, and a history as a request repeats it.
 */

import type { Json, JsonObject } from '../text/json.ts';
import { isFilled } from './presence.ts';
import type { HistoryMessage, Seen, ToolCall, Turn } from './reading.ts';
import { textOf } from './request-body.ts';

/** A content block, as far as all these dialects have one. */
export interface ContentBlock {
  /** As sent; in a body its place. */
  readonly index: Json;
  /** What kind of block it is; empty when nothing says so. */
  readonly type: string;
  /** As it started. */
  readonly json: JsonObject;
  readonly event: number | null;
  readonly path: string;
  /** How many deltas came for it. */
  readonly deltas: number;
  /** Its stop came; a body's are whole. */
  readonly stopped: boolean;
}

/** One event of a block. */
export interface BlockEvent<B extends ContentBlock = ContentBlock> {
  readonly kind: 'start' | 'delta' | 'stop';
  readonly event: number | null;
  readonly json: JsonObject;
  /** The block that it is about: the latest with its index; null when none has started. */
  readonly block: B | null;
  /** That block was still open, or this event opens it. */
  readonly open: boolean;
}

/** What the blocks of an answer amount to. */
export interface BlockAnswer<B extends ContentBlock = ContentBlock> {
  readonly turn: Turn;
  /** The envelope of the answer: what opened the stream, or the message of the body. */
  readonly message: Seen<JsonObject> | null;
  /** In the order in which they started. */
  readonly blocks: readonly B[];
  /** Every event of a block of a stream, in order. */
  readonly blockEvents: readonly BlockEvent<B>[];
  /** Each of them has an index that counts. */
  readonly isIndexed: boolean;
}

/** A call that stands in a block of its own, with its input as an object. */
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
 * The history that the blocks of one message are: an entry for each call and each result, and one for each run of other
 * blocks, with their text.
 *
 * @param pairedEntry the entry of a call or a result; null for any other block
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
