/** Seeded faults and legal variants of reasoning: thoughts are signed and must be returned unchanged. */
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, type ExchangeEdit, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { chunksWith, first, remove, set, setText } from '../../../proof/edits/stream.ts';
import { valueAt } from '../../../proof/json-path.ts';
import { thoughtsSentBack } from '../../../proof/sent-back-blocks.ts';
import { listOf } from '../../../reading/presence.ts';
import type { Json } from '../../../text/json.ts';
import { edits, idOf } from './edits.ts';
import { SIGNATURES } from './places.ts';

const THOUGHT = 'output.message.content[0].reasoningContent';
const THOUGHTS = chunksWith((chunk) => valueAt(chunk, 'delta.reasoningContent.text') !== undefined);
const SENT = 'messages[1].content';
const WORDS = [{ text: 'One moment.' }, { text: 'Now then.' }];
const UNSIGNED = { reasoningContent: { reasoningText: { text: 'Then the wind.' } } };
const REDACTED = { redactedContent: 'Q2FubmVkIHRob3VnaHRz' };

/** Rearranges the blocks of the answer as the client repeats them. */
function rearrange(blocks: (sent: readonly Json[]) => readonly Json[]): ExchangeEdit {
  return (exchange) => ask(SENT, blocks(listOf(valueAt(exchange.request, SENT))))(exchange);
}

const dropThought = rearrange(([, ...rest]) => rest);

const refuseSignature = edits.refuse(400, 'messages.1.content.0: Invalid `signature` in `thinking` block');
const refuseThought = edits.refuse(400, 'The message cannot contain reasoning content');

