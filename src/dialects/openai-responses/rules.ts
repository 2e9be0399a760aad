/** The checks of the Responses API: the shared rules as it reads them, and its own. */

import { JSON_SCHEMA, OPENROUTER_STREAM, OPENROUTER_USAGE, SSE } from '../../checks/authorities.ts';
import { statusOf } from '../../checks/errors.ts';
import { SHARED_RULES } from '../../checks/shared-rules.ts';
import {
  type Check,
  type Finding,
  findingAt,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
  readRules,
} from '../../judge/check.ts';
import { inFamilyOrder } from '../../judge/families.ts';
import { isFilledText, isPresent } from '../../reading/presence.ts';
import { isObject, type Json, type JsonObject } from '../../text/json.ts';
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
  threads,
} from './authorities.ts';
import { callsAccepted, reasoningAccepted } from './checks/acceptance.ts';
import { allowedTools } from './checks/allowed.ts';
import { callIdLength } from './checks/call-id.ts';
import { deltas } from './checks/deltas.ts';
import { doneMarker } from './checks/done-marker.ts';
import { callEcho, reasoningEchoed, storedHistory } from './checks/history.ts';
import { itemTexts } from './checks/item-texts.ts';
import { items } from './checks/items.ts';
import { lifecycle } from './checks/lifecycle.ts';
import { shape } from './checks/shape.ts';
import { status, statusRules } from './checks/status.ts';
import { encrypted } from './checks/thoughts.ts';
import { mayShorten, usageDetails, usageOnce } from './checks/usage.ts';
import type { ResponsesReading } from './codec/read.ts';
import { memberPath } from './codec/turn.ts';

export const notApplicable: Readonly<Record<string, string>> = {
  'framing/done': 'the terminal event is the end of a stream: finish/present',
  'framing/no-named-events': 'events have names here: events/name',
  'shape/finish-reason-key': 'a response has a status from its first event on',
  'shape/choice-index': 'a response is one answer, without choices',
  'shape/role-first': 'an item is announced with its role: shape/role',
  'shape/tool-calls': 'a call is an item of its own: items/type',
  'shape/tool-calls-misplaced': 'a call is an item of its own: items/type',
  'shape/tool-calls-absent': 'a call is an item of its own: items/type',
  'deltas/type-first': 'the type is what makes an item a call: items/identity',
  'deltas/continuation-identity': 'deltas name their item by its id: items/identity and events/item-id',
  'deltas/no-resend':
    'the arguments are repeated whole, so that their sum can be compared: items/arguments-sum',
  'ids/type': 'the type is what makes an item a call: items/type',
  'finish/tool-calls': 'completed says nothing of calls',
  'finish/no-phantom': 'completed says nothing of calls',
  'roundtrip/dropped-signature':
    'calls may go back without the reasoning before them, as OpenAI itself accepts: reasoning/echoed tells who does it',
  'usage/chunk-choices-empty': 'usage is part of the response object',
  'usage/last': 'usage is part of the terminal event, which nothing follows: deltas/none-after-finish',
  'usage/null-elsewhere': 'usage is part of the response object: usage/once',
  'cost/free-is-free': 'the reference of this API does not say how free variants are billed',
  'cost/rate-stable': 'the response does not name the upstream whose price would be compared',
  'cost/matches-price': 'the response does not name the upstream whose price would be compared',
  'routing/provider-reported': 'the response object has no field for the upstream',
  'routing/pinned': 'the response object has no field for the upstream',
  'routing/stable': 'the response object has no field for the upstream',
};

const unused = Object.fromEntries(
  Object.entries(notApplicable).filter(([id]) => SHARED_RULES.some((rule) => rule.id === id)),
);

