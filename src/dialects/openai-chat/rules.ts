/** The rules of the catalogue as applied to this dialect. */

import { JSON_SCHEMA, report, SSE } from '../../checks/authorities.ts';
import { ids as idsRules } from '../../checks/ids.ts';
import { checksOf, type RulesInDialect } from '../../checks/in-dialect.ts';
import { SEEN_JOINED } from '../../checks/unparsed-arguments.ts';
import { usage as usageRules } from '../../checks/usage.ts';
import { CUSTOM_TOOLS } from '../openai/authorities.ts';
import {
  OPENROUTER_API,
  OPENROUTER_ERRORS,
  OPENROUTER_FAQ,
  OPENROUTER_FREE,
  OPENROUTER_ROUTING,
  OPENROUTER_STREAM,
  OPENROUTER_TOOLS,
  OPENROUTER_USAGE,
  UPSTREAM_PARTS,
  UPSTREAM_TOTAL,
} from '../openrouter/authorities.ts';
import {
  OAS_CALL,
  OAS_CHOICE,
  OAS_CHUNK,
  OAS_COMPLETION,
  OAS_ERRORS,
  OAS_REQUEST,
  OAS_STREAM,
  OAS_USAGE,
} from './authorities.ts';
import { requiredCall } from './checks/choice.ts';
import { deltas } from './checks/deltas.ts';
import { acceptsIds, callEcho } from './checks/ids.ts';
import { shape } from './checks/shape.ts';
import { usage } from './checks/usage.ts';
import type { ChatReading } from './codec/read.ts';
import { notApplicable } from './not-applicable.ts';
import { terms } from './terms.ts';

