/** Seeded faults and legal variants of blocks: content blocks, from start to stop. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { first, insertAfter, insertBefore, remove, set } from '../../../proof/edits/stream.ts';
import { boundsOfBlocks } from '../../../proof/streamed-blocks.ts';
import { event } from '../serve/render.ts';
import { BLOCK_WORDS } from './block-words.ts';
import { BLOCK_STARTS, BLOCK_STOPS, delta, START, STOP, TEXT } from './places.ts';

const CONTENT = 'output.message.content';

export const blocks: Table = [
  ...boundsOfBlocks(BLOCK_WORDS),
  faults('blocks/open', 'call/streaming', {
    'blocks/call-without-a-start': ['a call comes by its deltas alone', [remove(BLOCK_STARTS)]],
  }),
  faults('blocks/open', 'text/streaming', {
    'blocks/stop-of-no-block': [
      'a block stops that never started',
      [insertBefore(STOP, event('contentBlockStop', { contentBlockIndex: 1 }))],
    ],
  }),
  variants('blocks/open', 'text/streaming', {
    'blocks/image-announced': [
      'an image starts, comes and stops behind the text',
      [
        insertBefore(
          STOP,
          event('contentBlockStart', { contentBlockIndex: 1, start: { image: { format: 'png' } } }),
          delta(1, { image: { source: { bytes: 'iVBORw0KGgo=' } } }),
          event('contentBlockStop', { contentBlockIndex: 1 }),
        ),
      ],
    ],
  }),
  faults('blocks/closed', 'text/streaming', {
    'blocks/text-never-stopped': ['the block of a text never stops', [remove(BLOCK_STOPS)]],
  }),
  variants('blocks/closed', 'text/streaming', {
    'blocks/stopped-at-last': [
      'an event that nobody knows comes before the stop of the block',
      [insertBefore(BLOCK_STOPS, event('contentBlockHint', { contentBlockIndex: 0 }))],
    ],
  }),
  faults('blocks/one-member', 'text/streaming', {
    'blocks/delta-of-two': [
      'a delta has a text and a citation',
      [set(first(TEXT), 'delta.citation', { title: 'Oslo' })],
    ],
    'blocks/delta-of-none': ['a delta has no member', [insertAfter(first(TEXT), delta(0, {}))]],
  }),
  faults('blocks/one-member', 'call/streaming', {
    'blocks/start-of-two': [
      'the start of a block has two members',
      [set(first(BLOCK_STARTS), 'start.image', { format: 'png' })],
    ],
  }),
  faults('blocks/one-member', 'call/buffered', {
    'blocks/text-and-call': [
      'one block is a text and a call',
      [setBody(`${CONTENT}[0].text`, 'One moment, please.')],
    ],
    'blocks/text-that-hides-a-call': [
      'one block is a text, and behind it a call',
      [setBody(`${CONTENT}[0].text`, 'One moment.')],
    ],
  }),
  variants('blocks/one-member', 'call/buffered', {
    'blocks/other-member-null': [
      'the other members of a block are null',
      [setBody(`${CONTENT}[0].text`, null)],
    ],
  }),
  faults('blocks/delta-type', 'call/streaming', {
    'blocks/text-in-a-call': [
      'a delta of text comes for a call',
      [insertAfter(BLOCK_STARTS, delta(0, { text: 'Oslo' }))],
    ],
  }),
  faults('blocks/delta-type', 'text/streaming', {
    'blocks/thought-in-a-text': [
      'a delta of thoughts comes for a text',
      [insertAfter(first(TEXT), delta(0, { reasoningContent: { text: 'Hm.' } }))],
    ],
    'blocks/input-in-a-text': [
      'a fragment of an input comes for a text',
      [insertAfter(first(TEXT), delta(0, { toolUse: { input: '{}' } }))],
    ],
  }),
  variants('blocks/delta-type', 'text/streaming', {
    'blocks/citations': [
      'a citation comes for a text',
      [insertAfter(first(TEXT), delta(0, { citation: { title: 'Oslo', sourceContent: [] } }))],
    ],
    'blocks/new-delta': [
      'a delta has a member that nobody knows',
      [insertAfter(first(TEXT), delta(0, { emphasis: { strong: true } }))],
    ],
  }),
  faults('blocks/has-delta', 'text/streaming', {
    'blocks/without-a-delta': [
      'a block starts and stops without a delta',
      [
        insertBefore(
          STOP,
          event('contentBlockStart', {
            contentBlockIndex: 1,
            start: { toolResult: { toolUseId: 'srv_1', status: 'success', type: 'server_tool_use_result' } },
          }),
          event('contentBlockStop', { contentBlockIndex: 1 }),
        ),
      ],
    ],
  }),
  variants('blocks/has-delta', 'text/streaming', {
    'blocks/empty-delta': [
      'an empty delta comes before the others',
      [insertAfter(START, delta(0, { text: '' }))],
    ],
  }),
  faults('blocks/empty-text', 'text/buffered', {
    'blocks/text-empty': ['a text block of a body is empty', [setBody(`${CONTENT}[1]`, { text: '' })]],
  }),
  faults('blocks/empty-text', 'call/buffered', {
    'blocks/text-blank': ['a text block holds a space', [setBody(`${CONTENT}[1]`, { text: ' ' })]],
  }),
  faults('blocks/empty-text', 'text/streaming', {
    'blocks/text-stays-empty': [
      'a text block of a stream gets no text',
      [insertBefore(STOP, delta(1, { text: '' }), event('contentBlockStop', { contentBlockIndex: 1 }))],
    ],
  }),
  variants('blocks/empty-text', 'text/buffered', {
    'blocks/text-of-a-letter': ['a text block holds one letter', [setBody(`${CONTENT}[1]`, { text: 'A' })]],
  }),
];
