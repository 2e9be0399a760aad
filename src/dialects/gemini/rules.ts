/** The rules of the catalogue as applied to this dialect. */

import { toolArguments } from '../../checks/arguments.ts';
import { JSON_SCHEMA, SSE } from '../../checks/authorities.ts';
import { choice as choiceRules } from '../../checks/choice.ts';
import { errors as errorRules, overRefusals } from '../../checks/errors.ts';
import { finish as finishRules } from '../../checks/finish.ts';
import { framing as framingRules } from '../../checks/framing.ts';
import { ids as idsRules } from '../../checks/ids.ts';
import { checksOf, type RulesInDialect } from '../../checks/in-dialect.ts';
import { routing as routingRules } from '../../checks/routing.ts';
import { usage as usageRules } from '../../checks/usage.ts';
import { HOLDS, hasFindings, NOT_APPLICABLE } from '../../judge/check.ts';
import {
  AIP_193,
  CALLING,
  CONTENT,
  EXTENDED_THINKING,
  RESPONSE,
  SDK,
  SIGNATURES,
  STRUCTURED,
  seenBroken,
  VERTEX,
  VERTEX_USAGE,
} from './authorities.ts';
import { argsAreObject, argsAreSent, noDuplicateKeys, unlessUnsure } from './checks/arguments.ts';
import { anyCall, forcesCall, onlyAllowed, unlessFlagged } from './checks/choice.ts';
import { deltas } from './checks/deltas.ts';
import { code, errors, saysWhen } from './checks/errors.ts';
import { finish, finishes, unlessNumbered } from './checks/finish.ts';
import { contentType, DATA_IS_JSON, dataIsJson, framing, ofEvents } from './checks/framing.ts';
import { echoAccepted, ids, idsPresent, judgeEcho, uniqueInResponse } from './checks/ids.ts';
import { parts } from './checks/parts.ts';
import { results } from './checks/results.ts';
import { roundtrip } from './checks/roundtrip.ts';
import { served } from './checks/served.ts';
import { shape, unlessHidden } from './checks/shape.ts';
import { signatures } from './checks/signatures.ts';
import { counted, present, unlessFetched, usage } from './checks/usage.ts';
import type { GeminiReading } from './codec/read.ts';
import { notApplicable } from './not-applicable.ts';
import { terms } from './terms.ts';

const CALL_FLAG = 'UNEXPECTED_TOOL_CALL and the like flag calls that are not to be executed.';

