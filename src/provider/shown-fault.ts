/**
 * Puts a seeded fault into the answers of the reference provider. A fault is an edit of a whole conversation, so the
 * conversation around a request is made anew: what was answered before, by asking the model again, and what will be
 * asked next, as any client would. The edit is made on that script, and the answer in the place of the request is sent.
 *
 * Where the edit finds nothing to change, or the check that it is meant for is not asked, the answer stays as it is.
 */

import { isDeepStrictEqual } from 'node:util';
import {
  conversationOf,
  type Draft,
  exchangeOf,
  isDraft,
  type Script,
  type ScriptedExchange,
  type ScriptedResponse,
} from '../answers/script.ts';
import type { Story } from '../answers/story.ts';
import type { AnyDialect } from '../dialects/catalogue.ts';
import { isAwsEventStream, withTexts } from '../evidence/frames/aws-event-stream.ts';
import type { Extension } from '../judge/check.ts';
import type { Dialogue } from '../proof/dialogue.ts';
import { CREDENTIAL, TIME_CALL, WEATHER_CALL } from '../proof/dialogue-parts.ts';
import { responseOf } from '../proof/edits/edit.ts';
import { baseOf } from '../proof/proof.ts';
import type { HistoryMessage, Reading } from '../reading/reading.ts';
import type { Scenario, ScenarioFile } from '../scenarios/scenario.ts';
import { isObject, type Json, type JsonObject } from '../text/json.ts';
import type { ShownFault } from './opened-provider.ts';
import { recognise } from './scripted-model.ts';
import { retold } from './told-story.ts';

export interface Asked {
  readonly request: JsonObject;
  readonly url: string;
  readonly extension: Extension | null;
  /** The key that the client sent. */
  readonly key: string | null;
  /** A refusal that comes before anybody looks at the request; null when there is none. */
  readonly early: ScriptedResponse | null;
  /** What the provider answers when it keeps its promises. */
  readonly answer: (request: JsonObject) => Answered;
}

export interface Answered {
  readonly response: ScriptedResponse;
  readonly story: Story;
}

export interface WithFault {
  /** A text, the reason, where the connection is to be lost. */
  readonly response: ScriptedResponse | string;
  /** Why the fault is not in it; null where it is. */
  readonly notShown: string | null;
}

/** The answer with the fault in it, or as it is where the fault has no place in it. */
export function withFault(dialect: AnyDialect, shownFault: ShownFault, asked: Asked): WithFault {
  const { fault, proof } = shownFault;
  const { turns, place } = conversationAround(dialect, shownFault, asked);
  const words = wordsOf(turns, shownFault);
  const script: Script = {
    dialect: dialect.id,
    extensions: asked.extension === null ? [] : [asked.extension],
    scenario: null,
    counterpart: null,
    price: null,
    exchanges: reworded(turns, words, baseOf(proof, fault.base).dialogue),
  };
  const [sound, current] = [turns[place]?.exchange.response, script.exchanges[place]];
  if (sound === undefined || current === undefined) throw new Error('the request is not in its conversation');
  const unchanged = (notShown: string): WithFault => ({ response: sound, notShown });
  if (!isSuited(dialect, shownFault, script, place)) {
    return unchanged(`nothing in this answer is for ${fault.catches} to judge`);
  }
  const known = textsOf(current);
  try {
    if (baseOf(proof, fault.base).dialogue.breaksMidstream === true) proof.edits.breakMidstream(current);
    fault.edit(script);
    retell(current, known);
    // Edits of bytes are made, and find nothing to change, only when the bytes are.
    exchangeOf(current);
  } catch {
    return unchanged('this answer has no place for it');
  }
  const response = restored(
    current.response,
    asked.key === null ? words : [...words, [asked.key, CREDENTIAL]],
  );
  if (isSame(response, sound, current))
    return unchanged('the fault is in another answer of this conversation');
  return isKept(dialect, fault.catches, script)
    ? unchanged(`${fault.catches} is kept all the same`)
    : { response, notShown: null };
}

/** Whether the rule is seen to hold although the fault is there: an integer in the place of a number breaks nothing. */
function isKept(dialect: AnyDialect, check: string, script: Script): boolean {
  const { verdicts } = dialect.judge(conversationOf(script));
  return verdicts.find((verdict) => verdict.check === check)?.outcome === 'pass';
}

/** Whether a client gets the same. */
function isSame(
  edited: ScriptedResponse | string,
  sound: ScriptedResponse,
  current: ScriptedExchange,
): boolean {
  const sent = (response: ScriptedResponse | string) => exchangeOf({ ...current, response });
  return isDeepStrictEqual(sent(edited), sent(sound));
}

