/** arguments: the arguments that the model gave its calls. All are inconclusive if the answer was cut off. */

import { among, findingAt, inconclusive, NOT_APPLICABLE } from '../judge/check.ts';
import { isFilledText } from '../reading/presence.ts';
import { pieceAt, type Reading } from '../reading/reading.ts';
import { isObject, type Json } from '../text/json.ts';
import { show } from '../text/json-text.ts';
import { repeatedKeys } from '../text/repeated-keys.ts';
import { argumentsOf, schemaJudgement } from './arguments-schema.ts';
import { RFC_8259, report } from './authorities.ts';
import { hasText, overCalls, overParsed } from './calls-with-arguments.ts';
import { grammarJudgement } from './custom-tool-grammar.ts';
import { isBeginningOfJson } from './cut-off-json.ts';
import { isTextCall, markupFaults, unescaped } from './leaked-calls.ts';
import { mistakenKind, requiresSomething, toolsByName } from './offered-tool.ts';
import { EITHER, type FamilyRules } from './record.ts';
import { tokensIn } from './template-markup.ts';
import { unparsedFault } from './unparsed-arguments.ts';

const MODEL = {
  subject: 'model',
  answer: 'either',
  aboutCalls: true,
  voidWhen: 'cutOff',
  needsEnd: true,
  follows: [
    'deltas/index',
    'deltas/index-from-zero',
    'deltas/one-call-per-index',
    'deltas/no-resend',
    'blocks/open',
    'blocks/delta-type',
    'shape/choice-index',
    // If there are several texts, it is unknown which one the model wrote.
    'items/arguments-sum',
  ],
} as const;

/** Leaked template markup explains arguments that do not parse or do not match the schema. */
const OF_CLEAN_TEXT = [...MODEL.follows, 'arguments/no-markup'] as const;

