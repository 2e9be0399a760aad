import { faults, type Table, variants } from '../../../proof/cases.ts';
import {
  cutAfter,
  first,
  insertAfter,
  insertBefore,
  moveBefore,
  onStream,
  remove,
  repeat,
  set,
} from '../../../proof/edits/stream.ts';
import { event } from '../serve/render.ts';
import { OVERLOADED, onBedrock } from './edits.ts';
import { BLOCK_STARTS, BLOCK_STOPS, ERROR, MESSAGE_DELTA, START, STOP, TEXT } from './places.ts';

const PING = event('ping', {});
const NEW = event('content_block_hint', { index: 0 });

export const events: Table = [
  faults('events/named', 'text/streaming', {
    'events/unnamed': [
      'no event has a name',
      [onStream((all) => all.map((each) => ({ ...each, lines: [] })))],
    ],
    'events/one-unnamed': [
      'one delta has no name',
      [onStream((all) => all.map((each, at) => (at === 3 ? { ...each, lines: [] } : each)))],
    ],
  }),
  faults('events/named', 'call/streaming', {
    'events/message': [
      'every event is called message',
      [onStream((all) => all.map((each) => ({ ...each, lines: ['event: message'] })))],
    ],
  }),
  variants('events/named', 'text/streaming', {
    'events/new-type-unnamed': [
      'an event of a new type has no name',
      [insertBefore(first(TEXT), { type: 'content_block_hint' })],
    ],
    'events/unnamed-on-bedrock': [
      'the events of Bedrock have no names',
      [onBedrock],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('events/start', 'text/streaming', {
    'events/start-missing': ['message_start never comes', [remove(START)]],
    'events/start-twice': ['message_start comes twice', [repeat(START)]],
  }),
  faults('events/start', 'call/streaming', {
    'events/start-late': [
      'the first block starts before the message does',
      [moveBefore(BLOCK_STARTS, START)],
    ],
  }),
  variants('events/start', 'text/streaming', {
    'events/ping-first': ['a ping comes before message_start', [insertBefore(START, PING)]],
  }),
  variants('events/start', 'midstream-error/streaming', {
    'events/error-first': [
      'an error comes in the place of message_start',
      [onStream(() => [structuredClone(OVERLOADED)])],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('events/start-empty', 'text/streaming', {
    'events/start-with-content': [
      'message_start has content',
      [set(START, 'message.content', [{ type: 'text', text: 'Good ' }])],
    ],
    'events/start-stopped': [
      'message_start has a stop_reason',
      [set(START, 'message.stop_reason', 'end_turn')],
    ],
  }),
  variants('events/start-empty', 'text/streaming', {
    'events/start-without-stop-sequence': [
      'message_start has null in every field that it cannot know',
      [set(START, 'message.container', null)],
    ],
  }),
  faults('events/message-delta', 'text/streaming', {
    'events/message-delta-missing': ['no message_delta comes', [remove(MESSAGE_DELTA)]],
  }),
  variants('events/message-delta', 'text/streaming', {
    'events/output-alone-counted': [
      'message_delta counts the output alone, as Vertex AI does',
      [set(MESSAGE_DELTA, 'usage', { output_tokens: 8 })],
    ],
  }),
  faults('events/stop', 'text/streaming', {
    'events/stop-missing': ['the stream ends with message_delta', [remove(STOP)]],
  }),
  faults('events/stop', 'call/streaming', {
    'events/stop-twice': ['message_stop comes twice', [repeat(STOP)]],
  }),
  faults('finish/present', 'call/streaming', {
    'finish/cut-off': ['the stream breaks off within a block', [cutAfter(BLOCK_STARTS)]],
  }),
  variants('events/stop', 'midstream-error/streaming', {
    'events/ended-by-an-error': [
      'an error ends the stream behind a ping, and no message_stop comes',
      [insertBefore(ERROR, PING)],
      { outcome: 'inconclusive' },
    ],
  }),
  faults('events/nothing-after-stop', 'text/streaming', {
    'events/delta-after-stop': ['message_delta follows message_stop', [moveBefore(STOP, MESSAGE_DELTA)]],
  }),
  variants('events/nothing-after-stop', 'text/streaming', {
    'events/ping-last': ['a ping follows message_stop', [insertAfter(STOP, PING)]],
    'events/new-type-last': ['an event of a new type follows message_stop', [insertAfter(STOP, NEW)]],
  }),
  faults('events/no-done', 'text/streaming', {
    'events/done': ['the stream ends with the end mark of Chat Completions', [insertAfter(STOP, '[DONE]')]],
  }),
  variants('events/no-done', 'text/streaming', {
    'events/done-in-the-text': ['the text says [DONE]', [set(first(TEXT), 'delta.text', '[DONE] ')]],
  }),
  faults('events/known', 'text/streaming', {
    'events/new-type': ['an event has a type of no reference', [insertBefore(first(TEXT), NEW)]],
  }),
  variants('events/known', 'text/streaming', {
    'events/ping-is-known': ['a ping is an event of the reference', [insertAfter(BLOCK_STOPS, PING)]],
  }),
  faults('events/ping', 'text/streaming', {
    'events/pinged': ['a ping comes after the first block has started', [insertAfter(BLOCK_STARTS, PING)]],
  }),
  variants('events/ping', 'text/streaming', {
    'events/ping-in-the-text': ['the text says ping', [set(first(TEXT), 'delta.text', 'ping ')]],
  }),
];
