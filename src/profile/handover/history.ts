/** A recorded history in a form that is independent of the dialect. */
import type { HistoryMessage, Reading } from '../../reading/reading.ts';
import type { ScenarioCall, ScenarioMessage, ScenarioTool } from '../../scenarios/scenario.ts';
import { isObject, type Json } from '../../text/json.ts';
import { jsonText } from '../../text/json-text.ts';
import { idOf, tool } from '../small-scenario.ts';

export interface ForeignHistory {
  /** The id of the dialect of the recording. */
  readonly dialect: string;
  readonly system: string;
  readonly prompt: string;
  /** The messages after the first prompt, up to the results at the end. */
  readonly messages: readonly ScenarioMessage[];
  readonly tools: readonly ScenarioTool[];
  /** All messages as sent, including thoughts and signatures; null when they are not in the request. */
  readonly sent: readonly Json[] | null;
  /** Lower-case words of the results, which an answer repeats when the model has read them. */
  readonly words: readonly string[];
}

/**
 * Returns the longest history of a conversation that ends with the results of calls. A history with a text answer is
 * preferred to one whose answer made more calls.
 *
 * @param readings the readings of its exchanges, in order
 * @returns null when no request contains such a history
 */
export function historyIn(dialect: string, readings: readonly Reading[]): ForeignHistory | null {
  const ending = readings.filter(
    ({ request }) =>
      request.returnsResults &&
      request.continues === null &&
      request.history.some(({ calls }) => calls.length > 0),
  );
  const chosen = ending.findLast((reading) => textIn(reading) !== '') ?? ending.at(-1);
  if (chosen === undefined) return null;
  const { request } = chosen;
  const [opening, ...messages] = joined(withIds(request.history));
  if (opening?.role !== 'user') return null;
  const named = messages.flatMap((message) => (message.role === 'assistant' ? (message.calls ?? []) : []));
  return {
    dialect,
    system: systemOf(chosen) || 'You are a helpful assistant.',
    prompt: opening.text,
    messages,
    tools: toolsOf(chosen, named),
    sent: sentIn(request.json, request.historyPath),
    words: wordsToSay(request.history, textIn(chosen)),
  };
}

function textIn({ turn }: Reading): string {
  return turn.choices.map(({ text }) => text).join('\n');
}

function sentIn(json: Json, path: string): readonly Json[] | null {
  const list = isObject(json) ? json[path] : undefined;
  return Array.isArray(list) ? list : null;
}

function systemOf({ request: { history, instructions } }: Reading): string {
  const own = history.filter(({ role }) => role === 'system' || role === 'developer');
  return [...textsIn(instructions), ...own.map(({ text }) => text)].filter((text) => text !== '').join('\n');
}

/** Returns the texts of a system prompt, which may be a text or blocks of text. */
function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    typeof each !== 'string' || name === 'text' ? textsIn(each) : [],
  );
}

/** Returns the offered tools, and tools that were called without being offered. */
function toolsOf({ request }: Reading, calls: readonly ScenarioCall[]): ScenarioTool[] {
  const offered = new Map(
    request.tools.map(({ name, parameters }) => [name, isObject(parameters) ? parameters : ANY_ARGUMENTS]),
  );
  for (const { name } of calls) if (!offered.has(name)) offered.set(name, ANY_ARGUMENTS);
  return [...offered].map(([name, parameters]) =>
    tool(name, { description: 'A tool of a conversation that was recorded.', parameters }),
  );
}

const ANY_ARGUMENTS = { type: 'object', properties: {} } as const;

/** Adds ids. Calls and results without an id are paired by their order, because some dialects have no ids. */
function withIds(history: readonly HistoryMessage[]): ScenarioMessage[] {
  let issued = 0;
  let open: string[] = [];
  return history.flatMap(({ role, text, calls, answers }): ScenarioMessage[] => {
    if (answers !== undefined) {
      const id = answers ?? open[0] ?? null;
      open = open.filter((each) => each !== id);
      return [{ role: 'tool', answers: id, text }];
    }
    if (role === 'user') return [{ role, text }];
    if (role !== 'assistant') return [];
    const made = calls.map((call): ScenarioCall => {
      issued += 1;
      const id = typeof call.id === 'string' && call.id !== '' ? call.id : idOf(issued);
      return {
        id,
        name: typeof call.name === 'string' ? call.name : '',
        arguments: argumentsText(call.arguments),
      };
    });
    open = [...open, ...made.map(({ id }) => id)];
    return [{ role, ...(text === '' ? {} : { text }), ...(made.length === 0 ? {} : { calls: made }) }];
  });
}

function argumentsText(given: Json): string {
  return typeof given === 'string' ? given : jsonText(isObject(given) ? given : {});
}

/**
 * Joins consecutive assistant messages, because dialects with multipart messages are read part by part. Answers without
 * text and calls are dropped.
 */
function joined(messages: readonly ScenarioMessage[]): ScenarioMessage[] {
  const whole: ScenarioMessage[] = [];
  for (const message of messages) {
    const before = whole.at(-1);
    if (message.role === 'assistant' && before?.role === 'assistant') {
      const text = [before.text, message.text].filter((each) => each !== undefined).join('\n');
      const calls = [...(before.calls ?? []), ...(message.calls ?? [])];
      whole[whole.length - 1] = {
        role: 'assistant',
        ...(text === '' ? {} : { text }),
        ...(calls.length === 0 ? {} : { calls }),
      };
    } else {
      whole.push(message);
    }
  }
  return whole.filter(
    (each) => each.role !== 'assistant' || each.text !== undefined || each.calls !== undefined,
  );
}

const MOST_WORDS = 12;

/** Returns the words that the recorded answer took from the results and that occur nowhere else. */
function wordsToSay(history: readonly HistoryMessage[], answer: string): string[] {
  const results = history.filter(({ answers }) => answers !== undefined).map(({ text }) => text);
  const others = history.filter(({ answers }) => answers === undefined);
  const said = wordsIn(answer);
  const known = wordsIn(
    others
      .flatMap(({ text, calls }) => [text, ...calls.map((call) => argumentsText(call.arguments))])
      .join('\n'),
  );
  return [...wordsIn(results.join('\n'))]
    .filter((word) => said.has(word) && !known.has(word))
    .slice(0, MOST_WORDS);
}

/** Returns the numbers with at least two digits, and the words with at least four characters. */
function wordsIn(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+(?:[.,:'’-][\p{L}\p{N}]+)*/gu) ?? [];
  return new Set(words.filter((word) => word.length >= 4 || /\d{2}/u.test(word)));
}
