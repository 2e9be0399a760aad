/** The parts of a reading by which two wires are compared: messages, calls, results, signatures, errors. */

import { filledTextOrNull } from '../reading/presence.ts';
import type { Choice, Reading } from '../reading/reading.ts';
import { append } from '../text/append.ts';
import { isObject, type Json, wordOf } from '../text/json.ts';
import { parseJson } from '../text/wire-text.ts';

/**
 * Returns the messages of user and assistant. Dialects split them differently, so neighbours of one role are merged.
 */
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

/** The system prompt may be a separate field, or the beginning of the history. */
export function systemIn({ request: { history, instructions } }: Reading): string {
  const within = history.filter(({ role }) => isSystem(role)).map(({ text }) => text);
  return [...textsIn(instructions), ...within].join('\n');
}

/** Returns a text, or the texts of its parts. */
function textsIn(json: Json): string[] {
  const due: Json[] = [json];
  const texts: string[] = [];
  while (due.length > 0) {
    const value = due.pop();
    if (typeof value === 'string') texts.push(value);
    else if (Array.isArray(value)) append(due, value.toReversed());
    else if (isObject(value)) due.push(value['parts'], value['text']);
  }
  return texts;
}

interface NamedCall {
  readonly id: string | null;
  readonly name: string;
}

export function callsIn({ turn }: Reading): (NamedCall & { readonly json: Json })[] {
  return turn.calls.map(({ id, name, arguments: text, json }) => ({
    id: filledTextOrNull(id?.value),
    name: filledTextOrNull(name?.value) ?? '',
    json: json === undefined ? text : json,
  }));
}

export function callsReturned({ request: { history } }: Reading): (NamedCall & { readonly given: Json })[] {
  return history.flatMap(({ calls }) =>
    calls.map(({ id, name, arguments: given }) => ({
      id: filledTextOrNull(id),
      name: filledTextOrNull(name) ?? '',
      given,
    })),
  );
}

/** Returns each result with the name of the call that it answers. */
export function resultsIn(reading: Reading): { readonly name: string; readonly text: string }[] {
  const names = new Map<Json, string>();
  // In reverse order, so that the first call with an id wins.
  for (const { id, name } of callsReturned(reading).reverse()) if (id !== null) names.set(id, name);
  return reading.request.history.flatMap(({ answers, text }) =>
    answers === undefined ? [] : [{ name: names.get(answers) ?? 'a result of no call', text }],
  );
}

export function firstChoice({ turn }: Reading): Choice | undefined {
  return turn.choices[0];
}

/** Returns the bodies of an answer: one body, or each event of a stream. */
export function answerJsons({ body, stream }: Reading): Json[] {
  return stream === null ? [body] : stream.events.map(({ data }) => parseJson(data));
}

/** Returns the texts of these members, at any depth. */
export function proofsIn(json: Json, members: readonly string[]): string[] {
  const due: (readonly [name: string, value: Json])[] = [['', json]];
  const proofs: string[] = [];
  for (let next = due.pop(); next !== undefined; next = due.pop()) {
    const [name, value] = next;
    if (typeof value === 'string' && value !== '' && members.includes(name)) proofs.push(value);
    else if (typeof value === 'object' && value !== null) append(due, Object.entries(value).toReversed());
  }
  return proofs;
}

export function errorIn({ standing, turn }: Reading): string {
  if (standing.kind === 'refused') return standing.said;
  return turn.errors
    .map(({ value }) => (isObject(value) ? wordOf(value['message'] ?? value['error']) : wordOf(value)))
    .join('; ');
}