/** Not named `arguments`, because a module cannot export that name. */
export const toolArguments = {
  'arguments/string': {
    ...MODEL,
    readsValues: true,
    title: 'Buffered arguments are a string',
    level: 'MUST',
    impact: 'critical',
    subject: 'provider',
    answer: 'buffered',
    follows: [...MODEL.follows, 'shape/tool-calls'],
    run: overCalls((calls) =>
      among(
        calls,
        calls.flatMap((call) => {
          const [strange] = call.strangeArguments;
          if (call.fragments.length > 0) return [];
          return [
            findingAt(
              strange ?? { ...argumentsOf(call), value: undefined },
              'arguments are not sent as text',
              'a string',
            ),
          ];
        }),
      ),
    ),
  },
  'arguments/json': {
    ...MODEL,
    // Revision 2: the provider is charged with arguments of several calls in one.
    revision: 2,
    needsEveryEvent: true,
    title: 'The arguments parse as JSON',
    follows: [...OF_CLEAN_TEXT, 'shape/tool-calls', 'arguments/whole', 'finish/length'],
    level: 'MUST',
    impact: 'critical',
    run: overCalls((calls, reading) => {
      const tools = toolsByName(reading.request);
      const unparsed = calls.filter((call) => {
        if (!hasText(call, reading) || call.json !== undefined) return false;
        return call.arguments !== '' || requiresSomething(tools.get(call.name?.value));
      });
      if (unparsed.length > 0 && reading.request.looseArguments) {
        return inconclusive('the request let arguments come that are no JSON');
      }
      return among(
        calls.filter((call) => hasText(call, reading)),
        unparsed.map(unparsedFault),
      );
    }),
  },
  'arguments/object': {
    ...MODEL,
    title: 'The arguments are a JSON object',
    follows: [...OF_CLEAN_TEXT, 'shape/tool-calls'],
    level: 'MUST',
    impact: 'critical',
    run: overParsed((parsed) =>
      among(
        parsed,
        parsed
          .filter(({ json }) => !isObject(json))
          .map((call) =>
            findingAt(argumentsOf(call), 'the arguments are JSON, but no object', 'a JSON object'),
          ),
      ),
    ),
  },
  'arguments/schema': {
    ...MODEL,
    // Revision 2: schemas that refer to themselves as #. Revision 3: the same if they have an $id. Revision 4: draft-07 ignores
    // members beside a $ref.
    revision: 4,
    title: "The arguments validate against the tool's parameters",
    follows: OF_CLEAN_TEXT,
    level: 'SHOULD',
    levelNote: 'MUST where the tool is strict',
    impact: 'major',
    run: overParsed(schemaJudgement),
  },
  'arguments/known-tool': {
    ...MODEL,
    needsEveryEvent: true,
    // Revision 2: listed names count even if other tools are not listed. Revision 3: the provider is charged with a call
    // without a name. Revision 4: a custom tool must not be called as a function.
    revision: 4,
    title: 'The name is one of the tools offered in that request',
    // A call without a name was damaged on its way; no model chose it.
    follows: [...OF_CLEAN_TEXT, 'deltas/name-first', 'parts/call-name', 'shape/tool-calls', 'items/identity'],
    level: 'MUST',
    impact: 'critical',
    run: ({ request, turn }) => {
      const { tools, customTools = [] } = request;
      const names = [...tools, ...customTools].map(({ name }) => name);
      const offered = new Set<Json>(names);
      const offeredNames = show(names);
      const judged = turn.calls.filter(({ inNamespace }) => inNamespace !== true);
      const mistaken = judged.flatMap((call) => mistakenKind(call, request));
      const unknown = judged
        .filter(({ name }) => !offered.has(name?.value))
        .map((call) => ({
          ...findingAt(
            call.name ?? { value: undefined, event: call.event, path: call.namePath },
            'the request offered no such tool',
            offered.size === 0 ? 'no call: no tool was offered' : `one of ${offeredNames}`,
          ),
          // A model never calls without a name.
          ...(isFilledText(call.name?.value) ? {} : { subject: 'provider' as const }),
        }));
      if (unknown.length > 0 && mistaken.length === 0 && request.unlistedTools)
        return inconclusive('the request offers tools that it does not list');
      return among(judged, [...mistaken, ...(request.unlistedTools ? [] : unknown)]);
    },
  },
  'arguments/empty': {
    ...MODEL,
    needsEveryEvent: true,
    // A call without a name was damaged on its way, and its arguments may belong to another call.
    follows: [...MODEL.follows, 'shape/tool-calls', 'deltas/name-first'],
    title: 'A call without arguments sends {}, not an empty string',
    level: 'SHOULD',
    impact: 'major',
    authority: [
      report(
        'openai/openai-agents-js/issues/664',
        "The OpenAI Agents SDK for JS dies with 'Unexpected end of JSON input' on a call whose arguments are an empty string.",
      ),
      report(
        'QwenLM/qwen-code/issues/6249',
        'Qwen Code silently drops a streamed call with empty arguments and retries in vain.',
      ),
    ],
    run: overCalls((calls, reading) => {
      const tools = toolsByName(reading.request);
      const empty = calls
        .filter((call) => call.arguments === '' && hasText(call, reading))
        .filter((call) => !requiresSomething(tools.get(call.name?.value)));
      return among(
        [...empty, ...calls.filter(({ json }) => isObject(json) && Object.keys(json).length === 0)],
        empty.map((call) => findingAt(argumentsOf(call), 'an empty string is no JSON', '"{}"')),
      );
    }),
  },
  'arguments/no-duplicate-keys': {
    ...MODEL,
    title: ({ arguments: name }) => `No object in the ${name} repeats a key`,
    level: 'SHOULD',
    impact: 'major',
    authority: [RFC_8259('section-4', 'The names within an object should be unique.')],
    run: overParsed((parsed) => {
      const repeated = parsed.flatMap((call) =>
        repeatedKeys(call.arguments).map(({ key, offset }) =>
          findingAt(
            { ...(pieceAt(call.fragments, offset) ?? argumentsOf(call)), value: key },
            'the object repeats this key, and readers differ in which value they keep',
            'every key once',
          ),
        ),
      );
      return among(parsed, repeated);
    }),
  },
  'arguments/padding': {
    ...MODEL,
    title: 'White space stands around the JSON text of the arguments',
    level: 'MAY',
    impact: 'trivial',
    authority: [RFC_8259('section-2', 'Insignificant white space is allowed before or after a JSON text.')],
    run: overParsed((parsed) =>
      among(
        parsed,
        parsed
          .filter((call) => call.arguments !== call.arguments.trim())
          .map((call) =>
            findingAt(argumentsOf(call), 'white space around the JSON text', 'nothing: padding is legal'),
          ),
      ),
    ),
  },
  'arguments/no-markup': {
    ...MODEL,
    // Revision 2: a whole call between tool_use tags.
    revision: 2,
    title: ({ arguments: name, text }) =>
      `Neither ${name} nor ${text} nor the names of calls leak the tool-call markup of a model template`,
    subject: 'provider',
    level: 'MUST',
    impact: 'critical',
    authority: [
      report(
        'QwenLM/qwen-code/issues/10692',
        'A call that arrives as `<tool_call><function=...>` text in content is not executed by Qwen Code and the closing tags are shown to the user.',
      ),
      report(
        'vllm-project/vllm/pull/31207',
        'VLLM put Kimi markers such as <|tool_call_begin|> into streamed content beside the calls; fixed in the server.',
      ),
    ],
    run: (reading, { terms }) => {
      const texts = [
        ...reading.turn.choices.map(({ text, textPieces }) => ({ text, pieces: textPieces, isName: false })),
        ...reading.turn.calls.map((call) => ({
          text: unescaped(call),
          pieces: call.fragments,
          isName: false,
        })),
        ...reading.turn.calls.flatMap(({ name }) =>
          typeof name?.value === 'string'
            ? [{ text: name.value, pieces: [{ ...name, value: name.value }], isName: true }]
            : [],
        ),
      ].filter(({ text }) => text !== '');
      const leaks = texts.flatMap(({ text, pieces, isName }) =>
        markupFaults(text, pieces, reading.request, [...terms.markup, ...(isName ? tokensIn(text) : [])]),
      );
      return among(offersTools(reading.request) ? texts : 0, leaks);
    },
  },
  'arguments/no-text-call': {
    ...MODEL,
    follows: OF_CLEAN_TEXT,
    // Revision 2: calls as Gemma writes them. Revision 3: calls in fences that are not on lines of their own.
    revision: 3,
    title: ({ text }) => `Without a call, the ${text} is not itself a call written as JSON`,
    level: 'SHOULD',
    impact: 'critical',
    authority: [
      report(
        'jundot/omlx/issues/2565',
        "Goose and Aider print the JSON as text and run nothing because the call stands in content with finish 'stop'.",
      ),
      report(
        'earendil-works/pi/pull/6635',
        'Pi dispatches only structured calls, so tool JSON in content from Ollama or LM Studio ends the turn without any execution.',
      ),
    ],
    asked: ({ tools }) => tools.length > 0,
    run: ({ turn, request }) => {
      if (turn.calls.length > 0) return NOT_APPLICABLE;
      const names = request.tools.map(({ name }) => name);
      const written = turn.choices.filter(({ text }) => text !== '');
      return among(
        written,
        written
          .filter(({ text }) => isTextCall(text, names))
          .map(({ text, textPieces, event, path }) =>
            findingAt(
              { event, path, ...textPieces[0], value: text },
              'a call was sent as text',
              'a tool call',
            ),
          ),
      );
    },
  },
  'arguments/whole': {
    ...EITHER,
    follows: ['deltas/one-call-per-index', 'shape/choice-index'],
    needsEveryEvent: true,
    aboutCalls: true,
    title: ({ arguments: name }) => `Of several calls, only the last can have ${name} that are cut off`,
    level: 'SHOULD',
    impact: 'critical',
    authority: [
      report(
        'sgl-project/sglang/issues/6310',
        'The fragments of a call were put on the index of another, so that the first call keeps a beginning of its arguments.',
      ),
    ],
    run: overCalls((_, { turn }) => {
      const ended = turn.choices
        .flatMap(({ calls }) => calls.slice(0, -1))
        .filter(({ isFunction }) => isFunction);
      return among(
        ended,
        ended
          .filter(({ arguments: text }) => isBeginningOfJson(text))
          .map((call) =>
            findingAt(
              argumentsOf(call),
              'a model ends one call before it starts the next, and this one has no end',
              'the whole arguments',
            ),
          ),
      );
    }),
  },
  'arguments/grammar': {
    ...EITHER,
    follows: ['deltas/one-call-per-index', 'shape/choice-index', 'items/input-sum'],
    needsEveryEvent: true,
    needsEnd: true,
    voidWhen: 'cutOff',
    title: 'The input of a custom tool fits the grammar of the tool, where that is a regular expression',
    level: 'MUST',
    impact: 'critical',
    asked: ({ customTools = [] }) => customTools.some(({ grammar }) => grammar !== null),
    run: grammarJudgement,
  },
} satisfies FamilyRules<'arguments'>;

/** Returns true if the request offers tools that the client runs, listed or not. */
function offersTools({ tools, unlistedTools }: Reading['request']): boolean {
  return tools.length > 0 || unlistedTools;
}