const rules: RulesInDialect<GeminiReading> = {
  'framing/content-type': {
    title: 'The answer is declared as text/event-stream with alt=sse, as application/json without',
    authority: [
      RESPONSE('With alt=sse a stream is server-sent events, else JSON.'),
      SSE('parsing-an-event-stream', 'Event streams have the media type text/event-stream.'),
    ],
    // Parsed values do not show whether they arrived as events or in an array.
    readsBytes: true,
    asked: () => true,
    run: contentType,
  },
  'framing/data-is-json': {
    title: "Every event's data is one JSON object; a stream that is an array parses",
    authority: DATA_IS_JSON,
    run: dataIsJson,
  },
  'framing/final-event-terminated': {
    authority: [
      SSE(
        'event-stream-interpretation',
        'Once the end of the file is reached, pending data without a blank line is discarded.',
      ),
      ...seenBroken('framing/final-event-terminated'),
    ],
    run: ofEvents(framingRules['framing/final-event-terminated'].run),
  },
  'framing/no-named-events': {
    departs: {
      impact: 'critical',
      because: 'the chat of the SDK drops the turn from its history, and the result answers no call',
    },
    run: ofEvents(framingRules['framing/no-named-events'].run),
  },
  'framing/comments': {
    authority: [
      SSE('parsing-an-event-stream', 'Lines that start with a colon are comments and are ignored.'),
    ],
    run: ofEvents(framingRules['framing/comments'].run),
  },

  'ids/present': {
    title: 'A call has no id',
    departs: { level: 'MAY', impact: 'minor', because: 'the id of a call is optional' },
    authority: [CONTENT('id of a FunctionCall is optional.')],
    run: idsPresent,
  },
  'ids/unique-in-response': {
    authority: [
      CONTENT('id is the unique id of the function call.'),
      ...idsRules['ids/unique-in-response'].authority,
    ],
    run: uniqueInResponse,
  },
  'ids/echoed': {
    title: 'The next request repeats each call, changes no id, and gives each one result of its name and id',
    authority: [
      CONTENT('A functionResponse has the name of its call, and its id where there is one.'),
      ...seenBroken('pairing'),
    ],
    run: judgeEcho,
  },
  'ids/echo-accepted': {
    title: 'The provider accepts its own calls when they come back',
    authority: [
      CONTENT('A functionResponse is the result of a call, and context for the model.'),
      ...seenBroken('ids/refused'),
    ],
    // The client drops signatures on purpose, so the calls are not returned as issued.
    asked: (_, { scenario }) => scenario?.dropsSignatures !== true,
    run: echoAccepted,
  },

  'arguments/object': {
    title: 'args, where present, is a JSON object',
    departs: {
      subject: 'provider',
      impact: 'critical',
      because: 'args are part of the JSON that the server writes, not text of the model',
    },
    authority: [CONTENT('args are the parameters and values of the function, a JSON object.')],
    run: unlessUnsure(argsAreObject),
  },
  'arguments/schema': {
    title: 'args validate against parameters or parametersJsonSchema',
    levelNote: 'MUST where the mode is ANY or VALIDATED',
    authority: [
      JSON_SCHEMA('An instance that a schema does not accept is invalid.'),
      CALLING('With ANY and VALIDATED the model adheres to the schema of the function.'),
    ],
    run: unlessUnsure(toolArguments['arguments/schema'].run),
  },
  'arguments/known-tool': {
    title: 'The name is one of the functions declared in that request',
    authority: [CONTENT('name of a FunctionCall matches one of the declared functions.')],
    run: unlessUnsure(toolArguments['arguments/known-tool'].run),
  },
  'arguments/empty': {
    title: 'A call without arguments sends args: {}, rather than leaving args out',
    authority: [CONTENT('args are optional: clients have to expect both.'), ...seenBroken('arguments/empty')],
    run: unlessUnsure(argsAreSent),
  },
  'arguments/no-duplicate-keys': {
    title: 'No object in args repeats a key',
    readsBytes: true,
    run: unlessUnsure(noDuplicateKeys),
  },
  'arguments/no-markup': {
    run: unlessUnsure((reading, at) => {
      // If no tools are offered, a text may legitimately mention the names of such a template.
      const markup = reading.request.tools.length > 0 ? at.terms.markup : [];
      return toolArguments['arguments/no-markup'].run(reading, { ...at, terms: { ...at.terms, markup } });
    }),
  },
  'arguments/no-text-call': {
    run: unlessUnsure(toolArguments['arguments/no-text-call'].run),
  },

  'choice/none': {
    authority: [CALLING('With NONE the model does not make function calls.')],
    run: unlessFlagged(choiceRules['choice/none'].run),
  },
  'choice/required': {
    authority: [CALLING('With ANY the model always makes a function call.')],
    asked: forcesCall,
    run: anyCall,
  },
  'choice/named': {
    title: 'With allowedFunctionNames, calls go to these functions alone',
    authority: [CALLING('With allowedFunctionNames the model chooses among these functions.')],
    asked: ({ toolChoice }) => toolChoice?.kind === 'allowed',
    run: onlyAllowed,
  },

  'format/schema': {
    authority: [
      STRUCTURED('The answer is JSON of the schema in responseJsonSchema or responseSchema.'),
      RESPONSE('Of JSON Schema the listed keywords are supported, with oneOf read as anyOf.'),
    ],
  },
  'finish/present': {
    title: 'Every candidate gets a finishReason, or the answer a blockReason',
    authority: [RESPONSE('finishReason is why the model stopped; without one it has not.')],
    run: unlessHidden(finishes),
  },
  'finish/known': {
    title: 'finishReason is one that the references define',
    authority: [RESPONSE('FinishReason lists the reasons.'), VERTEX('Vertex AI adds some.')],
    run: unlessNumbered(finishRules['finish/known'].run),
  },
  'finish/consistent': {
    title: 'All finish reasons of one candidate agree',
    authority: [RESPONSE('finishReason is the one reason why the model stopped.')],
  },
  'finish/once': {
    title: 'The finishReason of a candidate is sent once',
    departs: {
      impact: 'critical',
      because: 'the chat of the SDK drops the turn from its history, and the result answers no call',
    },
  },
  'finish/tool-calls': {
    title: 'An answer with calls that was neither cut off nor flagged finishes with STOP',
    authority: [RESPONSE(`STOP is the natural end of an answer, with calls as without. ${CALL_FLAG}`)],
    // Does not follow finish/known: every reason that this check reports is also unknown there, so it would never
    // report anything.
    follows: ['shape/choice-index'],
    run: unlessHidden(unlessNumbered(finishRules['finish/tool-calls'].run)),
  },
  'finish/not-empty': {
    title: 'STOP comes with text, a call or other data',
    authority: seenBroken('finish/not-empty'),
    run: unlessHidden(finishRules['finish/not-empty'].run),
  },

  'roundtrip/continues': {
    authority: [CALLING('Given the results, the model answers with text, or with further calls.')],
  },
  'roundtrip/result-used': {
    authority: [CALLING('Results are the context that the model answers from.')],
  },
  'roundtrip/results-paired': {
    title: 'Results of one function are each attributed to their own call, by id or by position',
    authority: seenBroken('pairing'),
  },
  'roundtrip/orphan-rejected': {
    authority: seenBroken('count'),
    // Calls without ids are matched by name.
    followsEarlier: [],
  },
  'roundtrip/unanswered-rejected': {
    title: 'Fewer results than calls are refused with a 4xx',
    authority: seenBroken('count'),
  },
  'roundtrip/foreign-id': {
    title: "A history with another provider's calls is accepted, or refused with a 4xx that names the id",
    authority: [SIGNATURES('Calls of another model go into the history with a dummy signature.')],
  },
  'roundtrip/dropped-signature': {
    authority: [
      SIGNATURES('Left out, the signature of a call gives an error, or thoughts that are lost.'),
      EXTENDED_THINKING('With the result of a call, its thinking blocks go back whole and unmodified.'),
    ],
  },

  'usage/present': {
    title: 'usageMetadata with a totalTokenCount arrives',
    authority: [
      RESPONSE('usageMetadata is the token usage of the request.'),
      ...usageRules['usage/present'].authority,
    ],
    run: present,
  },
  'usage/integers': {
    title: 'Every token count is an integer from 0',
    authority: [RESPONSE('Token counts are integers.')],
  },
  'usage/total': {
    title: 'totalTokenCount = prompt + candidates + thoughts + toolUsePrompt',
    authority: [
      VERTEX_USAGE('totalTokenCount is the sum of prompt, candidates, tool-use prompt and thoughts.'),
    ],
    run: unlessFetched(usageRules['usage/total'].run),
  },
  'usage/counted': {
    title: 'promptTokenCount > 0, and candidatesTokenCount > 0 when text or a call was generated',
    authority: [RESPONSE('promptTokenCount counts the prompt, candidatesTokenCount what was generated.')],
    needsEnd: true,
    run: unlessFetched(counted),
  },
  'usage/cached-within-prompt': {
    authority: [RESPONSE('promptTokenCount includes the number of tokens in the cached content.')],
  },
  'usage/grows': {
    authority: [CALLING('Every request brings the whole history.'), ...usageRules['usage/grows'].authority],
    run: (reading, at) =>
      reading.request.media ? NOT_APPLICABLE : usageRules['usage/grows'].run(reading, at),
  },
  'usage/within-limit': {
    title: 'Candidates and thoughts take more tokens than maxOutputTokens',
    authority: [RESPONSE('maxOutputTokens is the maximum number of tokens of a candidate.')],
  },

  'routing/model': {
    title: 'modelVersion names another model than the one requested',
    authority: [RESPONSE('modelVersion is the model that generated the response.')],
    run: (reading) => {
      const { turn, request } = reading;
      // The full name of a model ends with its short name.
      const isFull = request.model !== null && turn.model?.value.endsWith(`-${request.model}`) === true;
      return isFull ? HOLDS : routingRules['routing/model'].run(reading);
    },
  },

  'errors/shape': {
    authority: [AIP_193('Errors are a google.rpc.Status in the member error.')],
  },
  'errors/code': {
    title: 'error.code is an integer equal to the HTTP status',
    authority: [AIP_193('code is the HTTP status.')],
    run: code,
  },
  'errors/not-in-200': { authority: [AIP_193('Errors have the HTTP status of their code.')] },
  'errors/midstream': {
    authority: [AIP_193('An error is an object with a message.'), SDK('Clients throw on it.')],
  },
  'errors/retry-after': {
    title: 'A 429 does not say when to retry, neither by Retry-After nor by a RetryInfo',
    authority: [AIP_193('RetryInfo in details says when to retry.')],
    run: (reading) => {
      const says = reading.exchange.response?.status === 429 && saysWhen(reading);
      const said = says ? HOLDS : errorRules['errors/retry-after'].run(reading);
      // Not judged on a truncated body, whose missing rest may contain a RetryInfo.
      return hasFindings(said) ? overRefusals(() => said)(reading) : said;
    },
  },

  'reasoning/counted': {
    title: 'Thoughts mean that thoughtsTokenCount is > 0',
    authority: [RESPONSE('thoughtsTokenCount is the number of tokens of thoughts.')],
  },
};

export const checks = checksOf<GeminiReading>({ terms, notApplicable }, [
  rules,
  framing,
  shape,
  parts,
  deltas,
  signatures,
  ids,
  finish,
  results,
  served,
  roundtrip,
  usage,
  errors,
]);
