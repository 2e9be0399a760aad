/** Seeded faults and legal variants of finish: how an answer says that it is over, and why. */

import { CALLING, GREETING } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { insertBefore, set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { CUT_OFF } from '../../../proof/inconclusive.ts';
import { event } from '../serve/render.ts';
import { SEARCH_ID } from './dialogues.ts';
import { answer } from './edits.ts';
import { CUT_SHORT } from './inconclusive.ts';
import { followWith, fragment, MESSAGE_DELTA, TAKEOVER } from './places.ts';

const STREAMED = 'text/streaming';
const BUFFERED = 'text/buffered';
const CALLED = 'call/streaming';
const REASON = 'delta.stop_reason';
const SEARCH = { type: 'server_tool_use', id: SEARCH_ID, name: 'web_search', input: {} };
const TWICE = { 'usage/once': 'one message_delta too many' };

function stopsBefore(reason: string) {
  const delta = { stop_reason: reason, stop_sequence: null };
  return insertBefore(MESSAGE_DELTA, event('message_delta', { delta, usage: { output_tokens: 8 } }));
}

export const faults: readonly SeededFault[] = [
  fault(
    'finish/never',
    'stop_reason stays null to the end of the stream',
    STREAMED,
    [set(MESSAGE_DELTA, REASON, null)],
    'finish/present',
    { turnsInconclusive: CUT_SHORT },
  ),
  fault(
    'finish/null',
    'the stop_reason of a body is null',
    BUFFERED,
    [setBody('stop_reason', null)],
    'finish/present',
    { turnsInconclusive: CUT_SHORT },
  ),
  fault(
    'finish/of-chat',
    'the stop_reason is stop, as in Chat Completions',
    BUFFERED,
    [setBody('stop_reason', 'stop')],
    'finish/known',
  ),
  fault(
    'finish/error',
    'the stop_reason is error',
    STREAMED,
    [set(MESSAGE_DELTA, REASON, 'error')],
    'finish/known',
  ),
  fault(
    'finish/two-reasons',
    'two message_deltas give two reasons',
    STREAMED,
    [stopsBefore('max_tokens')],
    'finish/consistent',
    { alsoFails: { 'finish/once': 'it is sent twice', ...TWICE }, turnsInconclusive: CUT_OFF },
  ),
  fault(
    'finish/twice',
    'two message_deltas give the same reason',
    STREAMED,
    [stopsBefore('end_turn')],
    'finish/once',
    { alsoFails: TWICE },
  ),
  fault(
    'finish/call-and-end-turn',
    'a call ends with end_turn',
    CALLED,
    [set(MESSAGE_DELTA, REASON, 'end_turn')],
    'finish/tool-calls',
  ),
  fault(
    'finish/forced-call-and-end-turn',
    'a forced call ends with end_turn',
    'choice-named/buffered',
    [setBody('stop_reason', 'end_turn')],
    'finish/tool-calls',
  ),
  fault(
    'finish/empty',
    'end_turn comes with nothing',
    BUFFERED,
    [setBody('content', [])],
    'finish/not-empty',
  ),
  fault(
    'finish/white-space',
    'end_turn comes with a line end',
    STREAMED,
    [answer({ ...GREETING, text: '\n' })],
    'finish/not-empty',
  ),
  fault(
    'finish/thoughts-alone',
    'end_turn comes with thoughts alone',
    BUFFERED,
    [
      answer({
        reasoning: 'A greeting.',
        signature: 'c2lnbmVk',
        finish: 'stop',
        usage: { ...GREETING.usage, reasoning: 4 },
      }),
    ],
    'finish/not-empty',
    { says: 'reasoning and nothing else' },
  ),
  fault(
    'finish/phantom',
    'tool_use comes with text alone',
    CALLED,
    [answer({ ...GREETING, finish: 'tool_use' })],
    'finish/no-phantom',
  ),
  fault(
    'finish/phantom-without-content',
    'tool_use comes with no content at all',
    'call/buffered',
    [setBody('content', [])],
    'finish/no-phantom',
  ),
  fault(
    'finish/sequence-not-asked-for',
    'the answer stops at a sequence that was not asked for',
    BUFFERED,
    [
      ask('stop_sequences', ['END']),
      setBody('stop_reason', 'stop_sequence'),
      setBody('stop_sequence', 'STOP'),
    ],
    'finish/stop-sequence',
  ),
  fault(
    'finish/sequence-not-named',
    'the answer stops at a sequence and does not say which',
    STREAMED,
    [ask('stop_sequences', ['END']), set(MESSAGE_DELTA, REASON, 'stop_sequence')],
    'finish/stop-sequence',
  ),
  fault(
    'finish/sequence-beside-end-turn',
    'end_turn comes with a sequence',
    BUFFERED,
    [ask('stop_sequences', ['END']), setBody('stop_sequence', 'END')],
    'finish/stop-sequence',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'finish/refusal',
    'the model refuses',
    BUFFERED,
    [setBody('stop_reason', 'refusal')],
    'finish/present',
    { turnsInconclusive: CUT_OFF },
  ),
  variant(
    'finish/context-full',
    'the context window is full',
    STREAMED,
    [set(MESSAGE_DELTA, REASON, 'model_context_window_exceeded')],
    'finish/known',
    { turnsInconclusive: CUT_OFF },
  ),
  variant(
    'finish/compacted',
    'the context was compacted, and the answer pauses behind the summary',
    BUFFERED,
    [
      setBody('content', [{ type: 'compaction', content: 'They talked.', encrypted_content: null }]),
      setBody('stop_reason', 'compaction'),
    ],
    'finish/known',
    { turnsInconclusive: [...CUT_OFF, 'usage/counted'] },
  ),
  variant(
    'finish/told-in-one-event',
    'the reason comes in one message_delta',
    CALLED,
    [set(MESSAGE_DELTA, 'delta.stop_sequence', null)],
    'finish/consistent',
  ),
  variant(
    'finish/limit-told-once',
    'the token limit is told once',
    STREAMED,
    [set(MESSAGE_DELTA, REASON, 'max_tokens')],
    'finish/once',
    { turnsInconclusive: CUT_OFF },
  ),
  variant(
    'finish/call-at-the-limit',
    'the token limit is reached right behind the call',
    CALLED,
    [set(MESSAGE_DELTA, REASON, 'max_tokens')],
    'finish/tool-calls',
    { turnsInconclusive: CUT_OFF },
  ),
  variant(
    'finish/call-of-a-model-that-declined',
    'a model declines within its call, and the one that takes over ends its turn with text',
    CALLED,
    [
      ask('fallbacks', 'default'),
      fragment(0, ['', '{"ci']),
      followWith(TAKEOVER),
      insertBefore(
        MESSAGE_DELTA,
        event('content_block_start', { index: 2, content_block: { type: 'text', text: '' } }),
        event('content_block_delta', { index: 2, delta: { type: 'text_delta', text: 'It is mild.' } }),
        event('content_block_stop', { index: 2 }),
      ),
      set(MESSAGE_DELTA, REASON, 'end_turn'),
    ],
    'finish/tool-calls',
    {
      outcome: 'not-applicable',
      observes: ['blocks/has-delta'],
      turnsInconclusive: ['usage/cumulative', 'usage/input-stable'],
    },
  ),
  variant(
    'finish/call-after-text',
    'text comes before the call',
    CALLED,
    [answer({ ...CALLING, text: 'Let me see.' })],
    'finish/tool-calls',
  ),
  variant(
    'finish/empty-at-a-sequence',
    'the first word is a stop sequence, so nothing comes',
    BUFFERED,
    [
      ask('stop_sequences', ['Good']),
      setBody('content', []),
      setBody('stop_reason', 'stop_sequence'),
      setBody('stop_sequence', 'Good'),
    ],
    'finish/not-empty',
    { outcome: 'not-applicable' },
  ),
  variant(
    'finish/search-alone',
    'end_turn comes with a search of the provider and its result',
    'server-tool/buffered',
    [(exchange) => setBody('content', (content: unknown[]) => content.slice(0, 2))(exchange)],
    'finish/not-empty',
  ),
  variant(
    'finish/search-waits',
    'tool_use comes with a search of the provider that has no result yet',
    'call/buffered',
    [setBody('content', [SEARCH])],
    'finish/no-phantom',
    { turnsInconclusive: ['blocks/server-paired'] },
  ),
  variant(
    'finish/sequence',
    'the answer stops at a sequence, and says which',
    'weather/streaming',
    turn(
      2,
      ask('stop_sequences', ['.', 'END']),
      set(MESSAGE_DELTA, REASON, 'stop_sequence'),
      set(MESSAGE_DELTA, 'delta.stop_sequence', '.'),
    ),
    'finish/stop-sequence',
  ),
];
