/** The rules of the catalogue as applied to this dialect. */

import { JSON_SCHEMA, SSE } from '../../checks/authorities.ts';
import { forcesSomeTool } from '../../checks/choice.ts';
import { errors as errorsRules, overRefusals } from '../../checks/errors.ts';
import { framing as framingRules } from '../../checks/framing.ts';
import { ids as idsRules } from '../../checks/ids.ts';
import { checksOf, type RulesInDialect } from '../../checks/in-dialect.ts';
import { HIDING_ANSWERS } from '../../checks/record.ts';
import { usage as usageRules } from '../../checks/usage.ts';
import { type Check, inconclusive, NOT_APPLICABLE } from '../../judge/check.ts';
import {
  AWS,
  COMPACTION,
  ERRORS,
  FINE_GRAINED,
  MESSAGE,
  SDK,
  STOP_REASONS,
  STREAMING,
  STRUCTURED,
  seenBroken,
  THINKING,
  TOOL_CALLS,
  TOOLS,
} from './authorities.ts';
import { blocks } from './checks/blocks.ts';
import { deltas } from './checks/deltas.ts';
import { errors, midstream, refusalShape } from './checks/errors.ts';
import { events } from './checks/events.ts';
import { finish, finished, noPhantom, stopsForCalls } from './checks/finish.ts';
import { contentType, dataIsJson, unlessBedrock } from './checks/framing.ts';
import { callEcho, ids, portable, uniqueInResponse } from './checks/ids.ts';
import { reasoning, signatures } from './checks/reasoning.ts';
import { results } from './checks/results.ts';
import { servedModel } from './checks/routing.ts';
import { shape } from './checks/shape.ts';
import { present, unlessCompactedAlone, usage } from './checks/usage.ts';
import type { MessagesReading } from './codec/read.ts';
import { notApplicable } from './not-applicable.ts';
import { terms } from './terms.ts';

type Run = Check<MessagesReading>['run'];

/**
 * Runs the rule only if the counters of the request are comparable. Server tools add input of their own, so with them
 * the rule does not apply.
 */
function comparable(run: Run): Run {
  return (reading, at) => {
    const { countsDiffer, serverTools } = reading.request;
    if (serverTools) return NOT_APPLICABLE;
    return countsDiffer === null ? run(reading, at) : inconclusive(countsDiffer);
  };
}

