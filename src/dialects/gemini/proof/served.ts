/** Seeded faults and legal variants of server tools: their calls and results, and how a client returns them. */

import type { Draft } from '../../../answers/script.ts';
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, type ExchangeEdit, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { chunksWith, first, remove, set } from '../../../proof/edits/stream.ts';
import { valueAt, write } from '../../../proof/json-path.ts';
import { listOf } from '../../../reading/presence.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { snakeCase } from '../codec/proto-json.ts';
import { END, FINISH_REASON, insertParts, PART, PARTS, TEXT } from './places.ts';

const thoughtSignature = 'QUJDRA==';
const CODE = { executableCode: { language: 'PYTHON', code: 'print(21)' }, thoughtSignature };
const RAN = { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '21\n' }, thoughtSignature };
const FAILED = { codeExecutionResult: { outcome: 'OUTCOME_DEADLINE_EXCEEDED' }, thoughtSignature };
const PAGE = 'https://example.com/page';
const OPENED = {
  toolCall: { toolType: 'URL_CONTEXT', args: { urls: [PAGE] }, id: 'url1' },
  thoughtSignature,
};
const READ = { toolResponse: { toolType: 'URL_CONTEXT', response: {}, id: 'url1' }, thoughtSignature };

const ANSWERED = chunksWith((chunk) => valueAt(chunk, `${PART}.toolResponse`) !== undefined);

/** Inserts parts before those of a body. */
function begins(...parts: readonly Draft[]) {
  return setBody(PARTS, (own: unknown[]) => [...structuredClone(parts), ...own]);
}

const REPEATED = 'contents[1].parts';
/** The client drops parts of the answer. */
function repeatsWithout(from: number, count: number): ExchangeEdit {
  return ({ request }) => write(request, REPEATED, listOf(valueAt(request, REPEATED)).toSpliced(from, count));
}

/** The client inserts parts before those of the answer. */
function repeatsBefore(...parts: readonly Draft[]): ExchangeEdit {
  return ({ request }) =>
    write(request, REPEATED, [...structuredClone(parts), ...listOf(valueAt(request, REPEATED))]);
}

/** Writes the names of a part's own members in snake_case. */
function inSnakeCase(part: Json): Json {
  if (!isObject(part)) return part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [snakeCase(name), value]));
}

const UNSIGNED = { 'signatures/echoed': 'what does not go back does not bring its signature either' };

