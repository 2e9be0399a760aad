/** Seeded faults and legal variants of server tools: their calls and results, and how a client returns them. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, type ExchangeEdit, responseOf, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { drop, first, insertBefore, remove, set } from '../../../proof/edits/stream.ts';
import { valueAt } from '../../../proof/json-path.ts';
import { type JsonObject, numberOf } from '../../../text/json.ts';
import { jsonText } from '../../../text/json-text.ts';
import { event } from '../serve/render.ts';
import { BLOCK_STARTS, delta, ofBlock, STOP } from './places.ts';

const CONTENT = 'output.message.content';
const ID = 'tooluse_WytfF0g1S5qUeEPm0ptOdQ';
const USE = { toolUseId: ID, name: 'nova_code_interpreter', type: 'server_tool_use' };
const INPUT = { snippet: 'print(21)' };
const CODE = { toolUse: { ...USE, input: INPUT } };
const RESULT = { toolUseId: ID, status: 'success', type: 'nova_code_interpreter_result' };
const PRINTED = [{ text: '{"stdOut":"21","stdErr":"","exitCode":0,"isError":false}' }];

/** Adds blocks after those of a stream. */
function goesOn(...starts: readonly JsonObject[]): ExchangeEdit {
  return (exchange) => {
    const { body } = responseOf(exchange);
    const events = body.kind === 'stream' ? body.events : [];
    const indexes = events.map(({ data }) => numberOf(valueAt(data, 'contentBlockIndex')));
    const last = Math.max(-1, ...indexes.filter((index) => !Number.isNaN(index)));
    const blocks = starts.flatMap((start, at) => {
      const contentBlockIndex = last + 1 + at;
      const held = 'toolUse' in start ? { toolUse: { input: jsonText(INPUT) } } : { toolResult: PRINTED };
      return [
        event('contentBlockStart', { contentBlockIndex, start }),
        delta(contentBlockIndex, held),
        event('contentBlockStop', { contentBlockIndex }),
      ];
    });
    insertBefore(STOP, ...blocks)(exchange);
  };
}

export const served: Table = [
  faults('blocks/server-paired', 'code/streaming', {
    'blocks/code-without-result': ['nobody says what the code printed', [goesOn({ toolUse: USE })]],
  }),
  faults('blocks/server-paired', 'code/buffered', {
    'blocks/code-twice-result-once': [
      'of two pieces of code the second has no result',
      [setBody(`${CONTENT}[3]`, CODE)],
    ],
    'blocks/code-twice-without-result': [
      'behind the text code runs twice under one id, and nobody says what it printed',
      [setBody(`${CONTENT}[3]`, CODE), setBody(`${CONTENT}[4]`, CODE)],
      { alsoFails: { 'ids/unique-in-response': 'the code has one id both times' } },
    ],
  }),
  variants('blocks/server-paired', 'code/streaming', {
    'blocks/code-with-result': [
      'code runs again behind the text',
      [goesOn({ toolUse: USE }, { toolResult: RESULT })],
    ],
    'blocks/code-without-a-type': [
      'the call of a system tool does not say what it is, and its result does',
      [drop(first(BLOCK_STARTS), 'start.toolUse.type')],
    ],
    'blocks/code-cut-off': [
      'the answer reaches its limit before the code has run',
      [goesOn({ toolUse: USE }), set(STOP, 'stopReason', 'max_tokens')],
      { outcome: 'inconclusive' },
    ],
  }),
  variants('blocks/server-paired', 'code/buffered', {
    'blocks/code-and-a-filter': [
      'a filter ends the answer before the code has run',
      [setBody(`${CONTENT}[3]`, CODE), setBody('stopReason', 'content_filtered')],
      { outcome: 'inconclusive' },
    ],
    'blocks/search-without-a-type': [
      'the call of a system tool does not say what it is in a body, and its result does',
      [dropBody(`${CONTENT}[0].toolUse.type`)],
    ],
    'blocks/code-that-failed': [
      'code failed, and its result says so',
      [setBody(`${CONTENT}[1].toolResult.status`, 'error')],
    ],
  }),
  variants('blocks/server-paired', 'searching/streaming', {
    'blocks/result-to-come': [
      'the search has no result yet, since the client has a tool to run',
      all(
        turn(1, remove(ofBlock(1)), set(ofBlock(2), 'contentBlockIndex', 1)),
        turn(2, ask('messages[1].content[1]', { text: 'One moment.' })),
      ),
      { outcome: 'inconclusive' },
    ],
  }),
  faults('results/served-kept', 'searching/buffered', {
    'results/search-changed': [
      'the client repeats the search with other words',
      turn(2, ask('messages[1].content[0].toolUse.input', { query: 'Oslo' })),
      { says: 'goes back changed' },
    ],
  }),
  faults('results/served-kept', 'coding/streaming', {
    'results/printed-changed': [
      'the client repeats code of a stream with other words than it printed',
      turn(2, ask('messages[1].content[1].toolResult.content', [{ text: '22' }])),
    ],
  }),
  variants('results/served-kept', 'searching/streaming', {
    'results/search-without-status': [
      'the client does not repeat how the search went',
      turn(2, askNot('messages[1].content[1].toolResult.status')),
    ],
  }),
  variants('results/served-kept', 'coding/buffered', {
    'results/printed-in-two-pieces': [
      'what the code printed goes back in two pieces',
      turn(
        2,
        ask('messages[1].content[1].toolResult.content', [
          { text: '{"stdOut":"21\\n","stdErr":"",' },
          { text: '"exitCode":0,"isError":false}' },
        ]),
      ),
    ],
  }),
];