const rules: RulesInDialect<MessagesReading> = {
  'framing/content-type': {
    title:
      "A streamed answer is declared as text/event-stream, Bedrock's as application/vnd.amazon.eventstream",
    authority: [
      STREAMING('Streams are server-sent events.'),
      AWS('On Bedrock the stream is an event stream of AWS.'),
    ],
    run: contentType,
  },
  'framing/utf-8': { run: unlessBedrock(framingRules['framing/utf-8'].run) },
  'framing/data-is-json': {
    title: "Every event's data is one JSON object with a string type",
    authority: [
      STREAMING('Each event has JSON data with a type.'),
      SDK('The data of every named event is parsed, and what is no JSON throws.'),
    ],
    run: dataIsJson,
  },
  'framing/final-event-terminated': {
    run: unlessBedrock(framingRules['framing/final-event-terminated'].run),
  },
  'framing/comments': {
    authority: [
      SSE('parsing-an-event-stream', 'Lines that start with a colon are comments and are ignored.'),
    ],
    run: unlessBedrock(framingRules['framing/comments'].run),
  },

  'ids/present': {
    title: 'Every tool_use has a non-empty string id',
    authority: [MESSAGE('id is required in a tool_use block, and a string.')],
  },
  'ids/unique-in-response': {
    title: 'No two calls of one response share an id, whoever runs them',
    // After a repeated start, it is unknown whether there are one or two calls.
    follows: ['deltas/one-call-per-index'],
    run: uniqueInResponse,
  },
  'ids/portable': {
    title: 'The id has at most 40 characters, so that history can move to another provider',
    run: portable,
  },
  'ids/echoed': {
    title: 'The next request repeats each tool_use by its id, and answers each exactly once',
    authority: [TOOL_CALLS('tool_use_id of a tool_result is the id of the tool_use that it is a result of.')],
    run: callEcho,
  },
  'ids/echo-accepted': {
    authority: [
      TOOL_CALLS('The results go back with the ids of the calls.'),
      ...idsRules['ids/echo-accepted'].authority,
    ],
  },

  'arguments/json': {
    title: 'The concatenated partial_json parses as JSON; "" is {}',
    answer: 'streaming',
    authority: [
      STREAMING('The pieces of partial_json together are the JSON of the input.'),
      FINE_GRAINED('Only with fine-grained tool streaming may the input be invalid or partial JSON.'),
    ],
  },
  'arguments/object': {
    title: 'The input is a JSON object',
    authority: [MESSAGE('input is an object, in the schema of the tool.')],
  },
  'arguments/schema': {
    title: "The input validates against the tool's input_schema",
    authority: [
      JSON_SCHEMA('An instance that a schema does not accept is invalid.'),
      TOOLS('input_schema is the JSON Schema of the input that the model produces; strict guarantees it.'),
    ],
  },
  'arguments/known-tool': {
    authority: [MESSAGE('tools are the tools that the model may use.')],
  },
  'arguments/no-duplicate-keys': { answer: 'streaming' },

  'choice/none': {
    authority: [MESSAGE('With tool_choice none the model may not use tools.')],
  },
  'choice/required': {
    authority: [MESSAGE('With tool_choice any the model uses one of the tools.')],
    asked: forcesSomeTool,
  },
  'choice/named': {
    title: 'tool_choice tool gives at least one call, and calls to that tool alone',
    authority: [MESSAGE('With tool_choice tool the model uses the tool of that name.')],
  },
  'choice/parallel-off': {
    title: 'disable_parallel_tool_use gives at most one call',
    authority: [MESSAGE('With disable_parallel_tool_use the model uses at most one tool.')],
  },

  'format/schema': {
    authority: [STRUCTURED('The text of the answer is JSON of the schema in output_config.format.')],
  },
  'finish/present': {
    title: 'stop_reason is not null in the body, or in a message_delta',
    authority: [MESSAGE('stop_reason is non-null in a whole message; streamed, message_delta brings it.')],
    run: finished,
  },
  'finish/known': {
    title: 'stop_reason is one of the eight that the reference lists',
    authority: [
      MESSAGE('stop_reason is one of a list.'),
      STOP_REASONS(
        'end_turn, max_tokens, stop_sequence, tool_use, pause_turn, refusal and the context limit.',
      ),
      COMPACTION('With pause_after_compaction the answer stops behind its summary, with compaction.'),
    ],
  },
  'finish/length': {
    authority: [STOP_REASONS('max_tokens is the reason when the answer reached the limit.')],
  },
  'deltas/no-text-resend': { authority: [STREAMING('A text_delta adds to the text of its block.')] },
  'finish/consistent': {
    title: 'All stop reasons of one message agree',
    authority: [MESSAGE('stop_reason is the one reason why the model stopped.')],
  },
  'finish/once': {
    title: 'The stop reason of a message is sent once',
    authority: [STREAMING('One message_delta brings the stop_reason.')],
  },
  'finish/tool-calls': {
    title: 'A response with tool_use blocks stops with tool_use',
    authority: [
      STOP_REASONS('tool_use is the reason when the model calls a tool, and the sign to run it.'),
      ...seenBroken('finish/tool-calls'),
    ],
    run: stopsForCalls,
  },
  'finish/not-empty': {
    title: 'end_turn comes with text',
    follows: ['blocks/delta-type', ...HIDING_ANSWERS],
    departs: {
      subject: 'model',
      because: 'the reference says that models end their turn so, after results above all',
    },
    asked: () => true,
    authority: [
      STOP_REASONS('Now and then the model ends its turn with an empty answer, after results above all.'),
    ],
  },
  'finish/no-phantom': {
    title: 'tool_use comes only with a call that waits for its result',
    authority: [
      STOP_REASONS('tool_use is the reason when the model calls a tool.'),
      ...seenBroken('finish/no-phantom'),
    ],
    run: noPhantom,
  },

  'roundtrip/continues': {
    departs: {
      level: 'SHOULD',
      subject: 'model',
      because: 'the reference says that models end their turn so after results',
    },
    authority: [STOP_REASONS('An empty end_turn after results happens, and is to be avoided.')],
  },
  'roundtrip/result-used': {
    authority: [TOOL_CALLS('The results are what the model answers from.')],
  },
  'roundtrip/orphan-rejected': {
    title: 'A tool_result that answers no call of the turn just before is refused with a 4xx',
    authority: [
      TOOL_CALLS('Results follow the calls that they answer in the next message.'),
      ...seenBroken('roundtrip/orphan-rejected'),
    ],
  },
  'roundtrip/unanswered-rejected': {
    title: 'A tool_use without a tool_result in the next turn is refused with a 4xx',
    authority: [
      TOOL_CALLS('Each call has its result in the next message.'),
      ...seenBroken('roundtrip/unanswered-rejected'),
    ],
  },

  'roundtrip/dropped-signature': {
    title: 'Left out of a history, the thoughts before a call are missed: the request is refused with a 4xx',
    authority: [
      THINKING('With the results of a call, the thoughts before it go back complete and unmodified.'),
      ...seenBroken('reasoning/echoed'),
    ],
  },

  'usage/present': {
    title: 'Usage is in a buffered answer, and streamed in message_start and in a message_delta',
    departs: { impact: 'critical', because: 'the SDK throws on a message_start without usage' },
    asked: () => true,
    authority: [
      MESSAGE('usage is required in a message.'),
      SDK('A message_start without usage throws.'),
      ...seenBroken('usage/present'),
    ],
    run: present,
  },
  'usage/integers': {
    title: 'input_tokens, output_tokens and the counters of the cache are integers from 0',
    authority: [
      MESSAGE('input_tokens and output_tokens are required integers; those of the cache may be null.'),
    ],
  },
  'usage/counted': {
    title: 'All input > 0, and output_tokens > 0 when anything was generated',
    authority: [
      MESSAGE('The input is input_tokens and what the cache took; output_tokens is what was generated.'),
      COMPACTION('What a compaction took is in usage.iterations alone.'),
    ],
    run: unlessCompactedAlone(usageRules['usage/counted'].run),
  },
  'usage/reasoning-within-completion': {
    authority: [MESSAGE('output_tokens_details breaks output_tokens down.')],
  },
  'usage/grows': {
    title: 'All input grows from turn to turn',
    asked: ({ returnsResults }) => returnsResults,
    run: comparable(usageRules['usage/grows'].run),
  },
  'usage/within-limit': {
    title: 'output_tokens go beyond the requested max_tokens',
    authority: [MESSAGE('max_tokens is the most that is generated before stopping.')],
    asked: ({ maxTokens, serverTools }) => maxTokens !== null && !serverTools,
  },
  'usage/parity': {
    title: 'The same first request costs the same input streamed and buffered',
    run: comparable(usageRules['usage/parity'].run),
  },

  'routing/model': {
    authority: [MESSAGE('model is the model that completes the prompt.')],
    run: servedModel,
  },

  'errors/shape': {
    title: 'A 4xx or 5xx body is an error with a type and a message',
    authority: [
      ERRORS('Errors are JSON of type error, with an object error that has a type and a message.'),
      AWS('On Bedrock errors have a message at the top.'),
    ],
    run: overRefusals(refusalShape),
  },
  'errors/none-midstream': {
    authority: [
      STREAMING(
        'Errors may come in a stream, such as overloaded_error, which would be a 529 without streaming.',
      ),
      ...errorsRules['errors/none-midstream'].authority,
    ],
  },
  'errors/not-in-200': {
    title: 'A buffered 200 is no error',
    authority: [ERRORS('Errors have a status of 4xx or 5xx.')],
  },
  'errors/midstream': {
    title: 'An error inside a stream is an event error with the shape of one, and nothing but ping follows',
    authority: [STREAMING('An error is an event of type error.'), ERRORS('It has a type and a message.')],
    run: midstream,
  },

  'reasoning/counted': {
    title: 'A thinking block and reported thinking_tokens mean that they are > 0',
    authority: [THINKING('Thoughts are billed as output.'), MESSAGE('thinking_tokens counts them.')],
  },
};

export const checks = checksOf<MessagesReading>({ terms, notApplicable }, [
  rules,
  events,
  shape,
  blocks,
  deltas,
  ids,
  finish,
  results,
  usage,
  errors,
  reasoning,
  signatures,
]);
