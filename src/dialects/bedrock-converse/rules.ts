/** The rules of the catalogue as applied to this dialect. */

import { JSON_SCHEMA } from '../../checks/authorities.ts';
import { errors as errorsRules, overRefusals } from '../../checks/errors.ts';
import { ids as idsRules } from '../../checks/ids.ts';
import { checksOf, type RulesInDialect } from '../../checks/in-dialect.ts';
import { usage as usageRules } from '../../checks/usage.ts';
import {
  BLOCK_DELTA,
  CONVERSE,
  FRAMES,
  INFERENCE,
  MESSAGE_STOP,
  METADATA,
  REASONING,
  REST_JSON,
  STREAM,
  STRUCTURED,
  seenBroken,
  TOOL_CHOICE,
  TOOL_RESULT,
  TOOL_SPEC,
  TOOL_USE,
  TOOL_USE_DELTA,
  TOOLS,
  USAGE,
} from './authorities.ts';
import { blocks } from './checks/blocks.ts';
import { deltas } from './checks/deltas.ts';
import { errors, MIDSTREAM_AUTHORITY, midstream, refusalShape } from './checks/errors.ts';
import { events } from './checks/events.ts';
import { frames } from './checks/frames.ts';
import { contentType, payloadIsJson } from './checks/framing.ts';
import { acceptsIds, callEcho, ids, portable, uniqueInResponse } from './checks/ids.ts';
import { reasoning, signatures } from './checks/reasoning.ts';
import { results } from './checks/results.ts';
import { shape } from './checks/shape.ts';
import { unlessGuarded, usage } from './checks/usage.ts';
import type { ConverseReading } from './codec/read.ts';
import { notApplicable } from './not-applicable.ts';
import { terms } from './terms.ts';