export const served: Table = [
  faults('blocks/server-paired', 'code/streaming', {
    'blocks/code-without-result': ['nobody says what the code printed', [insertParts(first(TEXT), CODE)]],
    'blocks/result-of-other-code': [
      'of two pieces of code the first has no result',
      [insertParts(first(TEXT), CODE, CODE, RAN)],
    ],
  }),
  faults('blocks/server-paired', 'code/buffered', {
    'blocks/code-without-result-beside-a-cut-candidate': [
      'nobody says what the code of the first candidate printed, and the limit cuts the second off',
      [
        begins(CODE),
        ask('generationConfig.candidateCount', 2),
        setBody('candidates[1]', {
          content: { parts: [{ text: 'It is', thoughtSignature }], role: 'model' },
          finishReason: 'MAX_TOKENS',
          index: 1,
        }),
      ],
    ],
    'blocks/page-without-response': [
      'a page is opened, and no response says that it was read',
      [begins(OPENED)],
    ],
    'blocks/response-of-another-call': [
      'the response has the id of no call',
      [begins(OPENED, { toolResponse: { ...READ.toolResponse, id: 'url2' }, thoughtSignature })],
    ],
  }),
  variants('blocks/server-paired', 'code/streaming', {
    'blocks/code-with-result': [
      'code without an id, and what it printed',
      [insertParts(first(TEXT), CODE, RAN)],
    ],
    'blocks/code-that-failed': [
      'code that took too long, and printed nothing',
      [insertParts(first(TEXT), CODE, FAILED)],
    ],
    'blocks/code-cut-off': [
      'the answer reaches its limit before the code has run',
      [insertParts(first(TEXT), CODE), set(END, FINISH_REASON, 'MAX_TOKENS')],
      { outcome: 'inconclusive' },
    ],
  }),
  variants('blocks/server-paired', 'code/buffered', {
    'blocks/page-with-response': ['a page is opened and read', [begins(OPENED, READ)]],
    'blocks/page-with-a-response-without-id': [
      'a page is opened, and read by a response without an id',
      [begins(OPENED, { toolResponse: { toolType: 'URL_CONTEXT', response: {} }, thoughtSignature })],
    ],
    'blocks/code-twice': ['two pieces of code have a result each', [begins(CODE, RAN, CODE, RAN)]],
  }),
  variants('blocks/server-paired', 'searching/streaming', {
    'blocks/response-to-come': [
      'the search has no response yet, since the client has a function to run',
      all(turn(1, remove(ANSWERED)), turn(2, repeatsWithout(1, 1))),
      { outcome: 'inconclusive' },
    ],
  }),
  faults('results/served-kept', 'searching/streaming', {
    'results/search-not-returned': [
      'the client repeats the call without the search that came with it',
      turn(2, repeatsWithout(0, 2)),
      { alsoFails: UNSIGNED },
    ],
  }),
  faults('results/served-kept', 'searching/buffered', {
    'results/search-changed': [
      'the client repeats what the search found without its content',
      turn(2, ask(`${REPEATED}[1].toolResponse.response`, {})),
    ],
  }),
  faults('results/served-kept', 'coding/streaming', {
    'results/streamed-code-not-returned': [
      'the client repeats a call of a stream without the code that ran before it',
      turn(2, repeatsWithout(0, 2)),
      { alsoFails: UNSIGNED },
    ],
  }),
  faults('results/served-kept', 'coding/buffered', {
    'results/code-not-returned': [
      'the client repeats the call without the code that ran before it',
      turn(2, repeatsWithout(0, 2)),
      { alsoFails: UNSIGNED },
    ],
  }),
  faults('results/served-kept', 'coding/buffered', {
    'results/second-code-changed': [
      'of two pieces of code the client repeats the second otherwise',
      all(
        turn(1, begins(CODE, RAN)),
        turn(2, repeatsBefore(CODE, RAN), ask(`${REPEATED}[2].executableCode.code`, 'print(22)')),
      ),
    ],
    'results/code-run-twice-and-returned-once': [
      'the same code ran twice, and the client repeats one run',
      all(turn(1, begins(CODE, RAN, CODE, RAN)), turn(2, repeatsBefore(CODE, RAN))),
      { alsoFails: UNSIGNED },
    ],
  }),
  variants('results/served-kept', 'coding/buffered', {
    'results/code-of-the-other-candidate': [
      'the client goes on with one of two candidates, and leaves out the code of the other',
      turn(
        1,
        ask('generationConfig.candidateCount', 2),
        setBody('candidates[1]', {
          content: { parts: [CODE, RAN, { text: 'It is 21.', thoughtSignature }], role: 'model' },
          finishReason: 'STOP',
          index: 1,
        }),
      ),
    ],
    'results/empty-output-left-out': [
      'the code prints nothing, and goes back without that',
      all(
        turn(1, setBody(`${PARTS}[1].codeExecutionResult.output`, '')),
        turn(2, askNot(`${REPEATED}[1].codeExecutionResult.output`)),
      ),
    ],
  }),
  variants('results/served-kept', 'coding/streaming', {
    'results/streamed-code-returned': ['code and what it printed go back with a call of a stream', []],
  }),
  variants('results/served-kept', 'coding/buffered', {
    'results/code-returned': ['code and what it printed go back with the call', []],
    'results/code-in-snake-case': [
      'code goes back with its names in snake_case',
      turn(2, ({ request }) => write(request, REPEATED, listOf(valueAt(request, REPEATED)).map(inSnakeCase))),
    ],
  }),
  faults('signatures/echoed', 'searching/buffered', {
    'signatures/of-a-search-lost': [
      'the search goes back without its signature',
      turn(2, askNot(`${REPEATED}[0].thoughtSignature`)),
      { level: 'MUST' },
    ],
  }),
];