export const reasoning: Table = [
  ...thoughtsSentBack({
    ...edits,
    refuseSignature,
    refuseThought,
    thinkingField: 'additionalModelRequestFields',
  }),
  faults('reasoning/signature-key', 'reasoning/buffered', {
    'reasoning/signature-empty': [
      'the signature is empty',
      turn(2, setBody(`${THOUGHT}.reasoningText.signature`, '')),
    ],
    'reasoning/signature-as-number': [
      'the signature is a number',
      turn(2, setBody(`${THOUGHT}.reasoningText.signature`, 7)),
    ],
  }),
  faults('reasoning/signature-key', 'reasoning/streaming', {
    'reasoning/signature-delta-empty': [
      'the delta with the signature is empty',
      turn(2, set(SIGNATURES, 'delta.reasoningContent.signature', '')),
    ],
  }),
  variants('reasoning/signature-key', 'reasoning/streaming', {
    'reasoning/unsigned': ['a model signs nothing', turn(2, remove(SIGNATURES))],
  }),
  variants('reasoning/signature-key', 'reasoning/buffered', {
    'reasoning/redacted': ['a redacted thought needs no signature', turn(2, setBody(THOUGHT, REDACTED))],
  }),
  faults('reasoning/echoed', 'reasoning/buffered', {
    'reasoning/dropped-by-the-client': [
      'the client returns the result without the thought',
      turn(2, dropThought),
    ],
    'reasoning/signature-lost-by-the-client': [
      'the client returns the thought without its signature',
      turn(2, askNot(`${SENT}[0].reasoningContent.reasoningText.signature`)),
    ],
    'reasoning/put-behind-its-call-by-the-client': [
      'the client returns the thought behind the call that it came before',
      turn(
        2,
        rearrange(([thought, call]) => [call, thought]),
      ),
    ],
    'reasoning/put-behind-the-first-of-its-words-by-the-client': [
      'the thought came before two texts, and the client returns it between them',
      all(
        turn(
          1,
          setBody('output.message.content', ([thought, call]: readonly object[]) => [
            thought,
            ...WORDS,
            call,
          ]),
        ),
        turn(
          2,
          rearrange(([thought, call]) => [WORDS[0], thought, WORDS[1], call]),
        ),
      ),
    ],
    'reasoning/put-in-another-order-by-the-client': [
      'two thoughts came one after the other, and the client returns the later one first',
      all(
        turn(
          1,
          setBody('output.message.content', ([thought, call]: readonly object[]) => [
            thought,
            { reasoningContent: REDACTED },
            call,
          ]),
        ),
        turn(
          2,
          rearrange(([thought, call]) => [{ reasoningContent: REDACTED }, thought, call]),
        ),
      ),
    ],
    'reasoning/sent-twice-by-the-client': [
      'the client returns the thought twice',
      turn(
        2,
        rearrange(([thought, ...rest]) => [thought, thought, ...rest]),
      ),
    ],
    'reasoning/sent-twice-by-the-client-and-refused': [
      'the client returns the thought twice, and the provider refuses it',
      turn(
        2,
        rearrange(([thought, ...rest]) => [thought, thought, ...rest]),
        refuseThought,
      ),
    ],
    'reasoning/redacted-dropped-by-the-client': [
      'the client changes a redacted thought',
      turn(1, setBody(THOUGHT, REDACTED)),
    ],
  }),
  faults('ids/echoed', 'reasoning/buffered', {
    'ids/changed-and-thought-dropped': [
      'the client changes the id of the call, and leaves the thought out',
      turn(2, edits.rewrite(idOf(WEATHER_CALL.id), 'tooluse_mine'), dropThought),
    ],
  }),
  faults('reasoning/echoed', 'reasoning/streaming', {
    'reasoning/changed-by-the-client': [
      'the client shortens the thought',
      turn(2, ask(`${SENT}[0].reasoningContent.reasoningText.text`, 'The user wants the weather.')),
    ],
  }),
  faults('framing/data-is-json', 'reasoning/streaming', {
    'framing/word-of-a-thought-cut': [
      'the JSON of a delta with a word of the thought is cut off, and the client repeats the thought whole',
      turn(1, setText(first(THOUGHTS), '{"delta":')),
    ],
  }),
  faults('errors/none-midstream', 'reasoning/streaming', {
    'errors/in-the-stream-of-a-thought': [
      'the stream turns into an error within a thought',
      turn(2, edits.breakMidstream),
    ],
  }),
  variants('reasoning/signature-key', 'reasoning/buffered', {
    'reasoning/cut-off': [
      'the token limit ends a thought before its signature',
      turn(2, setBody('stopReason', 'max_tokens'), setBody(`${THOUGHT}.reasoningText.signature`, '')),
      { outcome: 'inconclusive' },
    ],
  }),
  variants('reasoning/echoed', 'reasoning/buffered', {
    'reasoning/redacted-repeated': [
      'the client repeats a redacted thought',
      all(turn(1, setBody(THOUGHT, REDACTED)), turn(2, ask(`${SENT}[0].reasoningContent`, REDACTED))),
    ],
    'reasoning/unsigned-and-put-first': [
      'a thought without a signature follows a signed one, and the client returns it first',
      all(
        turn(
          1,
          setBody('output.message.content', ([thought, call]: readonly object[]) => [
            thought,
            UNSIGNED,
            call,
          ]),
        ),
        turn(
          2,
          rearrange(([thought, call]) => [UNSIGNED, thought, call]),
        ),
      ),
    ],
    'reasoning/unsigned-and-dropped': [
      'a model signs nothing, and the client leaves its thought out',
      all(turn(1, dropBody(`${THOUGHT}.reasoningText.signature`)), turn(2, dropThought)),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('reasoning/echoed', 'reasoning/buffered', {
    'reasoning/numbered-by-the-client': [
      'the client returns the thought with a number of its own beside it',
      turn(2, ask(`${SENT}[0].reasoningContent.index`, 0)),
    ],
    'reasoning/in-a-message-of-its-own': [
      'the client returns the thought and the call in two messages of the assistant',
      turn(2, ({ request }) => {
        const [asked, said, ...rest] = listOf(request['messages']);
        const parts = listOf(valueAt({ said }, 'said.content')).map((block) => ({
          role: 'assistant',
          content: [block],
        }));
        request['messages'] = [asked, ...structuredClone(parts), ...rest];
      }),
    ],
  }),
  variants('reasoning/echoed', 'reasoning/streaming', {
    'reasoning/marked-for-the-cache': [
      'the client sets a mark for the cache behind the call',
      turn(2, ask(`${SENT}[2]`, { cachePoint: { type: 'default' } })),
    ],
  }),
  faults('reasoning/echoed', 'reasoning/buffered', {
    'reasoning/signature-altered-and-refused': [
      'the client alters the signature, and the provider refuses it',
      turn(2, ask(`${SENT}[0].reasoningContent.reasoningText.signature`, 'QWx0ZXJlZA=='), refuseSignature),
    ],
  }),
  faults('reasoning/echo-accepted', 'reasoning/buffered', {
    'reasoning/echo-refused-beside-a-mark': [
      'the client sets a mark for the cache behind the call, and the provider refuses its own thought',
      turn(2, ask(`${SENT}[2]`, { cachePoint: { type: 'default' } }), refuseThought),
    ],
    'reasoning/unsigned-echo-refused': [
      'a model signs nothing, and the provider refuses its thought when it comes back',
      all(
        turn(1, dropBody(`${THOUGHT}.reasoningText.signature`)),
        turn(2, askNot(`${SENT}[0].reasoningContent.reasoningText.signature`), refuseThought),
      ),
    ],
  }),
  faults('signatures/echo-accepted', 'reasoning/buffered', {
    'signatures/refused-under-a-mark-for-the-cache': [
      'the client marks the system prompt for the cache, and the provider refuses its own signature',
      turn(2, ask('system[1]', { cachePoint: { type: 'default' } }), refuseSignature),
    ],
  }),
  variants('signatures/echo-accepted', 'reasoning/buffered', {
    'signatures/under-another-system-prompt': [
      'the client changes the system prompt that the thought was thought under',
      turn(2, ask('system[0].text', 'It is noon.'), refuseSignature),
      { outcome: 'inconclusive' },
    ],
    'signatures/under-other-tools': [
      'the client changes a tool that was on offer before the thought',
      turn(2, ask('toolConfig.tools[0].toolSpec.description', 'Another'), refuseSignature),
      { outcome: 'inconclusive' },
    ],
    'signatures/behind-another-prompt': [
      'the client changes the prompt before the thought',
      turn(2, ask('messages[0].content[0].text', 'And in Bergen?'), refuseSignature),
      { outcome: 'inconclusive' },
    ],
  }),
  variants('reasoning/echo-accepted', 'reasoning/buffered', {
    'reasoning/refused-beside-what-the-client-added': [
      'the client puts a text behind the call that it repeats, and the provider refuses the thought',
      turn(2, ask(`${SENT}[2]`, { text: 'Well.' }), refuseThought),
      { outcome: 'inconclusive' },
    ],
  }),
];
