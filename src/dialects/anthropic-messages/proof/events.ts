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
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { event } from '../serve/render.ts';
import { OVERLOADED, onBedrock } from './edits.ts';
import { CUT_SHORT } from './inconclusive.ts';
import { BLOCK_STARTS, BLOCK_STOPS, ERROR, MESSAGE_DELTA, START, STOP, TEXT } from './places.ts';

const STREAMED = 'text/streaming';
const CALLED = 'call/streaming';
const PING = event('ping', {});
const NEW = event('content_block_hint', { index: 0 });
const BROKEN = 'midstream-error/streaming';
const PINGED = { observes: ['events/ping'] };

export const faults: readonly SeededFault[] = [
  fault(
    'events/unnamed',
    'no event has a name',
    STREAMED,
    [onStream((all) => all.map((each) => ({ ...each, lines: [] })))],
    'events/named',
  ),
  fault(
    'events/one-unnamed',
    'one delta has no name',
    STREAMED,
    [onStream((all) => all.map((each, at) => (at === 3 ? { ...each, lines: [] } : each)))],
    'events/named',
  ),
  fault(
    'events/message',
    'every event is called message',
    CALLED,
    [onStream((all) => all.map((each) => ({ ...each, lines: ['event: message'] })))],
    'events/named',
  ),
  fault('events/start-missing', 'message_start never comes', STREAMED, [remove(START)], 'events/start', {
    turnsInconclusive: ['usage/present'],
  }),
  fault('events/start-twice', 'message_start comes twice', STREAMED, [repeat(START)], 'events/start'),
  fault(
    'events/start-late',
    'the first block starts before the message does',
    CALLED,
    [moveBefore(BLOCK_STARTS, START)],
    'events/start',
  ),
  fault(
    'events/start-with-content',
    'message_start has content',
    STREAMED,
    [set(START, 'message.content', [{ type: 'text', text: 'Good ' }])],
    'events/start-empty',
  ),
  fault(
    'events/start-stopped',
    'message_start has a stop_reason',
    STREAMED,
    [set(START, 'message.stop_reason', 'end_turn')],
    'events/start-empty',
  ),
  fault(
    'events/message-delta-missing',
    'no message_delta comes',
    STREAMED,
    [remove(MESSAGE_DELTA)],
    'events/message-delta',
    { alsoFails: { 'finish/present': 'its stop_reason is missing with it' }, turnsInconclusive: CUT_SHORT },
  ),
  fault('events/stop-missing', 'the stream ends with message_delta', STREAMED, [remove(STOP)], 'events/stop'),
  fault('events/stop-twice', 'message_stop comes twice', CALLED, [repeat(STOP)], 'events/stop'),
  fault(
    'events/cut',
    'the stream breaks off within a block',
    CALLED,
    [cutAfter(BLOCK_STARTS)],
    'events/stop',
    {
      alsoFails: {
        'events/message-delta': 'the stream broke off before it',
        'finish/present': 'the stream broke off before it',
      },
      observes: ['blocks/has-delta'],
      turnsInconclusive: [...CUT_SHORT, 'finish/tool-calls'],
    },
  ),
  fault(
    'events/delta-after-stop',
    'message_delta follows message_stop',
    STREAMED,
    [moveBefore(STOP, MESSAGE_DELTA)],
    'events/nothing-after-stop',
  ),
  fault(
    'events/done',
    'the stream ends with the end mark of Chat Completions',
    STREAMED,
    [insertAfter(STOP, '[DONE]')],
    'events/no-done',
  ),
  fault(
    'events/new-type',
    'an event has a type of no reference',
    STREAMED,
    [insertBefore(first(TEXT), NEW)],
    'events/known',
  ),
  fault(
    'events/pinged',
    'a ping comes after the first block has started',
    STREAMED,
    [insertAfter(BLOCK_STARTS, PING)],
    'events/ping',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'events/new-type-unnamed',
    'an event of a new type has no name',
    STREAMED,
    [insertBefore(first(TEXT), { type: 'content_block_hint' })],
    'events/named',
    { observes: ['events/known'] },
  ),
  variant(
    'events/unnamed-on-bedrock',
    'the events of Bedrock have no names',
    STREAMED,
    [onBedrock],
    'events/named',
    { outcome: 'not-applicable' },
  ),
  variant(
    'events/ping-first',
    'a ping comes before message_start',
    STREAMED,
    [insertBefore(START, PING)],
    'events/start',
    PINGED,
  ),
  variant(
    'events/error-first',
    'an error comes in the place of message_start',
    BROKEN,
    [onStream(() => [structuredClone(OVERLOADED)])],
    'events/start',
    { outcome: 'not-applicable' },
  ),
  variant(
    'events/start-without-stop-sequence',
    'message_start has null in every field that it cannot know',
    STREAMED,
    [set(START, 'message.container', null)],
    'events/start-empty',
  ),
  variant(
    'events/output-alone-counted',
    'message_delta counts the output alone, as Vertex AI does',
    STREAMED,
    [set(MESSAGE_DELTA, 'usage', { output_tokens: 8 })],
    'events/message-delta',
  ),
  variant(
    'events/ended-by-an-error',
    'an error ends the stream behind a ping, and no message_stop comes',
    BROKEN,
    [insertBefore(ERROR, PING)],
    'events/stop',
    { outcome: 'inconclusive', observes: ['events/ping'] },
  ),
  variant(
    'events/ping-last',
    'a ping follows message_stop',
    STREAMED,
    [insertAfter(STOP, PING)],
    'events/nothing-after-stop',
    PINGED,
  ),
  variant(
    'events/new-type-last',
    'an event of a new type follows message_stop',
    STREAMED,
    [insertAfter(STOP, NEW)],
    'events/nothing-after-stop',
    { observes: ['events/known'] },
  ),
  variant(
    'events/done-in-the-text',
    'the text says [DONE]',
    STREAMED,
    [set(first(TEXT), 'delta.text', '[DONE] ')],
    'events/no-done',
  ),
  variant(
    'events/ping-is-known',
    'a ping is an event of the reference',
    STREAMED,
    [insertAfter(BLOCK_STOPS, PING)],
    'events/known',
    PINGED,
  ),
  variant(
    'events/ping-in-the-text',
    'the text says ping',
    STREAMED,
    [set(first(TEXT), 'delta.text', 'ping ')],
    'events/ping',
  ),
];