/** A request, what the provider answers to it, and how a client reads that. */
interface Turn {
  readonly exchange: AnsweredExchange;
  readonly reading: Reading;
  readonly story: Story;
}

interface AnsweredExchange extends ScriptedExchange {
  response: ScriptedResponse;
}

/** All turns of a conversation, and the place of the request among them. */
interface Conversation {
  readonly turns: readonly Turn[];
  readonly place: number;
}

/** What a conversation can still ask for after a request. */
const TURNS_AHEAD = 6;

function conversationAround(dialect: AnyDialect, shownFault: ShownFault, asked: Asked): Conversation {
  const turnOf = (request: JsonObject, { response, story } = asked.answer(request)): Turn => {
    const exchange = { url: asked.url, requestHeaders: [], request: { ...request }, response };
    return { exchange, reading: dialect.read(exchangeOf(exchange), 1), story };
  };
  const first = turnOf(asked.request);
  const { turns, place } = remadeAround(dialect, shownFault, asked.request, first, turnOf);
  if (asked.early === null) return { turns, place };
  return {
    turns: [turnOf(asked.request, { response: asked.early, story: first.story }), ...turns],
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
  const alone = { turns: [first], place: 0 };
  // What a fault makes of a refusal needs one: the history is not mended.
  if (isRefused(first.exchange) && baseOf(proof, fault.base).sound().exchanges.every(isRefused)) return alone;
  const messages = service.messagesOf(request);
  if (messages === null) return alone;
  const scenario = recognise(service.openingOf(request));
  const { opening, steps } = historyOf(first.reading, messages, dialect, scenario);
  const files = filesOf(scenario, messages);
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
  const asked = 1 + steps.reduce((sum, { prompts }) => sum + prompts.length, 0);
  const prompts = scenario?.prompts.slice(asked) ?? [];
  for (let ahead = 0; ahead < TURNS_AHEAD; ahead += 1) {
    const calls = turns.at(-1)?.reading.turn.calls.length ?? 0;
    if (!goOn({ results: [], prompts: calls > 0 ? [] : prompts.splice(0, 1) })) break;
  }
  return { turns, place: steps.length };
}

/** The answer repeated, then what the client did; a call that it saw nothing of gets a result too. */
function nextMessages(
  dialect: AnyDialect,
  turn: Turn | undefined,
  { results, prompts }: Step,
  files: ReadonlyMap<Json, ScenarioFile>,
): Json[] {
  if (turn === undefined || turn.reading.standing.kind !== 'answered') return [];
  const { calls } = turn.reading.turn;
  if (calls.length === 0 && prompts.length === 0) return [];
  const returned = results.flatMap(({ call: at, text }) => {
    const call = calls[at];
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

/** The files that the client's results hold, by the names of the scenario's tools. */
function filesOf(scenario: Scenario | null, messages: readonly Json[]): ReadonlyMap<Json, ScenarioFile> {
  const sent = JSON.stringify(messages);
  const files = (scenario?.tools ?? []).flatMap(({ name, file }): [Json, ScenarioFile][] =>
    file !== undefined && sent.includes(file.base64) ? [[name, file]] : [],
  );
  return new Map(files);
}

/** What a client did after an answer: it returned results, in this order, or asked the next prompt. */
interface Step {
  /** By the place of their calls in the answer. */
  readonly results: readonly { readonly call: number; readonly text: string }[];
  readonly prompts: readonly string[];
}

interface History {
  /** The messages before the first answer, as they stand on the wire. */
  readonly opening: readonly Json[];
  /** One for each answer that the history holds. */
  readonly steps: readonly Step[];
}

const PROMPTERS: readonly Json[] = ['user', 'system', 'developer'];

/**
 * The history of a request in the words of no dialect. It is made anew from there, and so mended: the ids that a fault
 * has spoilt, and the client has repeated, become those that the provider issues when it keeps its promises.
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
    const open = calls.map(({ id }, call) => ({ id: id ?? null, call }));
    const results = part.filter(isResult).flatMap(({ answers, text }) => {
      const named = open.findIndex(({ id }) => id === answers);
      const [answered] = open.splice(Math.max(named, 0), 1);
      return answered === undefined ? [] : [{ call: answered.call, text }];
    });
    const prompts = part.filter((message) => !isOfAnswer(message) && !isResult(message));
    steps.push({ results, prompts: prompts.map(({ text }) => text) });
  }
  return { opening: messages.slice(0, wirePlace(opens)), steps };
}

/** Each part begins with an answer, and ends before the next one. */
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

/** Its place among the messages on the wire, the first number of its path. */
function wirePlace({ path }: HistoryMessage): number {
  return Number(/\[(\d+)\]/u.exec(path)?.[1] ?? -1);
}

/** A word of this provider, and the one that stands for it in the conversations that faults are written for. */
type Words = readonly (readonly [own: string, theirs: string])[];

/** The ids of the first calls. */
function wordsOf(turns: readonly Turn[], { proof: { edits } }: ShownFault): Words {
  const issued = turns.flatMap(({ reading }) => reading.turn.calls.map(({ id }) => id?.value));
  return [WEATHER_CALL.id, TIME_CALL.id].flatMap((theirs, at) => {
    const own = issued[at];
    return typeof own === 'string' && own !== '' ? [[own, edits.idOf(theirs)] as const] : [];
  });
}

/** A copy of the exchanges, in which their words stand, and which can say what is written for the dialogue. */
function reworded(turns: readonly Turn[], words: Words, dialogue: Dialogue): ScriptedExchange[] {
  const translate = (text: string) =>
    words.reduce((said, [own, theirs]) => said.replaceAll(own, theirs), text);
  const copy = <T>(json: T): T => JSON.parse(translate(JSON.stringify(json)));
  return turns.map(({ exchange: { url, request, response }, story }, place) => ({
    url,
    requestHeaders: [],
    request: copy(request),
    response: {
      ...response,
      headers: copy(response.headers),
      body: copy(response.body),
      envelope: copy(response.envelope),
      recodings: [...response.recodings],
      retelling: retold(dialogue, place, story),
    },
  }));
}

/** Puts what an edit has brought in, such as the name of a tool, into the words of this conversation. */
function retell({ response }: ScriptedExchange, known: ReadonlySet<string>): void {
  if (typeof response === 'string' || response.retelling === undefined) return;
  const { body, retelling } = response;
  const told = (json: Draft): Draft => {
    const other = retelling.json(json, known);
    return isDraft(other) ? other : json;
  };
  if (body.kind === 'json') body.json = told(body.json);
  if (body.kind !== 'stream') return;
  body.events = body.events.map((event) => ({
    ...event,
    data: typeof event.data === 'string' ? event.data : told(event.data),
  }));
}

/** Every text of an answer, keys included. */
function textsOf({ response }: ScriptedExchange): ReadonlySet<string> {
  const texts = new Set<string>();
  const collect = (value: Json): void => {
    if (typeof value === 'string') texts.add(value);
    else if (Array.isArray(value)) for (const item of value) collect(item);
    else if (isObject(value))
      for (const pair of Object.entries(value)) for (const each of pair) collect(each);
  };
  if (typeof response === 'string') return texts;
  if (response.body.kind === 'json') collect(response.body.json);
  if (response.body.kind === 'stream') for (const { data } of response.body.events) collect(data);
  return texts;
}

/** The response in the provider's own words again, and with the key that this client sent where a fault leaks one. */
function restored(response: ScriptedResponse | string, words: Words): ScriptedResponse | string {
  if (typeof response === 'string') return response;
  const translate = (text: string) =>
    words.reduce((said, [own, theirs]) => said.replaceAll(theirs, own), text);
  return {
    ...response,
    headers: response.headers.map(([name, value]) => [name, translate(value)]),
    recodings: [
      ...response.recodings,
      (body) =>
        isAwsEventStream(body)
          ? withTexts(body, translate)
          : Buffer.from(translate(body.toString('latin1')), 'latin1'),
    ],
  };
}

/** The fault is written for such a request and such an answer, and its check is asked about it. */
function isSuited(dialect: AnyDialect, { proof, fault }: ShownFault, script: Script, place: number): boolean {
  const { delivery, sound, dialogue } = baseOf(proof, fault.base);
  const { exchanges, extensions } = sound();
  const [their, our] = [exchanges[place] ?? exchanges.at(-1), script.exchanges[place]];
  if (their === undefined || our === undefined) return false;
  const exchange = exchangeOf(our);
  const { request } = dialect.read(exchange, place + 1);
  const isFree = (model: string | null | undefined) => model?.endsWith(':free') === true;
  return (
    (delivery === 'streaming') === request.streaming &&
    extensions.every((extension) => script.extensions.includes(extension)) &&
    isFree(dialogue.model) === isFree(request.model) &&
    isRefused(their) === isRefused(our) &&
    dialect.asks(fault.catches, exchange, place + 1, {
      extensions: new Set(script.extensions),
      scenario: recognise(proof.service.openingOf(our.request)),
      price: { promptPerMillion: 1, completionPerMillion: 1 },
    })
  );
}

function isRefused(exchange: ScriptedExchange): boolean {
  return responseOf(exchange).status >= 300;
}
