/**
 * The model in a conversation that nobody scripted. It calls the offered tools that the prompts since its last words speak
 * of, with arguments that fit their schemas and take what the prompt says, several at once where several are asked for;
 * then it says what they returned, also where the user speaks before it does.
 */
import { isDeepStrictEqual } from 'node:util';
import type { AskedFormat, AskedMessage, AskedRequest, AskedTool } from '../answers/asked-request.ts';
import type { Said, SaidCall } from '../scenarios/script.ts';
import { madeArguments, madeOf } from './made-arguments.ts';
import { promptWords } from './prompt-words.ts';
import { obeyedText, promptOf, readOf, recalledText, spokenText, wordsOf } from './spoken-text.ts';

/** @param choosable the tools that may be called */
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

/** What stands behind the last words of the model. */
export function sinceLastWords(messages: readonly AskedMessage[]): readonly AskedMessage[] {
  const spoken = messages.findLastIndex(({ role, calls }) => role === 'assistant' && calls.length === 0);
  return messages.slice(spoken + 1);
}

/** How many prompts without words of the model between them it has in mind: the last ones. */
const MOST_PROMPTS = 20;

/** The user had the last word: it is obeyed, or what the calls returned is said with what it asks for besides. */
function behindResults(messages: readonly AskedMessage[], results: readonly Result[]): string {
  const told = messages.filter(({ role }) => role !== 'tool');
  const recalled = recalledText(told);
  return obeyedText(messages) ?? [reported(results), ...(recalled === null ? [] : [recalled])].join(' ');
}

/** The calls that could be made, whether they are or not: those that the prompt speaks of, then one of each other tool. */
export function possibleCalls({ messages, tools }: AskedRequest): readonly SaidCall[] {
  const prompt = promptOf(messages);
  const planned = plannedCalls(prompt, tools);
  const others = tools.filter((tool) => !planned.some(({ name }) => name === tool.name));
  return [...planned, ...others.map((tool) => callOf(tool, prompt))];
}

/** Those of all prompts. What was asked for before is asked for again only where a later prompt names something else. */
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

/** The calls that answer the prompt, in order. A tool that the prompt does not speak of is not called. */
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

/** Words of a name that say nothing of what a tool is about. */
const GENERAL = wordsOf(
  'get fetch find look lookup search query call run execute current tool function data info information',
);

/** The tools that the prompt speaks of, in the order in which it does. */
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
 * The place of the first word that is the same as another, or has the same beginning: `multiply` and `multiplication`.
 * Five letters are one, or four where either word has no more.
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

/** Whether the tool is about one thing: one text is required, and no list of options has it. */
function takesOneText({ parameters }: AskedTool): boolean {
  const made = madeArguments(parameters, '', NOBODYS_WORD);
  return Object.values(made).filter((value) => value === NOBODYS_WORD).length === 1;
}

/** Whether one call waits for the result of another. */
function isStepwise(prompt: string): boolean {
  return /\b(?:then|after(?:wards| that)|one after|step by step|in turn)\b/iu.test(prompt);
}

export interface Result {
  readonly about: string;
  readonly text: string;
}

/** What the calls returned, paired by id, in the order of the calls. */
export function resultsIn(messages: readonly AskedMessage[]): Result[] {
  // From behind, so that the first of an id stays.
  const texts = new Map(messages.toReversed().map(({ answers, text }) => [answers, text]));
  return messages.flatMap(({ calls }) =>
    calls.map(({ id, name, arguments: values }) => ({
      about: aboutOf(values) ?? name,
      text: texts.get(id) ?? '',
    })),
  );
}

/** The first text among the arguments, by which calls of one tool are told apart. */
function aboutOf(values: unknown): string | null {
  if (typeof values !== 'object' || values === null) return null;
  const text = Object.values(values).find((value) => typeof value === 'string' && value !== '');
  return typeof text === 'string' && text.length <= 60 ? text : null;
}

function reported(results: readonly Result[]): string {
  return `The tools returned: ${results.map(({ about, text }) => `for ${about}, ${text}`).join('; ')}.`;
}

/** The answer as JSON, with what the prompts and the results say in it. */
function formatted({ schema }: AskedFormat, prompts: readonly string[], results: readonly Result[]): string {
  const said = [...prompts, ...results.map(({ text }) => text)].join('\n');
  const made = madeOf(schema ?? keysIn(prompts.join('\n')), said);
  return JSON.stringify(made);
}

/** JSON mode without a schema: the keys that the prompt quotes, with the types that it says. */
function keysIn(prompt: string) {
  const keys = [...prompt.matchAll(/["“`]([\w-]{1,60})["”`](?: \((?:an? )?(\w+)\))?/gu)];
  const typed = keys.map(([, name = '', type = '']) => [
    name,
    { type: TYPES.includes(type) ? type : 'string' },
  ]);
  return { type: 'object', properties: Object.fromEntries(typed), required: typed.map(([name]) => name) };
}

const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object'];