const shared = readRules<ResponsesReading>(SHARED_RULES, unused, {
  'framing/data-is-json': {
    authority: [OAS_EVENTS('Each event is an object; relays may end a stream with [DONE] besides.')],
  },
  'framing/nothing-after-done': {
    title: 'Where [DONE] is sent, no event follows it',
    authority: [OPR('The literal [DONE] ends the stream.'), ...threads('doneMarker')],
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
    authority: [OAS_CALL('call_id is required, a string that the model generated.'), ...threads('twoIds')],
  },
  'ids/unique-in-response': { title: 'No two calls of one response share a call_id' },
  'ids/unique-in-conversation': { title: 'No call_id is issued again later in the conversation' },
  'ids/portable': {
    title: 'The call_id matches ^[A-Za-z0-9_-]{1,40}$, so that history can move to another provider',
  },
  'ids/entropy': { title: 'The call_id is guessable' },
  'ids/echoed': {
    title:
      'The next request answers each call_id with exactly one function_call_output, and repeats the call unless the server stored it',
    authority: [OAS_OUTPUT('call_id is that of the call that the output answers.'), ...threads('twoIds')],
    run: callEcho,
  },
  'ids/echo-accepted': {
    authority: [OAS_OUTPUT('function_call_output with the call_id of the call is how a result is returned.')],
    run: callsAccepted,
  },

  'arguments/string': {
    title: 'Buffered arguments are a string',
    authority: [OAS_CALL('arguments is a string of JSON.')],
  },
  'arguments/json': {
    authority: [OAS_CALL('arguments is a JSON string of the arguments to pass to the function.')],
  },
  'arguments/object': { authority: [OAS_REQUEST('parameters describe the arguments as an object.')] },
  'arguments/schema': {
    authority: [
      JSON_SCHEMA('An instance that a schema does not accept is invalid.'),
      OAS_REQUEST('With strict the arguments follow the schema of parameters.'),
    ],
  },
  'arguments/known-tool': { authority: [OAS_REQUEST('tools is the list of tools the model may call.')] },
  'arguments/no-markup': {
    title: 'Neither arguments nor text leak the tool-call markup of a model template',
  },
  'arguments/no-text-call': { title: 'Without a call, the text is not itself a call written as JSON' },

  'choice/none': { authority: [OAS_REQUEST('none means the model will not call any tool.')] },
  'choice/required': { authority: [OAS_REQUEST('required means the model must call one or more tools.')] },
  'choice/named': { authority: [OAS_REQUEST('Naming a function forces the model to call it.')] },
  'choice/parallel-off': {
    authority: [OAS_REQUEST('parallel_tool_calls says whether tool calls may run in parallel.')],
  },

  'finish/present': {
    title: 'A stream gets a terminal event, a buffered answer a final status',
    authority: [
      OAS_EVENTS('A response ends as completed, incomplete or failed, each with an event.'),
      ...threads('ends'),
    ],
    run: statusRules.present,
  },
  'finish/known': {
    title: 'status and incomplete_details.reason are words of the reference',
    authority: [
      OAS_RESPONSE('status is completed, failed, in_progress, cancelled, queued or incomplete.'),
      OAS_RESPONSE('The reason is max_output_tokens or content_filter.'),
    ],
    run: statusRules.known,
  },
  'finish/consistent': {
    title: 'The name of an event and the status that it carries agree',
    authority: [OAS_EVENTS('Each of these events is sent when the response has come to that status.')],
    answer: 'streaming',
    run: statusRules.consistent,
  },
  'finish/once': {
    title: 'A stream has one terminal event',
    authority: [...threads('afterEnd')],
    run: statusRules.once,
  },
  'finish/not-empty': { title: 'completed comes with text, a refusal or an item other than reasoning' },

  'roundtrip/continues': {
    authority: [OAS_REQUEST('Given the results, the model generates the next items of the conversation.')],
  },
  'roundtrip/result-used': {
    authority: [OAS_OUTPUT('output is the result that the model answers from.')],
  },
  'roundtrip/orphan-rejected': {
    title: 'A function_call_output whose call_id no call of the input has is refused with a 4xx',
  },

  'usage/present': {
    title: 'Usage arrives with every completed or incomplete response',
    authority: [...threads('usage')],
    run: (reading): Judgement => {
      const isCancelled = reading.turn.choices.some(({ finishes }) =>
        finishes.some(({ value }) => value === 'cancelled'),
      );
      return isCancelled ? inconclusive('the response was cancelled') : usageCame(reading);
    },
  },
  'usage/integers': {
    title: 'input_tokens, output_tokens and total_tokens are integers from 0',
    authority: [OAS_USAGE('input_tokens, output_tokens and total_tokens are required integers.')],
  },
  'usage/total': {
    title: 'total_tokens = input_tokens + output_tokens',
    authority: [OAS_USAGE('total_tokens is the total number of tokens used.')],
  },
  'usage/counted': {
    title: 'input_tokens > 0, and output_tokens > 0 when anything was generated',
    authority: [OAS_USAGE('input_tokens counts the input, output_tokens the output.')],
  },
  'usage/cached-within-prompt': {
    title: 'cached_tokens <= input_tokens',
    authority: [OAS_USAGE('input_tokens_details is a breakdown of the input tokens.')],
  },
  'usage/reasoning-within-completion': {
    title: 'reasoning_tokens <= output_tokens',
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
    title: 'output_tokens go beyond the requested limit',
    authority: [OAS_REQUEST('max_output_tokens is an upper bound for the tokens generated.')],
  },
  'usage/parity': { title: 'The same first request costs the same input_tokens streamed and buffered' },

  'cost/present': {
    title: 'usage.cost is a finite number from 0',
    level: 'SHOULD',
    authority: [
      OPENROUTER_RESPONSES('A drop-in form of the Responses API.'),
      OPENROUTER_USAGE('cost is the total amount charged to the account.'),
    ],
  },
  'cost/details-sum': { title: 'Upstream input cost + output cost = upstream cost' },

  'routing/model': { authority: [OAS_RESPONSE('model is the model used to generate the response.')] },

  'errors/shape': { authority: [OAS_ERRORS('Errors come as an object error with a message.')] },
  'errors/code': {
    title: 'The error has the key code, a string or null',
    authority: [OAS_ERRORS('An error has a code, which may be null.')],
    run: (reading): Judgement => {
      if (statusOf(reading) < 400) return NOT_APPLICABLE;
      if (reading.error === null) return inconclusive('there is no error object: see errors/shape');
      const { json, path } = reading.error;
      const { code } = json;
      if (code === null || typeof code === 'string') return [];
      const seen = { event: null, path: `${path}.code`, value: code };
      return [findingAt(seen, isPresent(code) ? 'the code is no text' : 'no code', 'a string or null')];
    },
  },
  'errors/not-in-200': {
    title: 'A buffered 200 has error null or absent, unless its status is failed',
    authority: [OAS_RESPONSE('error is null unless the model failed to generate a response.')],
    run: ({ turn, ended }) =>
      ended?.json['status'] === 'failed'
        ? []
        : turn.errors.map((seen) => findingAt(seen, 'an error under a status of success', 'no error')),
  },
  'errors/midstream': {
    title: 'An error event has a non-empty message, and only response.failed follows it',
    authority: [OAS_EVENTS('An error event has a code, a message and a param.')],
    run: ({ errorEvents, typed }): Judgement => {
      const [first] = errorEvents;
      if (first === undefined) return NOT_APPLICABLE;
      const unreadable = errorEvents.filter(({ json }) => !isFilledText(messageOf(json)));
      const later = typed.filter(
        ({ event, type, known }) =>
          known && event > first.event && type !== 'response.failed' && type !== 'error',
      );
      return [
        ...unreadable.map(({ event, json }) =>
          findingAt({ event, path: '', value: json }, 'clients cannot read this error', 'a message'),
        ),
        ...later.map(({ event, type }) =>
          findingAt(
            { event, path: 'type', value: type },
            `event ${first.event} was an error, and the stream went on`,
            'the end of the stream, or response.failed',
          ),
        ),
      ];
    },
  },

  'reasoning/not-in-content': { title: 'Reasoning does not leak into the text of a message' },
  'reasoning/counted': {
    level: 'MAY',
    title: 'There is reasoning, and reasoning_tokens say 0',
    authority: [OAS_USAGE('reasoning_tokens is the number of tokens generated for reasoning.')],
  },
});

/** The checks of this dialect alone stand in their families, behind the shared ones. */
export const checks: readonly Check<ResponsesReading>[] = inFamilyOrder([
  ...shared,
  doneMarker,
  ...lifecycle,
  ...shape,
  ...items,
  ...itemTexts,
  ...deltas,
  callIdLength,
  allowedTools,
  ...status,
  storedHistory,
  usageDetails,
  usageOnce,
  encrypted,
  reasoningEchoed,
  reasoningAccepted,
]);

function usageCame({ turn, ended }: ResponsesReading): readonly Finding[] {
  if (turn.usages.length > 0) return [];
  const [strange] = turn.strangeUsage;
  const absent = {
    event: ended?.event ?? null,
    path: memberPath(ended ?? undefined, 'usage'),
    value: undefined,
  };
  return [findingAt(strange ?? absent, 'no usage came', 'an object')];
}

function messageOf(event: JsonObject): Json {
  return isObject(event['error']) ? event['error']['message'] : event['message'];
}