const rules: RulesInDialect<ConverseReading> = {
  'framing/content-type': {
    title: 'A streamed answer is declared as application/vnd.amazon.eventstream, a buffered one as JSON',
    authority: [FRAMES('A stream of events is application/vnd.amazon.eventstream.')],
    run: contentType,
  },
  'framing/data-is-json': {
    title: 'The payload of every frame is one JSON object',
    authority: [STREAM('Each event is an object.'), REST_JSON('The payload of an event is JSON.')],
    run: payloadIsJson,
  },

  'ids/present': {
    authority: [TOOL_USE('toolUseId is required, and a string.')],
  },
  'ids/unique-in-response': {
    title: 'No two calls of one response share an id, whoever runs them',
    run: uniqueInResponse,
  },
  'ids/portable': { run: portable },
  'ids/echoed': {
    title: 'The next request repeats each toolUse by its toolUseId, and answers each exactly once',
    authority: [TOOL_RESULT('toolUseId is the id of the request that this is the result of.')],
    run: callEcho,
  },
  'ids/echo-accepted': {
    authority: [
      TOOL_RESULT('toolUseId is the id of the request that this is the result of.'),
      ...idsRules['ids/echo-accepted'].authority,
    ],
    run: acceptsIds,
  },

  'arguments/json': {
    title: 'The concatenated fragments of input parse as JSON; no fragment is {}',
    answer: 'streaming',
    authority: [
      TOOL_USE_DELTA('The fragments together are the JSON of the input.'),
      TOOL_USE('input is the JSON for the tool.'),
    ],
  },
  'arguments/object': {
    title: 'The input is a JSON object',
    authority: [TOOL_SPEC('The input is in the schema of the tool, which is one of an object.')],
  },
  'arguments/schema': {
    title: "The input validates against the tool's inputSchema",
    authority: [
      JSON_SCHEMA('An instance that a schema does not accept is invalid.'),
      TOOL_SPEC('inputSchema is the JSON Schema of the input; strict enforces it.'),
    ],
  },
  'arguments/known-tool': {
    authority: [TOOLS('The model asks for one of the tools that the request defines.')],
  },
  'arguments/no-duplicate-keys': { answer: 'streaming' },

  'choice/required': {
    authority: [TOOL_CHOICE('With any the model requests at least one tool.')],
  },
  'choice/named': {
    title: 'toolChoice tool gives at least one call, and calls to that tool alone',
    authority: [TOOL_CHOICE('With tool the model requests the tool of that name.')],
  },

  'format/schema': {
    authority: [STRUCTURED('The response conforms to the JSON schema of outputConfig.textFormat.')],
  },
  'finish/present': {
    title: 'stopReason is in the body, or in messageStop',
    follows: ['shape/choice-index', 'shape/completion'],
    authority: [CONVERSE('stopReason is required.'), MESSAGE_STOP('stopReason is required.')],
  },
  'finish/known': {
    title: 'stopReason is one of the nine that the reference lists',
    authority: [MESSAGE_STOP('stopReason is one of a list.')],
  },
  'finish/length': {
    authority: [INFERENCE('maxTokens is the most that is generated; the answer then stops with max_tokens.')],
  },
  'deltas/no-text-resend': { authority: [BLOCK_DELTA('A delta is a part of the text of its block.')] },
  'finish/consistent': {
    title: 'All stop reasons of one message agree',
    authority: [MESSAGE_STOP('stopReason is the one reason why the model stopped.')],
  },
  'finish/once': {
    title: 'The stop reason of a message is sent once',
    authority: [STREAM('One messageStop ends the message.')],
  },
  'finish/tool-calls': {
    title: 'A response with toolUse blocks stops with tool_use',
    authority: [
      TOOLS('With tool_use the model asks for its tools to be run.'),
      ...seenBroken('finish/tool-calls'),
    ],
  },
  'finish/not-empty': {
    title: 'end_turn comes with text',
    follows: ['shape/completion', 'shape/content', 'blocks/one-member', 'blocks/open'],
    departs: {
      subject: 'model',
      because: 'the format is that of many companies, whose models end their turn so after results',
    },
    asked: () => true,
  },
  'finish/no-phantom': {
    title: 'tool_use comes only with a call',
    follows: ['shape/tool-calls', 'shape/tool-calls-misplaced', 'blocks/one-member', 'blocks/open'],
    authority: [
      TOOLS('With tool_use the model asks for its tools to be run.'),
      ...seenBroken('finish/no-phantom'),
    ],
  },

  'roundtrip/continues': {
    departs: {
      level: 'SHOULD',
      subject: 'model',
      because: 'the format is that of many companies, whose models end their turn so after results',
    },
    authority: [TOOLS('The model uses the results to answer the message.')],
  },
  'roundtrip/result-used': {
    authority: [TOOLS('The model uses the results to answer the message.')],
  },
  'roundtrip/orphan-rejected': {
    title: 'A toolResult that answers no call of the turn just before is refused with a 4xx',
    authority: [
      TOOLS('The results go into the message behind that with the calls.'),
      ...seenBroken('roundtrip/orphan-rejected'),
    ],
  },
  'roundtrip/unanswered-rejected': {
    title: 'A toolUse without a toolResult in the next turn is refused with a 4xx',
    authority: [TOOLS('Each call has its result in the next message.')],
  },
  'roundtrip/dropped-signature': {
    title:
      'Left out of a history, the signed thoughts before a call are missed: the request is refused with a 4xx',
    authority: [
      REASONING('A thought goes back with its signature, in all later requests.'),
      ...seenBroken('reasoning/echoed'),
    ],
  },

  'usage/present': {
    title: 'Usage is in a buffered answer, and streamed in metadata',
    follows: ['frames/whole', 'shape/completion'],
    asked: () => true,
    authority: [
      CONVERSE('usage is required in an answer.'),
      METADATA('usage is required in metadata.'),
      ...seenBroken('usage/present'),
    ],
  },
  'usage/integers': {
    title: 'inputTokens, outputTokens, totalTokens and the counters of the cache are integers from 0',
    follows: ['shape/completion'],
    authority: [USAGE('inputTokens, outputTokens and totalTokens are required integers.')],
  },
  'usage/total': {
    title: 'totalTokens = all input + outputTokens',
    authority: [USAGE('totalTokens is the total of input tokens and tokens generated.')],
  },
  'usage/counted': {
    authority: [USAGE('inputTokens is what was sent to the model, outputTokens what it generated.')],
    run: unlessGuarded(usageRules['usage/counted'].run),
  },
  'usage/within-limit': {
    title: 'outputTokens go beyond the requested maxTokens',
    authority: [INFERENCE('maxTokens is the most that is generated.')],
  },
  'errors/shape': {
    title: 'A 4xx or 5xx body is an object with a string message',
    authority: [CONVERSE('Each error has a message.'), REST_JSON('The body of an error is an object.')],
    run: overRefusals(refusalShape),
  },
  'errors/none-midstream': {
    authority: [
      STREAM('A stream may turn into an exception, which says what it would have been as a status.'),
      ...errorsRules['errors/none-midstream'].authority,
    ],
  },
  'errors/not-in-200': {
    title: 'A buffered 200 is no error',
    authority: [CONVERSE('Errors have a status of 4xx or 5xx.')],
  },
  'errors/midstream': {
    title: 'An error inside a stream is an exception of the reference with a message, and nothing follows',
    authority: MIDSTREAM_AUTHORITY,
    run: midstream,
  },
};

export const checks = checksOf<ConverseReading>({ terms, notApplicable }, [
  rules,
  frames,
  events,
  shape,
  blocks,
  deltas,
  ids,
  results,
  usage,
  errors,
  reasoning,
  signatures,
]);
