/** Seeded faults and legal variants of reasoning: thoughts, their cost, and how they are returned. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { cutAfter, drop, insertAfter, insertBefore, nth, remove, set } from '../../../proof/edits/stream.ts';
import { thoughtsSentBack } from '../../../proof/sent-back-blocks.ts';
import type { JsonObject } from '../../../text/json.ts';
import { event } from '../serve/render.ts';
import { edits, idOf, OVERLOADED, refuseSignature, refuseThought, rewrite } from './edits.ts';
import {
  BLOCKS,
  OTHER_CALL,
  rearrange,
  SENT,
  SIGNATURES,
  TAKEOVER,
  TEXT,
  THOUGHT_STARTS,
  THOUGHTS,
} from './places.ts';

/** The blocks of a model that declines within its call, and the mark that another model took over. */
const DECLINED = [
  { type: 'thinking', thinking: '', signature: '' },
  { type: 'tool_use', id: 'toolu_Wd6Fh2Kq8Zr4', name: 'get_weather', input: {} },
  TAKEOVER,
];
const REDACTED = { type: 'redacted_thinking', data: 'Q2FubmVkIHRob3VnaHRz' };

/** The client drops the thought, which is the first block. */
const dropThought = () => rearrange(([, ...rest]) => rest);

/** The client moves the thought, which is the first block, after the next block. */
const swapThought = () => rearrange(([thought, next, ...rest]) => [next, thought, ...rest]);

/**
 * Sets the blocks that the provider sends and the blocks that the client repeats, from a thought and the call after it.
 */
function between(blocks: (thought: JsonObject, call: JsonObject) => readonly (readonly JsonObject[])[]) {
  const both = ([thought = {}, call = {}]: readonly JsonObject[]) => blocks(thought, call);
  return all(
    turn(
      1,
      setBody('content', (content: readonly JsonObject[]) => both(content)[0]),
    ),
    turn(
      2,
      rearrange((content) => both(content)[1] ?? []),
    ),
  );
}

