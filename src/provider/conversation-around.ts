/**
 * Rebuilds the conversation around a request: asks the model again for the earlier answers, and continues with the next
 * requests of a typical client.
 */

import type { ScriptedExchange, ScriptedResponse } from '../answers/script.ts';
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { Extension } from '../judge/check.ts';
import { responseOf } from '../proof/edits/edit.ts';
import { baseOf } from '../proof/proof.ts';
import type { HistoryCall, HistoryMessage, Reading } from '../reading/reading.ts';
import type { Scenario, ScenarioFile } from '../scenarios/scenario.ts';
import type { Json, JsonObject } from '../text/json.ts';
import { jsonText } from '../text/json-text.ts';
import { parseJson } from '../text/wire-text.ts';
import type { ShownFault } from './opened-provider.ts';
import { recognise } from './scripted-model.ts';
import { Turn } from './turn.ts';

export interface Asked {
  readonly request: JsonObject;
  readonly url: string;
  readonly extension: Extension | null;
  /** The key that the client sent. */
  readonly key: string | null;
  /** A refusal sent before the request is read; null when there is no such refusal. */
  readonly early: ScriptedResponse | null;
  /** Returns the conforming turn for a request. */
  readonly answer: (request: JsonObject) => Turn;
}

/** All turns of a conversation, and the index of the request among them. */
interface Conversation {
  readonly turns: readonly Turn[];
  readonly place: number;
  /**
   * Call ids in the request's history that this provider did not issue. Set only for faults of conversations that start
   * with a history.
   */
  readonly foreignIds: readonly string[];
}

/** The maximum number of turns that are added after the request. */
const TURNS_AHEAD = 6;

/**
 * The limit of answers times characters. Each answer needs its own history, so the time grows with both. At this limit
 * it takes seconds. A longer conversation is not rebuilt.
 */
const MOST_REMADE = 25_000_000;

export function conversationAround(dialect: AnyDialect, shownFault: ShownFault, asked: Asked): Conversation {
  const first = asked.answer(asked.request);
  const around = remadeAround(dialect, shownFault, asked.request, first, asked.answer);
  if (asked.early === null) return around;
  const early = { response: asked.early, story: () => first.story, id: null };
  return {
    ...around,
    turns: [new Turn(dialect, asked.url, asked.request, early), ...around.turns],
    place: 0,
  };
}

function remadeAround(
  dialect: AnyDialect,
  { proof, fault }: ShownFault,
  request: JsonObject,
  first: Turn,
  turnOf: (request: JsonObject) => Turn,
): Conversation {
  const { service } = proof;
  const { dialogue, sound } = baseOf(proof, fault.base);
  const theirs = sound().exchanges;
  const foreignTo = (turns: readonly Turn[]) =>
    dialogue.history === undefined ? [] : strangeIds(first, turns);
  const alone = { turns: [first], place: 0, foreignIds: foreignTo([]) };
  // A fault that changes a refusal needs the refusal, so the history is not repaired.
  if (isRefused(first.exchange) && theirs.every(isRefused)) return alone;
  const messages = service.messagesOf(request);
  if (messages === null) return alone;
  const scenario = recognise(service.openingOf(request));
  const { opening, steps } = historyOf(first.reading, messages, dialect, scenario);
  const sent = jsonText(messages);
  if (steps.length * sent.length > MOST_REMADE) return alone;
  const files = filesOf(scenario, sent);
  let history = opening;
  const turns = [steps.length === 0 ? first : turnOf(service.withMessages(request, history))];
  const goOn = (step: Step): boolean => {
    const next = nextMessages(dialect, turns.at(-1), step, files);
    if (next.length === 0) return false;
    history = [...history, ...next];
    turns.push(turnOf(service.withMessages(request, history)));
    return true;
  };
  if (!steps.every(goOn)) return alone;
  const place = steps.length;
  const foreignIds = foreignTo(turns);
  if (foreignIds.length > 0) return alone;
  const their = theirs[place];
  if (isRefused(first.exchange) && their !== undefined && isRefused(their)) turns[place] = first;
  const asked = 1 + steps.reduce((sum, { prompts }) => sum + prompts.length, 0);
  const prompts = scenario?.prompts.slice(asked) ?? [];
  for (let ahead = 0; ahead < TURNS_AHEAD; ahead += 1) {
    const calls = turns.at(-1)?.reading.turn.calls.length ?? 0;
    if (!goOn({ results: [], prompts: calls > 0 ? [] : prompts.splice(0, 1) })) break;
  }
  return { turns, place, foreignIds };
}

/** Returns the call ids in the request's history that no answer of `turns` issued. */
function strangeIds({ reading: { request } }: Turn, turns: readonly Turn[]): string[] {
  const issued = new Set(turns.flatMap(({ reading }) => reading.turn.calls.map(({ id }) => id?.value)));
  const ids = request.history.flatMap(({ calls }) => calls.map(({ id }) => id));
  return ids.filter((id): id is string => typeof id === 'string' && !issued.has(id));
}

