/** The rules of the catalogue as applied to this dialect. */

import { JSON_SCHEMA, SSE } from '../../checks/authorities.ts';
import { forcesSomeTool } from '../../checks/choice.ts';
import { checksOf, type RulesInDialect } from '../../checks/in-dialect.ts';
import { HIDING_ANSWERS } from '../../checks/record.ts';
import { SEEN_JOINED } from '../../checks/unparsed-arguments.ts';
import type { HistoryMessage } from '../../reading/reading.ts';
import { isObject } from '../../text/json.ts';
import { CUSTOM_TOOLS } from '../openai/authorities.ts';
import {
  OPENROUTER_STREAM,
  OPENROUTER_USAGE,
  UPSTREAM_PARTS,
  UPSTREAM_TOTAL,
} from '../openrouter/authorities.ts';
import {
  OAS_CALL,
  OAS_ERRORS,
  OAS_EVENTS,
  OAS_OUTPUT,
  OAS_REQUEST,
  OAS_RESPONSE,
  OAS_USAGE,
  OPENROUTER_RESPONSES,
  OPR,
  seenBroken,
} from './authorities.ts';
import { callsAccepted } from './checks/acceptance.ts';
import { deltas } from './checks/deltas.ts';
import { errors } from './checks/errors.ts';
import { events } from './checks/events.ts';
import { finish } from './checks/finish.ts';
import { framing } from './checks/framing.ts';
import { callEcho, servedItemsKept } from './checks/history.ts';
import { ids } from './checks/ids.ts';
import { itemTexts, noTextResend } from './checks/item-texts.ts';
import { items } from './checks/items.ts';
import { reasoning } from './checks/reasoning.ts';
import { roundtrip } from './checks/roundtrip.ts';
import { shape } from './checks/shape.ts';
import { mayShorten, usage } from './checks/usage.ts';
import type { ResponsesReading } from './codec/read.ts';
import { notApplicable } from './not-applicable.ts';
import { terms } from './terms.ts';

/** Returns true for a result that only continues a program which the provider runs; no model is called. */
function isResultForProgram({ json }: HistoryMessage): boolean {
  const caller = isObject(json) && json['type'] === 'function_call_output' ? json['caller'] : undefined;
  return isObject(caller) && caller['type'] === 'program';
}

