/** The alterations of a history that need no dialect's field names. */
import { isObject, type Json } from '../../text/json.ts';
import { parseJson } from '../../text/wire-text.ts';
import { type Base, resultsOf, unaltered } from './base.ts';

export interface Alteration {
  /** The part of the fact's id after `contract/`. */
  readonly name: string;
  readonly what: string;
  readonly leavesOut: boolean;
  /** When the alteration changes nothing, the unaltered history already has this form. */
  readonly isUsual?: true;
  /** Returns the altered history, or why nothing can be altered. */
  readonly alter: (base: Base) => readonly Json[] | string;
  /** The client omits the thoughts, in the dialect's own form. */
  readonly dropsThoughts?: true;
}

const ONE_CALL = 'the model made one call only';

/** Forms of ids, by the name of the alteration. The parameter `at` is the index of the call, from 0. */
const ID_FORMS: Readonly<Record<string, readonly [what: string, id: (at: number) => string]>> = {
  'ids-openai': ['as OpenAI issues them', (at) => `call_Hq7Zt2LxWm9Rk4Vd8Np3Sy${at}B`],
  'ids-anthropic': ['as Anthropic issues them', (at) => `toolu_01Jm4RzK8wYp2VtXq6BnLc${at}D`],
  'ids-mistral': ['as Mistral issues them', (at) => `k3V9q1zX${at}`],
  'ids-kimi': ['as Kimi issues them', (at) => `functions.code_word:${at}`],
  'ids-vllm': ['as vLLM issues them', (at) => `chatcmpl-tool-0a6d3f81b7c24e5968d0f1a2b3c4d5e${at}`],
  'ids-uuid': ['that are UUIDs', (at) => `3f2504e0-4f89-41d3-9a0c-0305e82c330${at}`],
  'ids-over-40': ['of 41 letters', (at) => `${'a'.repeat(40)}${at}`],
  'ids-over-64': ['of 65 letters', (at) => `${'a'.repeat(64)}${at}`],
};

export const ALTERATIONS: readonly Alteration[] = [
  {
    name: 'thoughts-left-out',
    what: 'all that the model thought is left out',
    leavesOut: true,
    alter: unaltered,
    dropsThoughts: true,
  },
  ...Object.entries(ID_FORMS).map(
    ([name, [what, id]]): Alteration => ({
      name,
      what: `calls have ids ${what}`,
      leavesOut: false,
      alter: (base) => withIds(base, id),
    }),
  ),
  {
    name: 'arguments-reserialised',
    what: 'the arguments of a call are the same JSON with other white space',
    leavesOut: false,
    alter: reserialised,
  },
  {
    name: 'results-reversed',
    what: 'two results stand in the reverse order of their calls',
    leavesOut: false,
    alter: (base) =>
      haveIds(base)
        ? withResults(base, (results) => results.toReversed())
        : 'the calls have no ids, so that the order says whose result each is',
  },
  {
    name: 'result-left-out',
    what: 'one of two results is left out',
    leavesOut: true,
    alter: (base) => withResults(base, (results) => results.slice(0, -1)),
  },
  {
    name: 'result-twice',
    what: 'one of two results stands there twice',
    leavesOut: false,
    alter: (base) => withResults(base, (results) => [...results, ...results.slice(-1)]),
  },
  {
    name: 'text-before-results',
    what: 'the user speaks between the calls and their results',
    leavesOut: false,
    alter: (base) => {
      const { dialect, scenario, answer } = base;
      return [
        ...dialect.openingMessages(scenario),
        ...dialect.answerMessages(answer),
        dialect.promptMessage('One moment.'),
        ...dialect.resultMessages(resultsOf(base)),
      ];
    },
  },
  {
    name: 'text-after-results',
    what: 'the user speaks after the results',
    leavesOut: false,
    alter: (base) => [...unaltered(base), base.dialect.promptMessage('Now say both words.')],
  },
];

function withResults(
  base: Base,
  change: (results: ReturnType<typeof resultsOf>) => ReturnType<typeof resultsOf>,
): readonly Json[] | string {
  const results = resultsOf(base);
  if (results.length < 2) return ONE_CALL;
  const { dialect, scenario, answer } = base;
  return [
    ...dialect.openingMessages(scenario),
    ...dialect.answerMessages(answer),
    ...dialect.resultMessages(change(results)),
  ];
}

function withIds(base: Base, id: (at: number) => string): readonly Json[] | string {
  if (!haveIds(base)) return 'the calls have no ids';
  const before = base.answer.turn.calls.map((call) => call.id?.value);
  const renamed = new Map(before.map((each, at) => [each, id(at)]));
  return unaltered(base).map((message) => replaced(message, (text) => renamed.get(text) ?? text));
}

function haveIds({ answer }: Base): boolean {
  return answer.turn.calls.every(({ id }) => typeof id?.value === 'string' && id.value !== '');
}

/** Reformats the arguments that are texts. The history stays unchanged when arguments are JSON values. */
function reserialised(base: Base): readonly Json[] {
  const texts = new Map(base.answer.turn.calls.map(({ arguments: text }) => [text, spaced(text)]));
  return unaltered(base).map((message) => replaced(message, (text) => texts.get(text) ?? text));
}

function spaced(text: string): string {
  const json = parseJson(text);
  return isObject(json) ? JSON.stringify(json, null, 4) : text;
}

/** Returns the value with each text in it replaced. */
function replaced(value: Json, by: (text: string) => string): Json {
  if (typeof value === 'string') return by(value);
  if (Array.isArray(value)) return value.map((each: Json) => replaced(each, by));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaced(each, by)]));
}
