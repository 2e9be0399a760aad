/**
 * The messages of a request. Calls may have no id, so a result belongs to the call of its `tool_call_id`, else to the
 * first call of its `tool_name` that is left, else to the first that is left: by order.
 */

import { isFilledText, listOf } from '../../../reading/presence.ts';
import type { HistoryCall, HistoryMessage, Misplaced, RequestReading } from '../../../reading/reading.ts';
import { textOf } from '../../../reading/request-body.ts';
import { append } from '../../../text/append.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';

/** A call as a request repeats it, and how many results it has. */
export interface SentCall extends HistoryCall {
  results: number;
}

/** Adjacent messages of the assistant with calls, and the results that follow. */
export interface SentTurn {
  /** How many messages stand before it. */
  readonly start: number;
  readonly calls: readonly SentCall[];
  /** The results in order: what each says of its call. */
  readonly results: readonly { readonly id: Json; readonly name: Json; readonly path: string }[];
}

export interface Messages extends Pick<RequestReading, 'history' | 'orphans' | 'unanswered'> {
  readonly turns: readonly SentTurn[];
}

export function readMessages(messages: Json): Messages {
  const reader = new MessageReader();
  for (const [at, message] of listOf(messages).entries()) reader.read(isObject(message) ? message : {}, at);
  const { history, orphans, unanswered, turns } = reader;
  // Calls at the very end of a history are still to be answered.
  const isOver = history.at(-1)?.role !== 'assistant';
  return {
    history,
    orphans,
    unanswered: isOver ? [...unanswered, ...reader.open()] : unanswered,
    turns,
  };
}

class MessageReader {
  readonly history: HistoryMessage[] = [];
  readonly orphans: Misplaced[] = [];
  readonly unanswered: Misplaced[] = [];
  readonly turns: { start: number; calls: SentCall[]; results: SentTurn['results'][number][] }[] = [];
  /** The last message went on with the last of the turns. */
  #goesOn = false;

  read(message: JsonObject, at: number): void {
    const path = `messages[${at}]`;
    const { role, content } = message;
    const calls =
      role === 'assistant'
        ? listOf(message['tool_calls']).map((call, place) => callOf(call, `${path}.tool_calls[${place}]`))
        : [];
    const entry = { role, text: textOf(content), calls, json: message, path };
    if (role === 'tool') {
      this.history.push({ ...entry, ...this.#readResult(message, path) });
      return;
    }
    this.history.push({ ...entry, answers: undefined, answersPath: path });
    if (calls.length > 0) this.#readCalls(calls, at);
    else this.#endTurn();
  }

  /** The calls that no result answers yet. */
  open(): Misplaced[] {
    return this.#left().map(({ id, name, path }) => ({
      path: `request.${path}`,
      value: isFilledText(id) ? id : name,
    }));
  }

  #readCalls(calls: readonly SentCall[], at: number): void {
    const last = this.turns.at(-1);
    if (this.#goesOn && last !== undefined && last.results.length === 0) {
      append(last.calls, calls);
      return;
    }
    this.#endTurn();
    this.turns.push({ start: at, calls: [...calls], results: [] });
    this.#goesOn = true;
  }

  #endTurn(): void {
    append(this.unanswered, this.open());
    this.#goesOn = false;
  }

  #readResult(message: JsonObject, path: string): Pick<HistoryMessage, 'answers' | 'answersPath'> {
    const { tool_call_id: id, tool_name: name } = message;
    if (this.#goesOn) this.turns.at(-1)?.results.push({ id, name, path });
    const call = this.#callOf(id, name);
    const answersPath = `${path}.${isFilledText(id) || !isFilledText(name) ? 'tool_call_id' : 'tool_name'}`;
    if (call === undefined) {
      this.orphans.push({ path: `request.${answersPath}`, value: isFilledText(id) ? id : name });
      return { answers: isFilledText(id) ? id : null, answersPath };
    }
    call.results += 1;
    return { answers: isFilledText(call.id) ? call.id : null, answersPath };
  }

  /** An id that belongs to no call counts where no call has one. */
  #callOf(id: Json, name: Json): SentCall | undefined {
    const calls = this.#goesOn ? (this.turns.at(-1)?.calls ?? []) : [];
    const left = this.#left();
    if (isFilledText(id)) {
      const own = left.find((call) => call.id === id) ?? calls.find((call) => call.id === id);
      if (own !== undefined || calls.some((call) => isFilledText(call.id))) return own;
    }
    return isFilledText(name) ? left.find((call) => call.name === name) : left[0];
  }

  #left(): SentCall[] {
    const calls = this.#goesOn ? (this.turns.at(-1)?.calls ?? []) : [];
    return calls.filter(({ results }) => results === 0);
  }
}

function callOf(call: Json, path: string): SentCall {
  const json = isObject(call) ? call : {};
  const called = isObject(json['function']) ? json['function'] : {};
  const { name, arguments: args } = called;
  return { id: json['id'], name, arguments: args, path, idPath: `${path}.id`, results: 0 };
}
