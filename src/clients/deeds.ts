/** What a client did in a conversation, in words that can be compared with what it did in another one. Pure. */
import { dialectOf } from '../dialects/catalogue.ts';
import type { Delivery, Exchange } from '../evidence/exchange.ts';
import type { Extension, ScenarioKnowledge } from '../judge/check.ts';
import type { Verdict } from '../judge/verdict.ts';
import { REFERENCE_PRICE } from '../provider/reference-provider.ts';
import type { HistoryMessage, Reading } from '../reading/reading.ts';
import { isObject, type Json } from '../text/json.ts';
import { canonicalText } from '../text/json-text.ts';
import { decodeText, parseJson } from '../text/wire-text.ts';
import type { Said } from './said.ts';

/** A call, with what came of it. */
export interface Deed {
  readonly id: string | null;
  readonly name: string;
  /** Parsed where they travel as JSON text; no text is no arguments. */
  readonly arguments: Json;
  /** Null where none went back. */
  readonly result: string | null;
}

/** A request's history, as the client tells it. */
export interface ToldHistory {
  /** Of the exchange, from 1. */
  readonly exchange: number;
  readonly calls: readonly Deed[];
  /** Results under an id that no call of the history has. */
  readonly strayResults: readonly string[];
  /** What the assistant is said to have said, all of it. */
  readonly assistantText: string;
  /** What the user and the system said. */
  readonly prompts: string;
  /** The last answer goes back as it came, whatever is read into it, and so does each message of the model. */
  readonly isRepeated: boolean;
}

export interface Deeds {
  /** Null where the client tells nothing of itself. */
  readonly said: Said | null;
  /** The calls that it ran, in the words of {@link Deed}; null where it tells nothing of itself. */
  readonly ran: readonly Deed[] | null;
  /** One for each request that was not sent again because it failed. */
  readonly histories: readonly ToldHistory[];
  /** The calls of all answers, as a lenient reader takes them from the wire. */
  readonly issued: readonly Deed[];
  /** The text of each answer, as a lenient reader takes it from the wire. */
  readonly texts: readonly string[];
  /** The bodies of all answers as they came. */
  readonly bodies: string;
  /** Failures of checks on what a client sends, MUST and SHOULD. */
  readonly broken: readonly Verdict[];
  /** All failures of checks on what the provider sends. */
  readonly deviations: readonly Verdict[];
  /** An answer was read to its end, and called nothing. */
  readonly isAnswered: boolean;
  /** What the first request asks for. */
  readonly delivery: Delivery;
}

export interface Evidence {
  /** The id of the dialect. */
  readonly dialect: string;
  readonly extension: Extension | null;
  readonly exchanges: readonly Exchange[];
  readonly said: Said | null;
  readonly scenario: ScenarioKnowledge;
}

export function deedsOf({ dialect: id, extension, exchanges, said, scenario }: Evidence): Deeds {
  const dialect = dialectOf(id);
  const { verdicts, readings } = dialect.judge({
    exchanges,
    extensions: new Set(extension === null ? [] : [extension]),
    scenario,
    price: REFERENCE_PRICE,
    unsupported: new Map(),
  });
  const answers = withoutResent(readings);
  const last = answers.at(-1);
  const answered = answers.map(({ exchange }) => new Set(objectsIn(parseJson(bodyOf(exchange)), DEPTH)));
  const failures = verdicts.filter(({ outcome }) => outcome === 'fail');
  return {
    said,
    ran: said?.calls ?? null,
    histories: answers.map((answer, at) => toldIn(answer, answered.slice(0, at))),
    issued: answers.flatMap(({ turn }) =>
      turn.calls.map((call) => ({
        id: textOrNull(call.id?.value),
        name: textOrNull(call.name?.value) ?? '',
        arguments: call.json === undefined ? parsed(call.arguments) : call.json,
        result: null,
      })),
    ),
    texts: answers.map(({ turn }) => turn.choices[0]?.text ?? ''),
    bodies: answers.map(({ exchange }) => bodyOf(exchange)).join('\n'),
    broken: failures.filter(({ subject, level }) => subject === 'client' && level !== 'MAY'),
    deviations: failures.filter(({ subject }) => subject !== 'client'),
    isAnswered: last !== undefined && last.standing.kind === 'answered' && last.turn.calls.length === 0,
    delivery: answers[0]?.request.streaming === true ? 'streaming' : 'buffered',
  };
}

function bodyOf({ response }: Exchange): string {
  return response === null ? '' : decodeText(response.body);
}

/** How deep the message of an answer stands in a body: `choices[0].message`. */
const DEPTH = 4;

/** The canonical text of each object, those inside it included. */
function objectsIn(value: Json, depth: number): string[] {
  if (depth < 0 || typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap((each: Json) => objectsIn(each, depth - 1));
  return isObject(value) ? [canonicalText(value), ...inside] : inside;
}

/** Of a request that was sent again the last answer. */
function withoutResent(readings: readonly Reading[]): Reading[] {
  const textOf = ({ request }: Reading) => canonicalText(request.json);
  return readings.filter((reading, at) => {
    const next = readings[at + 1];
    return next === undefined || textOf(next) !== textOf(reading);
  });
}

function toldIn(
  { number, request: { history } }: Reading,
  answered: readonly ReadonlySet<string>[],
): ToldHistory {
  const calls: Deed[] = history.flatMap((message) =>
    message.calls.map(({ id, name, arguments: given }) => ({
      id: textOrNull(id),
      name: textOrNull(name) ?? '',
      arguments: parsed(given),
      result: null,
    })),
  );
  const strayResults: string[] = [];
  for (const { answers, text, calls: own } of history) {
    // With calls in it it is an answer, whatever role it came under.
    if (answers === undefined || own.length > 0) continue;
    const at = calls.findIndex(({ id, result }) => result === null && id === textOrNull(answers));
    const call = calls[at];
    if (call === undefined) strayResults.push(text);
    else calls[at] = { ...call, result: text };
  }
  const textsOf = (wanted: (message: HistoryMessage) => boolean) =>
    history
      .filter((message) => message.answers === undefined && wanted(message))
      .map(({ text }) => text)
      .join('');
  const isOfModel = ({ role }: HistoryMessage) => role === 'assistant' || role === 'model';
  const standsIn = (texts: ReadonlySet<string> | undefined, { json }: HistoryMessage) =>
    texts?.has(canonicalText(json)) === true;
  return {
    exchange: number,
    calls,
    strayResults,
    assistantText: textsOf(isOfModel),
    prompts: textsOf((message) => !isOfModel(message)),
    isRepeated:
      history.some((message) => standsIn(answered.at(-1), message)) &&
      history.filter(isOfModel).every((message) => answered.some((texts) => standsIn(texts, message))),
  };
}

function textOrNull(value: Json): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Where they travel as text, no text is no arguments. */
function parsed(given: Json): Json {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'string') return given;
  if (given.trim() === '') return {};
  const json = parseJson(given);
  return json === undefined ? given : json;
}
