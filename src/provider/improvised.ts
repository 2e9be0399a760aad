/**
 * The model in a conversation without a script. It calls the offered tools that the prompts since its last text
 * mention. The arguments fit the schemas and use values from the prompt. It makes several calls at once when the prompt
 * asks for several. Then it reports the results, even when another user message follows them.
 */
import { isDeepStrictEqual } from 'node:util';
import type { AskedFormat, AskedMessage, AskedRequest, AskedTool } from '../answers/asked-request.ts';
import type { Said, SaidCall } from '../scenarios/script.ts';
import { madeArguments, madeOf } from './made-arguments.ts';
import { promptWords } from './prompt-words.ts';
import { obeyedText, promptOf, readOf, recalledText, spokenText, wordsOf } from './spoken-text.ts';

/** @param choosable the tools that the request allows the model to call */
export function improvise({ messages, format }: AskedRequest, choosable: readonly AskedTool[]): Said {
  const since = sinceLastWords(messages);
  const prompts = since
    .filter(({ role }, at) => role === 'user' && since[at + 1]?.role !== 'user')
    .slice(-MOST_PROMPTS)
    .map(({ text }) => readOf(text));
  const made = since.flatMap(({ calls }) => calls);
  const left = callsFor(prompts, choosable).slice(made.length);
  if (left.length > 0) return { calls: prompts.some(isStepwise) ? left.slice(0, 1) : left };
  const results = resultsIn(since);
  if (format !== undefined) return { text: formatted(format, prompts, results) };
  if (results.length === 0) return { text: spokenText(messages) };
  return { text: since.at(-1)?.role === 'user' ? behindResults(messages, results) : reported(results) };
}

/** Returns the messages after the model's last text. */
export function sinceLastWords(messages: readonly AskedMessage[]): readonly AskedMessage[] {
  const spoken = messages.findLastIndex(({ role, calls }) => role === 'assistant' && calls.length === 0);
  return messages.slice(spoken + 1);
}

/** The maximum number of prompts since the model's last text that it considers. The last prompts are kept. */
const MOST_PROMPTS = 20;

/**
 * Returns the text when a user message follows the results. The model obeys a direct instruction. Otherwise it reports
 * the results, and adds what the user message asks for.
 */
function behindResults(messages: readonly AskedMessage[], results: readonly Result[]): string {
  const told = messages.filter(({ role }) => role !== 'tool');
  const recalled = recalledText(told);
  return obeyedText(messages) ?? [reported(results), ...(recalled === null ? [] : [recalled])].join(' ');
}

/** Returns all possible calls: the calls that the prompt mentions, then one call of each other tool. */
export function possibleCalls({ messages, tools }: AskedRequest): readonly SaidCall[] {
  const prompt = promptOf(messages);
  const planned = plannedCalls(prompt, tools);
  const others = tools.filter((tool) => !planned.some(({ name }) => name === tool.name));
  return [...planned, ...others.map((tool) => callOf(tool, prompt))];
}

/**
 * Returns the calls for all prompts, without repeated calls. A later prompt without a subject of its own adds no call
 * of a tool that is already called.
 */
function callsFor(prompts: readonly string[], tools: readonly AskedTool[]): SaidCall[] {
  const planned: SaidCall[] = [];
  for (const prompt of prompts) {
    const namesNothing = promptWords(prompt).subjects.length === 0;
    const known = planned.slice();
    const isAsked = (call: SaidCall) =>
      known.some((each) => isDeepStrictEqual(each, call) || (namesNothing && each.name === call.name));
    planned.push(...plannedCalls(prompt, tools).filter((call) => !isAsked(call)));
  }
  return planned;
}

/** Returns the calls that answer the prompt, in order. A tool that the prompt does not mention is not called. */
function plannedCalls(prompt: string, tools: readonly AskedTool[]): SaidCall[] {
  const { subjects } = promptWords(prompt);
  const named = toolsFor(prompt, tools);
  const [only] = named;
  if (only !== undefined && named.length === 1 && subjects.length > 1 && takesOneText(only)) {
    return subjects.slice(0, MOST_CALLS).map((subject) => callOf(only, prompt, subject));
  }
  return named.slice(0, MOST_CALLS).map((tool) => callOf(tool, prompt));
}

const MOST_CALLS = 8;

export function callOf(
  { name, parameters, isCustom, pattern = null }: AskedTool,
  prompt: string,
  subject?: string,
): SaidCall {
  if (isCustom === true && pattern === null) return { name, input: subject ?? prompt };
  if (isCustom === true) {
    const made = madeOf({ type: 'string', pattern: `^(?:${pattern})$` }, prompt, subject);
    return { name, input: typeof made === 'string' ? made : '' };
  }
  return { name, arguments: madeArguments(parameters, prompt, subject) };
}

/** Generic words in tool names, which do not show the tool's subject. */
const GENERAL = wordsOf(
  'get fetch find look lookup search query call run execute current tool function data info information',
);