/**
 * Returns the messages that follow a turn: its answer repeated, then the client's results and prompts. A call without a
 * result in the client's history gets a made-up result.
 */
function nextMessages(
  dialect: AnyDialect,
  turn: Turn | undefined,
  { results, prompts }: Step,
  files: ReadonlyMap<Json, ScenarioFile>,
): Json[] {
  if (turn === undefined || turn.reading.standing.kind !== 'answered') return [];
  const { calls } = turn.reading.turn;
  if (calls.length === 0 && prompts.length === 0) return [];
  const returned = results.flatMap(({ of, call: at, text }) => {
    const same = calls.filter(({ name, json }) => sayingOf(name?.value, json) === of);
    const call = same.length === 1 ? same[0] : calls[at];
    if (call === undefined) return [];
    const file = files.get(call.name?.value ?? null);
    return [file === undefined ? { call, text } : { call, text, file }];
  });
  const left = calls.filter((call) => !returned.some((result) => result.call === call));
  return [
    ...dialect.answerMessages(turn.reading),
    ...dialect.resultMessages([...returned, ...left.map((call) => ({ call, text: 'done' }))]),
    ...prompts.map((prompt) => dialect.promptMessage(prompt)),
  ];
}

/** Returns the files in the client's results, by the tool names of the scenario. */
function filesOf(scenario: Scenario | null, sent: string): ReadonlyMap<Json, ScenarioFile> {
  const files = (scenario?.tools ?? []).flatMap(({ name, file }): [Json, ScenarioFile][] =>
    file !== undefined && sent.includes(file.base64) ? [[name, file]] : [],
  );
  return new Map(files);
}

/** What a client did after an answer: it returned results, in this order, or sent the next prompts. */
interface Step {
  /**
   * Each result with the content of its call (`of`) and the index of its call in the history (`call`). Both are needed,
   * because a client may repeat the calls in another order.
   */
  readonly results: readonly { readonly of: string; readonly call: number; readonly text: string }[];
  readonly prompts: readonly string[];
}

interface History {
  /** The messages before the first answer, in the wire format. */
  readonly opening: readonly Json[];
  /** One step for each answer in the history. */
  readonly steps: readonly Step[];
}

const PROMPTERS: readonly Json[] = ['user', 'system', 'developer'];

/**
 * Returns the history of a request in a form that is independent of the dialect. Rebuilding the conversation from this
 * form repairs it: ids that a fault broke and the client repeated become the ids of a conforming provider.
 */
function historyOf(
  { request }: Reading,
  messages: readonly Json[],
  dialect: AnyDialect,
  scenario: Scenario | null,
): History {
  const start = scenario === null ? 0 : dialect.openingMessages(scenario).length;
  const since = request.history.filter((message) => wirePlace(message) >= start);
  const first = since.findIndex(isOfAnswer);
  const opens = since[first];
  if (opens === undefined) return { opening: messages, steps: [] };
  const steps: Step[] = [];
  for (const part of parted(since.slice(first))) {
    const calls = part.filter(isOfAnswer).flatMap((message) => message.calls);
    const open = calls.map((each, call) => ({
      id: each.id ?? null,
      of: sayingOf(each.name, argumentsOf(each)),
      call,
    }));
    const results = part.filter(isResult).flatMap(({ answers, text }) => {
      // Results without a call id are in the order of the calls.
      const named = answers === null ? 0 : open.findIndex(({ id }) => id === answers);
      const [answered] = open.splice(Math.max(named, 0), 1);
      return answered === undefined ? [] : [{ of: answered.of, call: answered.call, text }];
    });
    const prompts = part.filter((message) => !isOfAnswer(message) && !isResult(message));
    steps.push({ results, prompts: prompts.map(({ text }) => text) });
  }
  return { opening: messages.slice(0, wirePlace(opens)), steps };
}

function sayingOf(name: Json, given: Json): string {
  return jsonText([name, given]);
}

/** Returns the parsed arguments; some dialects send them as text. */
function argumentsOf({ arguments: given }: HistoryCall): Json {
  return typeof given === 'string' ? parseJson(given) : given;
}

/** Splits the history into parts. Each part starts with an answer and ends before the next answer. */
function parted(history: readonly HistoryMessage[]): HistoryMessage[][] {
  const parts: HistoryMessage[][] = [];
  for (const [at, message] of history.entries()) {
    const before = history[at - 1];
    const begins = isOfAnswer(message) && (before === undefined || !isOfAnswer(before));
    if (begins) parts.push([]);
    parts.at(-1)?.push(message);
  }
  return parts;
}

function isResult({ answers }: HistoryMessage): boolean {
  return answers !== undefined;
}

function isOfAnswer(message: HistoryMessage): boolean {
  return !isResult(message) && !PROMPTERS.includes(message.role);
}

/** Returns the index of the message on the wire, which is the first number of its path. */
function wirePlace({ path }: HistoryMessage): number {
  return Number(/\[(\d+)\]/u.exec(path)?.[1] ?? -1);
}

export function isRefused(exchange: ScriptedExchange): boolean {
  return responseOf(exchange).status >= 300;
}
