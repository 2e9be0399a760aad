/** The names that the shared cases of streamed blocks use in this dialect. */
import type { BlockWords } from '../../../proof/streamed-blocks.ts';
import { answer, forget, idOf } from './edits.ts';
import { BLOCK_STARTS, BLOCK_STOPS, BLOCKS, FRAGMENTS, fragment, ofBlock, STOP, TEXT } from './places.ts';

export const BLOCK_WORDS: BlockWords = {
  index: 'contentBlockIndex',
  id: 'start.toolUse.toolUseId',
  name: 'start.toolUse.name',
  input: 'delta.toolUse.input',
  bodyInput: 'output.message.content[0].toolUse.input',
  blocks: BLOCKS,
  starts: BLOCK_STARTS,
  callStarts: BLOCK_STARTS,
  stops: BLOCK_STOPS,
  fragments: FRAGMENTS,
  texts: TEXT,
  end: [STOP, 'messageStop'],
  ofBlock,
  fragment,
  answer,
  forget,
  idOf,
};
