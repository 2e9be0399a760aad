/** What a reading carries that two wires are compared by: who said what, calls, results, proofs of thoughts, errors. */

import type { Choice, HistoryMessage, Reading } from '../reading/reading.ts';
import { isObject, type Json, wordOf } from '../text/json.ts';
import { parseJson } from '../text/wire-text.ts';

/** What user and assistant said; neighbours of one role are one message, since dialects cut them in different ways. */
export function turnsIn({ request: { history } }: Reading) {
  const turns: { role: string; text: string }[] = [];
  for (const { role: given, text, answers } of history) {
    const role = given === 'model' ? 'assistant' : wordOf(given);
    if (answers !== undefined || text === '' || isSystem(role)) continue;
    const last = turns.at(-1);
    if (last?.role === role) last.text += text;
    else turns.push({ role, text });
  }
  return turns.map(({ role, text }) => ({ name: `${role}: ${text}`, role, text }));
}

function isSystem(role: Json): boolean {
  return role === 'system' || role === 'developer';
}

/** Beside the history or at its beginning. */
export function systemIn({ request: { history, instructions } }: Reading): string {
  const within = history.filter(({ role }) => isSystem(role)).map(({ text }) => text);
  return [...textsIn(instructions), ...within].join('\n');
}

/** A text, or the texts of its parts. */
function textsIn(json: Json): string[] {
  if (typeof json === 'string') return [json];
  if (Array.isArray(json)) return json.flatMap(textsIn);
  if (!isObject(json)) return [];
  return [...textsIn(json['text']), ...textsIn(json['parts'])];
}

interface NamedCall {
  readonly id: string | null;
  readonly name: string;
  readonly json: Json;
}

export function callsIn({ turn }: Reading): NamedCall[] {
  return turn.calls.map(({ id, name, arguments: text, json }) => ({
    id: textOrNull(id?.value),
    name: textOrNull(name?.value) ?? '',
    json: json === undefined ? text : json,
  }));
}

export function callsReturned({ request: { history } }: Reading): NamedCall[] {
  return history.flatMap(({ calls }) =>
    calls.map(({ id, name, arguments: given }) => ({
      id: textOrNull(id),
      name: textOrNull(name) ?? '',
      json: parsed(given),
    })),
  );
}

/** Each under the name of the call that it answers. */
export function resultsIn(reading: Reading): { readonly name: string; readonly text: string }[] {
  const calls = callsReturned(reading);
  const isResult = ({ answers }: HistoryMessage) => answers !== undefined;
  return reading.request.history.filter(isResult).map(({ answers, text }) => {
    const call = calls.find(({ id }) => id !== null && id === answers);
    return { name: call?.name ?? 'a result of no call', text };
  });
}

function textOrNull(value: Json): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Arguments that travel as text are compared by what they say. */
function parsed(given: Json): Json {
  if (typeof given !== 'string') return given ?? {};
  if (given.trim() === '') return {};
  const json = parseJson(given);
  return json === undefined ? given : json;
}

export function firstChoice({ turn }: Reading): Choice | undefined {
  return turn.choices[0];
}

/** The bodies of an answer: one, or each event of a stream. */
export function answerJsons({ body, stream }: Reading): Json[] {
  return stream === null ? [body] : stream.events.map(({ data }) => parseJson(data));
}

/** The texts at these members, wherever they stand. */
export function proofsIn(json: Json, members: readonly string[]): string[] {
  if (Array.isArray(json)) return json.flatMap((item) => proofsIn(item, members));
  if (!isObject(json)) return [];
  return Object.entries(json).flatMap(([name, value]) =>
    typeof value === 'string' && members.includes(name) && value !== '' ? [value] : proofsIn(value, members),
  );
}

export function errorIn({ standing, turn }: Reading): string {
  if (standing.kind === 'refused') return standing.said;
  return turn.errors
    .map(({ value }) => (isObject(value) ? wordOf(value['message'] ?? value['error']) : wordOf(value)))
    .join('; ');
}
