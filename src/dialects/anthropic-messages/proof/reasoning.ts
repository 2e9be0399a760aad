/** Seeded faults and legal variants of reasoning: thoughts, what they cost, and how they go back. */
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, type ExchangeEdit, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { drop, insertBefore, nth, remove, set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { valueAt, write } from '../../../proof/json-path.ts';
import { event } from '../serve/render.ts';
import { BLOCKS, MESSAGE_DELTA, SIGNATURES, TAKEOVER, TEXT, THOUGHT_STARTS } from './places.ts';

const TEXTED = 'text/buffered';
const STREAMED = 'thinking/streaming';
const BUFFERED = 'thinking/buffered';
const SAID = 'content[0].text';
const COUNT = 'usage.output_tokens_details.thinking_tokens';
const SENT = 'messages[1].content';
/** What a model leaves behind that declines within its call, and what marks that another took over. */
const DECLINED = [
  { type: 'thinking', thinking: '', signature: '' },
  { type: 'tool_use', id: 'toolu_Wd6Fh2Kq8Zr4', name: 'get_weather', input: {} },
  TAKEOVER,
];
const REDACTED = { type: 'redacted_thinking', data: 'Q2FubmVkIHRob3VnaHRz' };

export const faults: readonly SeededFault[] = [
  fault(
    'reasoning/in-tags',
    'the text begins with thoughts in tags',
    TEXTED,
    [setBody(SAID, '<think>A greeting.</think>Good morning!')],
    'reasoning/not-in-content',
  ),
  fault(
    'reasoning/closing-tag-in-pieces',
    'the closing tag alone comes, in two deltas',
    'text/streaming',
    [set(nth(TEXT, 1), 'delta.text', '</th'), set(nth(TEXT, 2), 'delta.text', 'ink>')],
    'reasoning/not-in-content',
  ),
  fault(
    'reasoning/not-counted',
    'there are thoughts, and thinking_tokens is 0',
    BUFFERED,
    [setBody(COUNT, 0)],
    'reasoning/counted',
  ),
  fault(
    'reasoning/not-counted-in-a-stream',
    'there are thoughts in the stream, and thinking_tokens is 0',
    STREAMED,
    [set(MESSAGE_DELTA, COUNT, 0)],
    'reasoning/counted',
  ),
  fault(
    'reasoning/no-signature',
    'the thought of a body has no signature',
    BUFFERED,
    turn(2, dropBody('content[0].signature')),
    'reasoning/signature-key',
  ),
  fault(
    'reasoning/no-signature-in-a-stream',
    'neither the start nor a delta has a signature',
    STREAMED,
    turn(2, remove(SIGNATURES), drop(THOUGHT_STARTS, 'content_block.signature')),
    'reasoning/signature-key',
  ),
  fault(
    'reasoning/signature-empty',
    'the signature is empty',
    BUFFERED,
    turn(2, setBody('content[0].signature', '')),
    'reasoning/signed',
  ),
  fault(
    'reasoning/signature-never-sent',
    'the signature of a stream stays empty',
    STREAMED,
    turn(2, remove(SIGNATURES)),
    'reasoning/signed',
  ),
  fault(
    'reasoning/dropped-by-the-client',
    'the client returns the result without the thought',
    BUFFERED,
    turn(2, dropThought()),
    'reasoning/echoed',
  ),
  fault(
    'reasoning/changed-by-the-client',
    'the client shortens the thought',
    STREAMED,
    turn(2, ask(`${SENT}[0].thinking`, 'The user wants the weather.')),
    'reasoning/echoed',
  ),
  fault(
    'reasoning/signature-lost-by-the-client',
    'the client returns the thought without its signature',
    BUFFERED,
    turn(2, askNot(`${SENT}[0].signature`)),
    'reasoning/echoed',
  ),
  fault(
    'reasoning/redacted-dropped-by-the-client',
    'the client drops a redacted thought',
    BUFFERED,
    turn(1, setBody('content[2]', REDACTED)),
    'reasoning/echoed',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'reasoning/other-tags',
    'the text holds words in tags that mark no reasoning',
    TEXTED,
    [setBody(SAID, 'I think: <thinking> <b>Good</b> morning!')],
    'reasoning/not-in-content',
  ),
  variant(
    'reasoning/tokens-not-reported',
    'there are thoughts, and their tokens are left out',
    BUFFERED,
    all(turn(1, dropBody('usage.output_tokens_details')), turn(2, dropBody('usage.output_tokens_details'))),
    'reasoning/counted',
    { outcome: 'not-applicable' },
  ),
  variant(
    'reasoning/signature-in-the-start',
    'the signature comes in the start of the block',
    STREAMED,
    turn(2, remove(SIGNATURES), set(THOUGHT_STARTS, 'content_block.signature', 'c2lnbmVk')),
    'reasoning/signature-key',
  ),
  variant(
    'reasoning/start-without-the-key',
    'the start has no signature, and a delta brings it',
    STREAMED,
    turn(2, drop(THOUGHT_STARTS, 'content_block.signature')),
    'reasoning/signed',
  ),
  variant(
    'reasoning/redacted',
    'a redacted thought needs no signature',
    BUFFERED,
    turn(2, setBody('content[2]', REDACTED)),
    'reasoning/signed',
  ),
  variant(
    'reasoning/no-longer-asked-for',
    'the client turns thinking off, and leaves the thought out',
    BUFFERED,
    turn(2, askNot('thinking'), dropThought()),
    'reasoning/echoed',
    { outcome: 'not-applicable' },
  ),
  variant(
    'reasoning/never-asked-for',
    'the model thinks though no request asked for it, and the client leaves the thought out',
    BUFFERED,
    all(turn(1, askNot('thinking')), turn(2, askNot('thinking'), dropThought())),
    'reasoning/echoed',
    { outcome: 'not-applicable' },
  ),
  variant(
    'reasoning/of-a-model-that-declined',
    'another model takes over, and the client drops the thought and the call of the first',
    STREAMED,
    turn(
      1,
      set(BLOCKS, 'index', (index: number) => index + DECLINED.length),
      insertBefore(
        BLOCKS,
        ...DECLINED.flatMap((content_block, index) => [
          event('content_block_start', { index, content_block }),
          event('content_block_stop', { index }),
        ]),
      ),
    ),
    'reasoning/echoed',
    { observes: ['blocks/has-delta'], turnsInconclusive: ['usage/cumulative'] },
  ),
  variant(
    'reasoning/marked-for-the-cache',
    'the client marks the call behind the thought for the cache',
    STREAMED,
    turn(2, ask(`${SENT}[1].cache_control`, { type: 'ephemeral' })),
    'reasoning/echoed',
  ),
];

/** The client leaves the thought out, which stands first. */
function dropThought(): ExchangeEdit {
  return ({ request }) => {
    const content: unknown = valueAt(request, SENT);
    if (!Array.isArray(content)) throw new Error('there is no answer in the history');
    write(request, SENT, content.slice(1));
  };
}