export const reasoning: Table = [
  ...thoughtsSentBack({ ...edits, refuseSignature, refuseThought, thinkingField: 'thinking' }),
  faults('reasoning/not-in-content', 'text/streaming', {
    'reasoning/closing-tag-in-pieces': [
      'the closing tag alone comes, in two deltas',
      [set(nth(TEXT, 1), 'delta.text', '</th'), set(nth(TEXT, 2), 'delta.text', 'ink>')],
    ],
  }),
  variants('reasoning/counted', 'reasoning/buffered', {
    'reasoning/tokens-not-reported': [
      'there are thoughts, and their tokens are left out',
      all(turn(1, dropBody('usage.output_tokens_details')), turn(2, dropBody('usage.output_tokens_details'))),
      { outcome: 'not-applicable' },
    ],
  }),
  faults('reasoning/signature-key', 'reasoning/buffered', {
    'reasoning/no-signature': [
      'the thought of a body has no signature',
      turn(2, dropBody('content[0].signature')),
    ],
  }),
  faults('reasoning/signature-key', 'reasoning/streaming', {
    'reasoning/no-signature-in-a-stream': [
      'neither the start nor a delta has a signature',
      turn(2, remove(SIGNATURES), drop(THOUGHT_STARTS, 'content_block.signature')),
    ],
  }),
  variants('reasoning/signature-key', 'reasoning/streaming', {
    'reasoning/signature-in-the-start': [
      'the signature comes in the start of the block',
      turn(2, remove(SIGNATURES), set(THOUGHT_STARTS, 'content_block.signature', 'c2lnbmVk')),
    ],
  }),
  faults('reasoning/signed', 'reasoning/buffered', {
    'reasoning/signature-empty': ['the signature is empty', turn(2, setBody('content[0].signature', ''))],
  }),
  faults('reasoning/signed', 'reasoning/streaming', {
    'reasoning/signature-never-sent': ['the signature of a stream stays empty', turn(2, remove(SIGNATURES))],
  }),
  variants('reasoning/signed', 'reasoning/streaming', {
    'reasoning/start-without-the-key': [
      'the start has no signature, and a delta brings it',
      turn(2, drop(THOUGHT_STARTS, 'content_block.signature')),
    ],
  }),
  variants('reasoning/signed', 'reasoning/buffered', {
    'reasoning/redacted': ['a redacted thought needs no signature', turn(2, setBody('content[2]', REDACTED))],
  }),
  faults('reasoning/echoed', 'reasoning/buffered', {
    'reasoning/dropped-by-the-client': [
      'the client returns the result without the thought',
      turn(2, dropThought()),
    ],
    'reasoning/signature-lost-by-the-client': [
      'the client returns the thought without its signature',
      turn(2, askNot(`${SENT}[0].signature`)),
    ],
    'reasoning/put-behind-its-call-by-the-client': [
      'the client returns the thought behind the call that it came before',
      turn(2, swapThought()),
    ],
    'reasoning/sent-twice-by-the-client': [
      'the client returns the thought twice',
      turn(
        2,
        rearrange((sent) => [...sent.slice(0, 1), ...sent]),
      ),
    ],
    'reasoning/redacted-dropped-by-the-client': [
      'the client drops a redacted thought',
      turn(1, setBody('content[2]', REDACTED)),
    ],
  }),
  faults('reasoning/echoed', 'reasoning/buffered', {
    'reasoning/put-behind-the-later-of-its-words-by-the-client': [
      'the thought came between two texts, and the client returns it behind both',
      between((thought, call) => [
        [{ type: 'text', text: 'One moment.' }, thought, { type: 'text', text: 'Now then.' }, call],
        [{ type: 'text', text: 'One moment.' }, { type: 'text', text: 'Now then.' }, thought, call],
      ]),
    ],
    'reasoning/put-behind-the-first-of-its-words-by-the-client': [
      'the thought came before two texts, and the client returns it between them',
      between((thought, call) => {
        const [one, two] = [
          { type: 'text', text: 'One moment.' },
          { type: 'text', text: 'Now then.' },
        ];
        return [
          [thought, one, two, call],
          [one, thought, two, call],
        ];
      }),
    ],
    'reasoning/put-behind-the-later-of-its-calls-by-the-client': [
      'the thought came before two calls, and the client returns it between them',
      all(
        between((thought, call) => [
          [thought, call, OTHER_CALL],
          [call, thought, OTHER_CALL],
        ]),
        turn(
          2,
          ask('messages[2].content[1]', { type: 'tool_result', tool_use_id: OTHER_CALL.id, content: '9' }),
        ),
      ),
    ],
  }),
  faults('reasoning/echoed', 'reasoning/buffered', {
    'reasoning/put-in-another-order-by-the-client': [
      'two thoughts came one after the other, and the client returns the later one first',
      between((thought, call) => [
        [thought, REDACTED, call],
        [REDACTED, thought, call],
      ]),
    ],
  }),
  variants('reasoning/echoed', 'reasoning/buffered', {
    'reasoning/words-behind-their-call': [
      'the client returns the thought first, and the words behind the call that they came before',
      between((thought, call) => {
        const words = { type: 'text', text: 'One moment.' };
        return [
          [thought, words, call],
          [thought, call, words],
        ];
      }),
    ],
    'reasoning/between-words-and-returned-so': [
      'the thought came between two texts, and comes back between them',
      between((thought, call) => {
        const blocks = [
          { type: 'text', text: 'One moment.' },
          thought,
          { type: 'text', text: 'Now then.' },
          call,
        ];
        return [blocks, blocks];
      }),
    ],
  }),
  faults('reasoning/echoed', 'reasoning/streaming', {
    'reasoning/changed-by-the-client': [
      'the client shortens the thought',
      turn(2, ask(`${SENT}[0].thinking`, 'The user wants the weather.')),
    ],
  }),
  faults('ids/echoed', 'reasoning/buffered', {
    'ids/changed-and-thought-dropped': [
      'the client changes the id of the call, and leaves the thought out',
      turn(2, rewrite(idOf(WEATHER_CALL.id), 'toolu_Wd6Fh2Kq8Zr4'), dropThought()),
    ],
  }),
  faults('ids/present', 'reasoning/buffered', {
    'ids/absent-behind-a-thought': [
      'the call behind a thought has no id, and the client makes one',
      turn(1, dropBody('content[1].id')),
    ],
  }),
  faults('errors/none-midstream', 'reasoning/streaming', {
    'errors/in-the-stream-of-a-thought': [
      'the stream turns into an error within a thought',
      turn(2, cutAfter(nth(THOUGHTS, 0)), insertAfter(nth(THOUGHTS, 0), OVERLOADED)),
    ],
  }),
  variants('reasoning/echoed', 'reasoning/buffered', {
    'reasoning/redacted-repeated': [
      'the client repeats a redacted thought',
      all(turn(1, setBody('content[2]', REDACTED)), turn(2, ask(`${SENT}[2]`, REDACTED))),
    ],
    'reasoning/two-alike-repeated': [
      'two redacted thoughts say the same, and the client repeats both',
      all(
        turn(1, setBody('content[2]', REDACTED), setBody('content[3]', REDACTED)),
        turn(2, ask(`${SENT}[2]`, REDACTED), ask(`${SENT}[3]`, REDACTED)),
      ),
    ],
    'reasoning/no-longer-asked-for': [
      'the client turns thinking off, and leaves the thought out',
      turn(2, askNot('thinking'), dropThought()),
      { outcome: 'not-applicable' },
    ],
    'reasoning/never-asked-for': [
      'the model thinks though no request asked for it, and the client leaves the thought out',
      all(turn(1, askNot('thinking')), turn(2, askNot('thinking'), dropThought())),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('reasoning/echoed', 'reasoning/streaming', {
    'reasoning/of-a-model-that-declined': [
      'another model takes over, and the client drops the thought and the call of the first',
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
    ],
    'reasoning/marked-for-the-cache': [
      'the client marks the call behind the thought for the cache',
      turn(2, ask(`${SENT}[1].cache_control`, { type: 'ephemeral' })),
    ],
  }),
  faults('reasoning/echoed', 'reasoning/buffered', {
    'reasoning/signature-altered-and-refused': [
      'the client alters the signature, and the provider refuses it',
      turn(2, ask(`${SENT}[0].signature`, 'QWx0ZXJlZA=='), refuseSignature),
    ],
  }),
];
