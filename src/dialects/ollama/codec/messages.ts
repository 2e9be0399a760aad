/**
 * Reads the messages of a request. Calls may have no id. A result belongs to the call of its `tool_call_id`, otherwise
 * to the first unanswered call of its `tool_name`, otherwise to the first unanswered call.
 */

import { isFilledText, listOf } from '../../../reading/presence.ts';
import type { HistoryCall, HistoryMessage, Misplaced, RequestReading } from '../../../reading/reading.ts';
import { textOf } from '../../../reading/request-body.ts';
import { append } from '../../../text/append.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';

/** A call as a request repeats it, with the number of its results. */
export interface SentCall extends HistoryCall {
  results: number;
}

/** Adjacent assistant messages with calls, and the results that follow them. */
export interface SentTurn {
  /** The number of messages before this turn. */
  readonly start: number;
  readonly calls: readonly SentCall[];
  /** The results in order, each with the id and name of the call that it answers. */
  readonly results: readonly { readonly id: Json; readonly name: Json; readonly path: string }[];
}

export interface Messages extends Pick<RequestReading, 'history' | 'orphans' | 'unanswered'> {
  readonly turns: readonly SentTurn[];
}

export function readMessages(messages: Json): Messages {
  const reader = new MessageReader();
  for (const [at, message] of listOf(messages).entries()) reader.read(isObject(message) ? message : {}, at);
  const { history, orphans, unanswered, turns } = reader;
  // Calls at the very end of a history are not answered yet, so they are not reported.
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
  readonly turns: OpenTurn[] = [];
  /** The turn that the last message belongs to. */
  #turn: OpenTurn | null = null;

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

  /** Returns the calls that have no result yet. */
  open(): Misplaced[] {
    const left = this.#turn?.calls.filter(({ results }) => results === 0) ?? [];
    return left.map(({ id, name, path }) => ({
      path: `request.${path}`,
      value: isFilledText(id) ? id : name,
    }));
  }

  #readCalls(calls: readonly SentCall[], at: number): void {
    if (this.#turn === null || this.#turn.results.length > 0) {
      this.#endTurn();
      this.#turn = new OpenTurn(at);
      this.turns.push(this.#turn);
    }
    for (const call of calls) this.#turn.add(call);
  }

  #endTurn(): void {
    append(this.unanswered, this.open());
    this.#turn = null;
  }

  #readResult(message: JsonObject, path: string): Pick<HistoryMessage, 'answers' | 'answersPath'> {
    const { tool_call_id: id, tool_name: name } = message;
    this.#turn?.results.push({ id, name, path });
    const call = this.#turn?.callOf(id, name);
    const answersPath = `${path}.${isFilledText(id) || !isFilledText(name) ? 'tool_call_id' : 'tool_name'}`;
    if (call === undefined) {
      this.orphans.push({ path: `request.${answersPath}`, value: isFilledText(id) ? id : name });
      return { answers: isFilledText(id) ? id : null, answersPath };
    }
    call.results += 1;
    return { answers: isFilledText(call.id) ? call.id : null, answersPath };
  }
}

/** A turn that may still get results. Indexes its calls, so that a result finds its call without a scan. */
class OpenTurn implements SentTurn {
  readonly start: number;
  readonly results: SentTurn['results'][number][] = [];
  readonly #all = new CallQueue();
  readonly #byId = new Map<Json, CallQueue>();
  readonly #byName = new Map<Json, CallQueue>();

  constructor(start: number) {
    this.start = start;
  }

  get calls(): readonly SentCall[] {
    return this.#all.calls;
  }

  add(call: SentCall): void {
    this.#all.calls.push(call);
    if (isFilledText(call.id)) queueOf(this.#byId, call.id).calls.push(call);
    queueOf(this.#byName, call.name).calls.push(call);
  }

  /** A result with an id matches only an equal id. If no call has an id, the id of the result is ignored. */
  callOf(id: Json, name: Json): SentCall | undefined {
    if (isFilledText(id) && this.#byId.size > 0) {
      const own = this.#byId.get(id);
      return own?.firstLeft() ?? own?.calls[0];
    }
    return (isFilledText(name) ? this.#byName.get(name) : this.#all)?.firstLeft();
  }
}

/** Calls in order. */
class CallQueue {
  readonly calls: SentCall[] = [];
  #next = 0;

  /** Returns the first call without a result. A call never loses its result, so the search never goes back. */
  firstLeft(): SentCall | undefined {
    while ((this.calls[this.#next]?.results ?? 0) > 0) this.#next += 1;
    return this.calls[this.#next];
  }
}

function queueOf(queues: Map<Json, CallQueue>, key: Json): CallQueue {
  const known = queues.get(key) ?? new CallQueue();
  queues.set(key, known);
  return known;
}

function callOf(call: Json, path: string): SentCall {
  const json = isObject(call) ? call : {};
  const called = isObject(json['function']) ? json['function'] : {};
  const { name, arguments: args } = called;
  return { id: json['id'], name, arguments: args, path, idPath: `${path}.id`, results: 0 };
}