/** Returns the tools that the prompt mentions, in the order in which it mentions them. */
function toolsFor(prompt: string, tools: readonly AskedTool[]): readonly AskedTool[] {
  if (tools.length === 0 || prompt === '') return [];
  if (/\b(?:both|all(?: of)?|each)(?: the| these| your| available)* (?:tools|functions)\b/iu.test(prompt)) {
    return /\bboth\b/iu.test(prompt) ? tools.slice(0, 2) : tools;
  }
  const words = [...wordsOf(prompt)];
  const placeOf = placesOf(words);
  const byName = tools.flatMap((tool) => {
    const own = [...wordsOf(tool.name)].filter((word) => !GENERAL.has(word));
    const places = own.flatMap((word) => placeOf(word) ?? []);
    const isNamed = prompt.includes(tool.name) || (places.length > 0 && places.length * 2 >= own.length);
    return isNamed ? [{ tool, at: Math.min(...places, words.length) }] : [];
  });
  if (byName.length > 0) return byName.toSorted((one, other) => one.at - other.at).map(({ tool }) => tool);
  const [best] = tools
    .map((tool) => {
      const about = [
        ...wordsOf(`${tool.name} ${tool.description ?? ''} ${JSON.stringify(tool.parameters ?? '')}`),
      ];
      return {
        tool,
        shared: about.filter((word) => !GENERAL.has(word) && placeOf(word) !== undefined).length,
      };
    })
    .toSorted((one, other) => other.shared - one.shared);
  if (best !== undefined && best.shared > 0) return [best.tool];
  const isAbout = prompt.includes('?') && promptWords(prompt).subjects.length > 0;
  return isAbout && tools.length === 1 ? tools : [];
}

/**
 * Returns a function that finds the index of the first word equal to a given word, or with the same prefix, such as
 * `multiply` and `multiplication`. The prefix has five letters, or four when either word has only four.
 */
function placesOf(words: readonly string[]): (word: string) => number | undefined {
  const places = new Map<string, number>();
  for (const [at, word] of [...words.entries()].reverse()) {
    for (const key of [word, ...(word.length === 4 ? [`whole ${word}`] : [])]) places.set(key, at);
    for (const length of [4, 5]) if (word.length >= length) places.set(`of ${word.slice(0, length)}`, at);
  }
  return (word) => {
    const longer = [`of ${word.slice(0, 5)}`, `whole ${word.slice(0, 4)}`];
    const alike = word.length < 4 ? [] : word.length === 4 ? [`of ${word}`] : longer;
    const found = [word, ...alike].flatMap((key) => places.get(key) ?? []);
    return found.length === 0 ? undefined : Math.min(...found);
  };
}

const NOBODYS_WORD = 'quorvel';

/** Returns true when the tool takes one subject: exactly one argument is a free text. */
function takesOneText({ parameters }: AskedTool): boolean {
  const made = madeArguments(parameters, '', NOBODYS_WORD);
  return Object.values(made).filter((value) => value === NOBODYS_WORD).length === 1;
}

/** Returns true when the prompt asks for calls one after the other, such that one waits for the result of another. */
function isStepwise(prompt: string): boolean {
  return /\b(?:then|after(?:wards| that)|one after|step by step|in turn)\b/iu.test(prompt);
}

export interface Result {
  readonly about: string;
  readonly text: string;
}

/** Returns the results of the calls, paired by id, in the order of the calls. */
export function resultsIn(messages: readonly AskedMessage[]): Result[] {
  // The order is reversed so that the first message with an id wins.
  const texts = new Map(messages.toReversed().map(({ answers, text }) => [answers, text]));
  return messages.flatMap(({ calls }) =>
    calls.map(({ id, name, arguments: values }) => ({
      about: aboutOf(values) ?? name,
      text: texts.get(id) ?? '',
    })),
  );
}

/** Returns the first text argument, which distinguishes the calls of one tool. */
function aboutOf(values: unknown): string | null {
  if (typeof values !== 'object' || values === null) return null;
  const text = Object.values(values).find((value) => typeof value === 'string' && value !== '');
  return typeof text === 'string' && text.length <= 60 ? text : null;
}

function reported(results: readonly Result[]): string {
  return `The tools returned: ${results.map(({ about, text }) => `for ${about}, ${text}`).join('; ')}.`;
}

/** Returns the answer as JSON, filled with values from the prompts and results. */
function formatted({ schema }: AskedFormat, prompts: readonly string[], results: readonly Result[]): string {
  const said = [...prompts, ...results.map(({ text }) => text)].join('\n');
  const made = madeOf(schema ?? keysIn(prompts.join('\n')), said);
  return JSON.stringify(made);
}

/** Builds a schema for JSON mode without one, from the keys that the prompt quotes and the types that it names. */
function keysIn(prompt: string) {
  const keys = [...prompt.matchAll(/["“`]([\w-]{1,60})["”`](?: \((?:an? )?(\w+)\))?/gu)];
  const typed = keys.map(([, name = '', type = '']) => [
    name,
    { type: TYPES.includes(type) ? type : 'string' },
  ]);
  return { type: 'object', properties: Object.fromEntries(typed), required: typed.map(([name]) => name) };
}

const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object'];
