/** The actions of a client in a conversation, in a form that can be compared with another conversation. Pure. */
import { dialectOf } from '../dialects/catalogue.ts';
import type { Delivery, Exchange } from '../evidence/exchange.ts';
import type { Extension, ScenarioKnowledge } from '../judge/check.ts';
import type { Verdict } from '../judge/verdict.ts';
import { REFERENCE_PRICE } from '../provider/reference-provider.ts';
import { givenArguments } from '../reading/given-arguments.ts';
import { filledTextOrNull } from '../reading/presence.ts';
import type { HistoryMessage, Reading } from '../reading/reading.ts';
import { isObject, type Json } from '../text/json.ts';
import { canonicalText } from '../text/json-text.ts';
import { decodeText, parseJson } from '../text/wire-text.ts';
import type { Said } from './said.ts';

/** A call, with its result. */
export interface Deed {
  readonly id: string | null;
  readonly name: string;
  /** Parsed if they are JSON text on the wire; an empty text means no arguments. */
  readonly arguments: Json;
  /** Null when no result was sent back. */
  readonly result: string | null;
}

/** The history in a request of the client. */
export interface ToldHistory {
  /** The number of the exchange, from 1. */
  readonly exchange: number;
  readonly calls: readonly Deed[];
  /** Results with an id that no call of the history has. */
  readonly strayResults: readonly string[];
  /** All texts of the assistant. */
  readonly assistantText: string;
  /** The texts of user and system. */
  readonly prompts: string;
  /** True when the history contains the last answer and every other message of the model unchanged. */
  readonly isRepeated: boolean;
}

export interface Deeds {
  /** Null when the client reports nothing about itself. */
  readonly said: Said | null;
  /** The calls that the client says it ran; null when it reports nothing about itself. */
  readonly ran: readonly Deed[] | null;
  /** One for each request, except those that were repeated after a failure. */
  readonly histories: readonly ToldHistory[];
  /** The calls of all answers, as a lenient reader would read them. */
  readonly issued: readonly Deed[];
  /** The text of each answer, as a lenient reader would read it. */
  readonly texts: readonly string[];
  /** The original bodies of all answers. */
  readonly bodies: string;
  /** MUST and SHOULD failures of checks on what the client sends. */
  readonly broken: readonly Verdict[];
  /** All failures of checks on what the provider sends. */
  readonly deviations: readonly Verdict[];
  /** True when the last answer was complete, and called no tool. */
  readonly isAnswered: boolean;
  /** The delivery that the first request asks for. */
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
        id: filledTextOrNull(call.id?.value),
        name: filledTextOrNull(call.name?.value) ?? '',
        arguments: call.json === undefined ? givenArguments(call.arguments) : call.json,
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

/** The depth of an answer's message in a response body: `choices[0].message`. */
const DEPTH = 4;

/** Returns the canonical text of each object, including nested ones. */
function objectsIn(value: Json, depth: number): string[] {
  if (depth < 0 || typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap((each: Json) => objectsIn(each, depth - 1));
  return isObject(value) ? [canonicalText(value), ...inside] : inside;
}

/** Of a repeated request, keeps only the last reading. */
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
      id: filledTextOrNull(id),
      name: filledTextOrNull(name) ?? '',
      arguments: givenArguments(given),
      result: null,
    })),
  );
  const strayResults: string[] = [];
  for (const { answers, text, calls: own } of history) {
    // A message with calls is an answer of the model, whatever its role.
    if (answers === undefined || own.length > 0) continue;
    const at = calls.findIndex(({ id, result }) => result === null && id === filledTextOrNull(answers));
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
