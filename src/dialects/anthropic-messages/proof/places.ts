/** Places in Messages answers, and edits that depend on its format. */
import type { ExchangeEdit } from '../../../proof/edits/edit.ts';
import {
  both,
  chunksWith,
  insertAfter,
  insertBefore,
  remove,
  type Where,
} from '../../../proof/edits/stream.ts';
import { valueAt, write } from '../../../proof/json-path.ts';
import type { JsonObject } from '../../../text/json.ts';
import { event } from '../serve/render.ts';

export const START = ofType('message_start');
export const BLOCK_STARTS = ofType('content_block_start');
export const BLOCK_STOPS = ofType('content_block_stop');
export const BLOCKS = chunksWith(({ type }) => String(type).startsWith('content_block_'));
export const MESSAGE_DELTA = ofType('message_delta');
export const STOP = ofType('message_stop');
export const ERROR = ofType('error');
/** The starts of calls. */
export const CALL_STARTS = withValue('content_block.type', 'tool_use');
export const FRAGMENTS = withValue('delta.type', 'input_json_delta');
export const TEXT = withValue('delta.type', 'text_delta');
export const THOUGHT_STARTS = withValue('content_block.type', 'thinking');
export const THOUGHTS = withValue('delta.type', 'thinking_delta');
export const SIGNATURES = withValue('delta.type', 'signature_delta');

export function ofType(type: string): Where {
  return withValue('type', type);
}

function withValue(path: string, value: unknown): Where {
  return chunksWith((chunk) => valueAt(chunk, path) === value);
}

/** The events of one block, by its index. */
export function ofBlock(index: number, where: Where = BLOCKS): Where {
  return both(where, withValue('index', index));
}

/** Replaces the fragments of a call with these pieces. */
export function fragment(index: number, pieces: readonly string[]): ExchangeEdit {
  return (exchange) => {
    remove(ofBlock(index, FRAGMENTS))(exchange);
    const deltas = pieces.map((partial_json) =>
      event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json } }),
    );
    insertAfter(ofBlock(index, BLOCK_STARTS), ...deltas)(exchange);
  };
}

/** The block that marks where another model takes over from one that declined. */
export const TAKEOVER = { type: 'fallback', from: { model: 'one' }, to: { model: 'another' } };

/** Adds a complete block after the only block of the answer. */
export function followWith(block: JsonObject): ExchangeEdit {
  return insertBefore(
    MESSAGE_DELTA,
    event('content_block_start', { index: 1, content_block: block }),
    event('content_block_stop', { index: 1 }),
  );
}

/** The place in the second request where the client repeats the first answer. */
export const SENT = 'messages[1].content';

/** A call that the first answer does not have. */
export const OTHER_CALL = { type: 'tool_use', id: 'toolu_01Zq8Lw3Xv9TbYz7Nk', name: 'local_time', input: {} };

/** Rearranges the blocks of the first answer as the client repeats them. */
export function rearrange(blocks: (sent: readonly JsonObject[]) => readonly unknown[]): ExchangeEdit {
  return ({ request }) => {
    const content: unknown = valueAt(request, SENT);
    if (!Array.isArray(content)) throw new Error('there is no answer in the history');
    write(request, SENT, blocks(content));
  };
}