const rules: RulesInDialect<ChatReading> = {
  'framing/data-is-json': {
    authority: [OAS_STREAM('Each event is a chunk object; the stream is terminated by a [DONE] message.')],
  },
  'framing/done': { authority: [OAS_STREAM('The stream is terminated by a data: [DONE] message.')] },
  'framing/nothing-after-done': {
    authority: [OAS_STREAM('[DONE] terminates the stream, so nothing can follow it.')],
  },
  'framing/no-named-events': {
    title: 'Events have no name: chat streams are data-only',
  },
  'framing/comments': {
    authority: [
      SSE('parsing-an-event-stream', 'Lines that start with a colon are comments and are ignored.'),
      OPENROUTER_STREAM('Comments are sent now and then so that connections do not time out.'),
    ],
  },

  'ids/present': { authority: [OAS_CALL('id is the ID of the tool call, a string, and required.')] },
  'ids/type': {
    authority: [OAS_CALL('type is the type of the tool call and required; for functions it is function.')],
  },
  'ids/echoed': {
    authority: [
      OAS_REQUEST('A tool message names in tool_call_id the call that it responds to.'),
      report(
        'pipecat-ai/pipecat/issues/309',
        "A user who spoke before the result came broke the conversation: OpenAI wants an assistant message with 'tool_calls' followed by the tool messages.",
      ),
    ],
    run: callEcho,
  },
  'ids/echo-accepted': {
    authority: [
      OAS_REQUEST('Tool messages with the ids of the calls are how results are returned.'),
      ...idsRules['ids/echo-accepted'].authority,
    ],
    run: acceptsIds,
  },

  'arguments/string': {
    title: 'Buffered function.arguments is a string',
    authority: [OAS_CALL('function.arguments is a string that holds JSON.')],
  },
  'arguments/json': {
    authority: [
      OAS_CALL(
        'Arguments are in JSON format, though the model may get it wrong: clients are told to validate them.',
      ),
      OPENROUTER_TOOLS('Counted as InvalidJson among the tool-call errors of a provider.'),
      ...SEEN_JOINED,
    ],
  },
  'arguments/object': { authority: [OAS_REQUEST('parameters describe the arguments as an object.')] },
  'arguments/schema': {
    authority: [
      JSON_SCHEMA('An instance that a schema does not accept is invalid.'),
      OAS_REQUEST('With strict the model follows the exact schema of parameters.'),
      OPENROUTER_TOOLS('Counted as SchemaMismatch among the tool-call errors of a provider.'),
    ],
  },
  'arguments/grammar': {
    authority: [
      OAS_REQUEST('The format of a custom tool is unconstrained text or a grammar.'),
      CUSTOM_TOOLS('A grammar constrains the text that the model gives a custom tool.'),
    ],
  },
  'arguments/known-tool': {
    authority: [
      OAS_REQUEST('tools is the list of tools the model may call.'),
      OPENROUTER_TOOLS('Counted as UnknownName among the tool-call errors of a provider.'),
    ],
  },

  'choice/none': { authority: [OAS_REQUEST('none means the model will not call any tool.')] },
  'choice/required': {
    authority: [OAS_REQUEST('required means the model must call one or more tools.')],
    run: requiredCall,
  },
  'choice/named': { authority: [OAS_REQUEST('Naming a function forces the model to call that tool.')] },
  'choice/allowed': {
    authority: [
      OAS_REQUEST('allowed_tools constrains the model to a set of tools; required demands a call.'),
    ],
  },
  'choice/parallel-off': {
    authority: [OAS_REQUEST('parallel_tool_calls false: zero or one tool is called.')],
  },

  'format/schema': {
    authority: [
      OAS_REQUEST('With strict set to true the model always follows the exact schema of json_schema.'),
    ],
  },
  'finish/present': {
    authority: [OAS_CHOICE('finish_reason is why the model stopped; it is null only until then.')],
  },
  'finish/known': {
    title: 'finish_reason is stop, length, tool_calls, content_filter or function_call',
    authority: [
      OAS_CHOICE('finish_reason is one of stop, length, tool_calls, content_filter and function_call.'),
      OPENROUTER_API('finish_reason is normalised to tool_calls, stop, length, content_filter or error.'),
    ],
  },
  'finish/consistent': { authority: [OAS_CHOICE('finish_reason is the one reason why the model stopped.')] },
  'finish/tool-calls': { authority: [OAS_CHOICE('tool_calls is the reason if the model called a tool.')] },
  'results/call-kept': {
    authority: [OAS_REQUEST('An assistant message repeats the tool calls that the model generated.')],
  },
  'finish/length': {
    authority: [OAS_CHOICE('length is the reason if the maximum number of tokens was reached.')],
  },
  'deltas/no-text-resend': {
    authority: [OAS_CHUNK('content is the contents of the chunk, by which the message is extended.')],
  },
  'finish/no-phantom': { authority: [OAS_CHOICE('tool_calls is the reason if the model called a tool.')] },

  'roundtrip/continues': {
    authority: [OAS_REQUEST('Given the results, the model generates the next message of the conversation.')],
  },
  'roundtrip/result-used': {
    authority: [OAS_REQUEST('Tool messages are the contents that the model answers from.')],
  },
  'roundtrip/orphan-rejected': {
    title: 'A tool message whose tool_call_id was never issued is refused with a 4xx',
  },

  'usage/present': {
    authority: [
      OAS_REQUEST('With stream_options.include_usage one more chunk brings the usage of the whole request.'),
      OPENROUTER_USAGE('Usage is part of every response.'),
      ...usageRules['usage/present'].authority,
    ],
  },
  'usage/integers': {
    authority: [OAS_USAGE('prompt_tokens, completion_tokens and total_tokens are required integers.')],
  },
  'usage/total': {
    authority: [OAS_USAGE('total_tokens is the total used in the request: prompt + completion.')],
  },
  'usage/counted': {
    authority: [OAS_USAGE('prompt_tokens counts the prompt, completion_tokens the generated completion.')],
  },
  'usage/cached-within-prompt': {
    authority: [OAS_USAGE('cached_tokens is a breakdown of the tokens used in the prompt.')],
  },
  'usage/reasoning-within-completion': {
    authority: [OAS_USAGE('reasoning_tokens is a breakdown of the tokens used in the completion.')],
  },
  'usage/within-limit': {
    authority: [OAS_REQUEST('max_completion_tokens is an upper bound for the tokens generated.')],
  },

  'cost/present': {
    title: 'With usage.include, usage.cost is a finite number from 0',
    authority: [OPENROUTER_USAGE('cost is the total amount charged to the account.')],
  },
  'cost/details-sum': { authority: UPSTREAM_PARTS },
  'cost/matches-upstream': { authority: UPSTREAM_TOTAL },
  'cost/free-is-free': { authority: [OPENROUTER_FREE('Free variants have no cost per token.')] },
  'cost/rate-stable': {
    authority: [
      OPENROUTER_FAQ('A model has its price per million tokens at each provider: one upstream, one price.'),
      report(
        'agentjido/req_llm/issues/369',
        "Against the rule, and so it is no MUST: a provider's published rate doubles above 200k prompt tokens, so the rate on one upstream may change legally within a conversation.",
      ),
    ],
  },
  'cost/matches-price': {
    authority: [OPENROUTER_USAGE('cost follows from the tokens and the price listed for the model.')],
  },

  'routing/provider-reported': {
    authority: [
      OPENROUTER_ROUTING('Requests are routed to one of several providers, and the response says which.'),
    ],
  },
  'routing/pinned': {
    authority: [OPENROUTER_ROUTING('only is the list of provider slugs to allow for the request.')],
  },
  'routing/stable': {
    authority: [OPENROUTER_ROUTING('Each request is routed by itself, unless it pins an upstream.')],
  },
  'routing/model': { authority: [OAS_COMPLETION('model is the model used for the completion.')] },

  'errors/shape': { authority: [OAS_ERRORS('Errors come as an object error with a message.')] },
  'errors/code': {
    title: 'The error has the key code; under OpenRouter an integer equal to the status',
    authority: [
      OAS_ERRORS('An error has a code, which may be null.'),
      OPENROUTER_ERRORS('error.code is a number, the HTTP status of the response.'),
    ],
  },
  'errors/not-in-200': { authority: [OAS_ERRORS('Errors have a status of 4xx or 5xx.')] },
  'errors/midstream': {
    authority: [
      OPENROUTER_STREAM(
        'An error after the first tokens is an event with an object error; the stream then ends.',
      ),
    ],
  },

  'reasoning/counted': {
    authority: [OAS_USAGE('reasoning_tokens is the number of tokens generated for reasoning.')],
  },
};

export const checks = checksOf<ChatReading>({ terms, notApplicable }, [rules, shape, deltas, usage]);