const rules: RulesInDialect<ResponsesReading> = {
  'framing/data-is-json': {
    authority: [OAS_EVENTS('Each event is an object; relays may end a stream with [DONE] besides.')],
  },
  'framing/nothing-after-done': {
    title: 'Where [DONE] is sent, no event follows it',
    authority: [OPR('The literal [DONE] ends the stream.'), ...seenBroken('doneMarker')],
  },
  'framing/final-event-terminated': {
    authority: [
      SSE(
        'event-stream-interpretation',
        'Once the end of the file is reached, pending data without a blank line is discarded: the terminal event.',
      ),
    ],
  },
  'framing/comments': {
    authority: [
      SSE('parsing-an-event-stream', 'Lines that start with a colon are comments and are ignored.'),
      OPENROUTER_STREAM('Comments are sent now and then so that connections do not time out.'),
    ],
  },

  'ids/present': {
    title: 'Every function call has a non-empty string call_id',
    authority: [OAS_CALL('call_id is required, a string that the model generated.'), ...seenBroken('twoIds')],
  },
  'ids/unique-in-response': { title: 'No two calls of one response share a call_id' },
  'ids/echoed': {
    title:
      'The next request answers each call_id with exactly one function_call_output, and repeats the call unless the server stored it',
    authority: [OAS_OUTPUT('call_id is that of the call that the output answers.'), ...seenBroken('twoIds')],
    run: callEcho,
  },
  'ids/echo-accepted': {
    authority: [OAS_OUTPUT('function_call_output with the call_id of the call is how a result is returned.')],
    run: callsAccepted,
  },

  'arguments/string': {
    authority: [OAS_CALL('arguments is a string of JSON.')],
  },
  'arguments/json': {
    authority: [
      OAS_CALL('arguments is a JSON string of the arguments to pass to the function.'),
      ...SEEN_JOINED,
    ],
  },
  'arguments/object': { authority: [OAS_REQUEST('parameters describe the arguments as an object.')] },
  'arguments/schema': {
    authority: [
      JSON_SCHEMA('An instance that a schema does not accept is invalid.'),
      OAS_REQUEST('With strict the arguments follow the schema of parameters.'),
    ],
  },
  'arguments/grammar': {
    authority: [
      OAS_REQUEST('The input format of a custom tool is unconstrained text or a grammar.'),
      CUSTOM_TOOLS('A grammar constrains the text that the model gives a custom tool.'),
    ],
  },
  'arguments/known-tool': {
    authority: [
      OAS_REQUEST('tools is the list of tools the model may call.'),
      OAS_CALL('A call of a function and one of a custom tool are items of types of their own.'),
      ...seenBroken('kinds'),
    ],
  },

  'choice/none': { authority: [OAS_REQUEST('none means the model will not call any tool.')] },
  'choice/required': {
    authority: [OAS_REQUEST('required means the model must call one or more tools.')],
    asked: forcesSomeTool,
  },
  'choice/named': { authority: [OAS_REQUEST('Naming a function forces the model to call it.')] },
  'choice/allowed': {
    authority: [
      OAS_REQUEST('allowed_tools constrains the model to a set of tools; required demands a call.'),
    ],
  },
  'choice/parallel-off': {
    authority: [OAS_REQUEST('parallel_tool_calls says whether tool calls may run in parallel.')],
  },

  'finish/not-empty': {
    title: 'completed comes with text, a refusal or an item other than reasoning',
    follows: ['items/text-sum', ...HIDING_ANSWERS],
  },

  'results/served-kept': {
    authority: [OAS_REQUEST('The items of a response go back into input as they came.')],
    asked: ({ continues }) => continues === null,
    run: servedItemsKept,
  },
  'results/call-kept': {
    authority: [OAS_REQUEST('The items of a response go back into input as they came.')],
  },
  'format/schema': {
    authority: [
      OAS_REQUEST('With strict set to true the model always follows the exact schema of the format.'),
    ],
  },
  'finish/length': {
    authority: [
      OAS_EVENTS('incomplete with max_output_tokens is how an answer that reached its limit ends.'),
    ],
  },
  'deltas/no-text-resend': {
    authority: [OAS_EVENTS('delta is the text that was added.')],
    run: noTextResend,
  },
  'roundtrip/continues': {
    authority: [OAS_REQUEST('Given the results, the model generates the next items of the conversation.')],
  },
  'roundtrip/result-used': {
    authority: [OAS_OUTPUT('output is the result that the model answers from.')],
  },
  'roundtrip/orphan-rejected': {
    title: 'A function_call_output whose call_id no call of the input has is refused with a 4xx',
  },

  'usage/integers': {
    authority: [OAS_USAGE('input_tokens, output_tokens and total_tokens are required integers.')],
  },
  'usage/total': {
    authority: [OAS_USAGE('total_tokens is the total number of tokens used.')],
  },
  'usage/counted': {
    authority: [OAS_USAGE('input_tokens counts the input, output_tokens the output.')],
    asked: ({ returnsResults, history }) => !(returnsResults && history.some(isResultForProgram)),
  },
  'usage/cached-within-prompt': {
    authority: [OAS_USAGE('input_tokens_details is a breakdown of the input tokens.')],
  },
  'usage/reasoning-within-completion': {
    authority: [OAS_USAGE('output_tokens_details is a breakdown of the output tokens.')],
  },
  'usage/grows': {
    title: 'input_tokens grow from turn to turn',
    asked: (request, { earlier }) =>
      request.returnsResults &&
      !request.serverTools &&
      !request.unlistedTools &&
      !mayShorten(request, earlier),
  },
  'usage/within-limit': {
    authority: [OAS_REQUEST('max_output_tokens is an upper bound for the tokens generated.')],
  },

  'cost/present': {
    departs: {
      level: 'SHOULD',
      because: 'usage accounting is documented for Chat Completions, and this API only as a drop-in form',
    },
    authority: [
      OPENROUTER_RESPONSES('A drop-in form of the Responses API.'),
      OPENROUTER_USAGE('cost is the total amount charged to the account.'),
    ],
  },
  'cost/details-sum': {
    title: 'Upstream input cost + output cost = upstream cost',
    authority: UPSTREAM_PARTS,
  },
  'cost/matches-upstream': { authority: UPSTREAM_TOTAL },

  'routing/model': { authority: [OAS_RESPONSE('model is the model used to generate the response.')] },

  'errors/shape': { authority: [OAS_ERRORS('Errors come as an object error with a message.')] },

  'reasoning/not-in-content': { title: 'Reasoning does not leak into the text of a message' },
  'reasoning/counted': {
    departs: {
      level: 'MAY',
      because: 'some models count reasoning in steps of 64 tokens, and report 0 for a short thought',
    },
    title: 'There is reasoning, and reasoning_tokens say 0',
    authority: [OAS_USAGE('reasoning_tokens is the number of tokens generated for reasoning.')],
  },
};

export const checks = checksOf<ResponsesReading>({ terms, notApplicable }, [
  rules,
  framing,
  events,
  shape,
  items,
  itemTexts,
  deltas,
  ids,
  finish,
  roundtrip,
  usage,
  errors,
  reasoning,
]);
