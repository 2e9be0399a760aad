/** Places in Converse answers, and edits that depend on its format. */

import { frameLengths } from '../../../evidence/frames/aws-event-stream.ts';
import type { ExchangeEdit } from '../../../proof/edits/edit.ts';
import { both, chunksWith, insertAfter, remove, type Where } from '../../../proof/edits/stream.ts';
import { recode } from '../../../proof/edits/wire.ts';
import { valueAt } from '../../../proof/json-path.ts';
import { event } from '../serve/render.ts';

export const START = ofType('messageStart');
export const BLOCK_STARTS = ofType('contentBlockStart');
export const DELTAS = ofType('contentBlockDelta');
export const BLOCK_STOPS = ofType('contentBlockStop');
export const BLOCKS: Where = (events) =>
  [BLOCK_STARTS, DELTAS, BLOCK_STOPS].flatMap((each) => each(events)).toSorted((one, other) => one - other);
export const STOP = ofType('messageStop');
export const METADATA = ofType('metadata');
export const EXCEPTION: Where = (events) =>
  events.flatMap(({ lines }, at) => (lines.includes(':message-type: exception') ? [at] : []));
export const FRAGMENTS = chunksWith((chunk) => valueAt(chunk, 'delta.toolUse') !== undefined);
export const TEXT = chunksWith((chunk) => valueAt(chunk, 'delta.text') !== undefined);
export const SIGNATURES = chunksWith(
  (chunk) => valueAt(chunk, 'delta.reasoningContent.signature') !== undefined,
);

/** The events whose header has this type. */
export function ofType(type: string): Where {
  return (events) => events.flatMap(({ lines }, at) => (lines.includes(`:event-type: ${type}`) ? [at] : []));
}

/** The events of one block, by its index. */
export function ofBlock(index: number, where: Where = BLOCKS): Where {
  return both(
    where,
    chunksWith(({ contentBlockIndex }) => contentBlockIndex === index),
  );
}

/** A delta of a block. */
export function delta(contentBlockIndex: number, held: object) {
  return event('contentBlockDelta', { contentBlockIndex, delta: held });
}

/** Replaces the fragments of a call with these pieces. */
export function fragment(index: number, pieces: readonly string[]): ExchangeEdit {
  return (exchange) => {
    remove(ofBlock(index, FRAGMENTS))(exchange);
    const deltas = pieces.map((input) => delta(index, { toolUse: { input } }));
    insertAfter(ofBlock(index, BLOCK_STARTS), ...deltas)(exchange);
  };
}

/**
 * Changes or replaces the bytes of one frame.
 * @param position from 0; from the end when negative
 */
export function onFrame(position: number, change: (frame: Buffer) => Uint8Array): ExchangeEdit {
  return recode((body) => {
    const lengths = frameLengths(body);
    const at = position < 0 ? lengths.length + position : position;
    const start = lengths.slice(0, at).reduce((sum, length) => sum + length, 0);
    const end = start + (lengths[at] ?? 0);
    return Buffer.concat([
      body.subarray(0, start),
      change(Buffer.from(body.subarray(start, end))),
      body.subarray(end),
    ]);
  });
}

/**
 * Flips one bit of a frame.
 * @param offset from its end when negative
 */
export function spoilt(offset: number) {
  return (frame: Buffer): Buffer => {
    const at = offset < 0 ? frame.length + offset : offset;
    frame[at] = (frame[at] ?? 0) ^ 0x01;
    return frame;
  };
}
