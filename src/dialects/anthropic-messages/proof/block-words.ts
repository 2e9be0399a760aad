/** The names that the shared cases of streamed blocks use in this dialect. */
import type { BlockWords } from '../../../proof/streamed-blocks.ts';
import { answer, forget, idOf } from './edits.ts';
import {
  BLOCK_STARTS,
  BLOCK_STOPS,
  BLOCKS,
  CALL_STARTS,
  FRAGMENTS,
  fragment,
  MESSAGE_DELTA,
  ofBlock,
  TEXT,
} from './places.ts';

export const BLOCK_WORDS: BlockWords = {
  index: 'index',
  id: 'content_block.id',
  name: 'content_block.name',
  input: 'delta.partial_json',
  bodyInput: 'content[0].input',
  blocks: BLOCKS,
  starts: BLOCK_STARTS,
  callStarts: CALL_STARTS,
  stops: BLOCK_STOPS,
  fragments: FRAGMENTS,
  texts: TEXT,
  end: [MESSAGE_DELTA, 'message_delta'],
  ofBlock,
  fragment,
  answer,
  forget,
  idOf,
};
