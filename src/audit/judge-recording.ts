/** Judges one recording. Pure. */

import { dialectOf, dialects, type Readings } from '../dialects/catalogue.ts';
import { type Exchange, headerValues } from '../evidence/exchange.ts';
import { ExchangeOfLongFile, type Fidelity, type RecordedExchange } from '../evidence/recordings/recorded.ts';
import type { Kept } from '../judge/kept.ts';
import { UNNAMED_MODEL } from '../reading/request-body.ts';
import {
  brokenConversation,
  type ConversationResult,
  recordConversation,
} from '../results/conversation-result.ts';
import { whatBroke } from '../system/broke.ts';
import {
  conversationOf,
  type Keeping,
  type OpenConversation,
  type RecordedConversation,
  Threads,
  type Utterance,
} from './conversations.ts';
import { FewWords } from './told-apart.ts';
import {
  type NamedTraffic,
  recogniseAnswer,
  recogniseTraffic,
  type ToldAddresses,
  type Traffic,
} from './traffic.ts';

export interface JudgedConversation {
  readonly result: ConversationResult;
  readonly target: AuditTarget;
  readonly exchanges: readonly Exchange[];
  /** The index of each exchange in the recording, from 0. */
  readonly positions: readonly number[];
  /** The line of each exchange in the file; null when the format gives no lines. */
  readonly lines: readonly (number | null)[];
}

/** One model of one host. Its id is `<host>/<model>[@upstream]`. */
export interface AuditTarget {
  readonly id: string;
  readonly host: string;
  readonly model: string;
  readonly upstream: string | null;
  /** The id of the dialect. */
  readonly dialect: string;
}

export interface JudgedRecording {
  readonly conversations: readonly JudgedConversation[];
  /** The traffic of each exchange that no dialect judges. */
  readonly skipped: readonly Traffic[];
}

/**
 * Judges a recording.
 *
 * @param name the name of the recording in results
 * @param scenarioNames yields a name for each conversation in it
 * @param named what the caller knows about the traffic
 */
export function judgeRecording(
  recording: readonly RecordedExchange[],
  name: string,
  scenarioNames: Iterator<string, string>,
  named: NamedTraffic = {},
): JudgedRecording {
  const { conversations, skipped } = judgeInTurn(recording, name, scenarioNames, named);
  return { conversations: [...conversations], skipped };
}

/**
 * Like {@link judgeRecording}, but judges the conversations of a long recording on iteration, so that not all are in
 * memory at once.
 */
export function judgeInTurn(
  recording: readonly RecordedExchange[],
  name: string,
  scenarioNames: Iterator<string, string>,
  named: NamedTraffic = {},
): Omit<JudgedRecording, 'conversations'> & { readonly conversations: Iterable<JudgedConversation> } {
  // The judge reuses the readings that grouped the exchanges. In a long recording they would fill the memory, so it
  // reads again.
  const isLong = recording.some(({ isReadAgain }) => isReadAgain);
  const all = readingsByDialect();
  const readings = () => (isLong ? readingsByDialect() : all);
  const told: ToldAddresses = new Map();
  const find = () => findConversations(recording, named, told, readings, isLong ? inFewWords() : undefined);
  const first = find();
  // A later exchange may show the dialect of an address. This also holds for earlier exchanges, so they are read again.
  const { found, broken, skipped } = told.size === 0 ? first : find();
  const judgeOne = (conversation: RecordedConversation): JudgedConversation => {
    const target = targetOf(conversation);
    const scenario = scenarioNames.next().value;
    const exchanges = conversation.utterances.map(({ recorded }) => recorded.exchange);
    return {
      target,
      result: judgeConversation(conversation, exchanges, target, scenario, name, readings()),
      exchanges,
      positions: conversation.utterances.map(({ position }) => position),
      lines: conversation.utterances.map(({ recorded }) => recorded.line),
    };
  };
  const unreadOne = (each: Unread) => unread(each, name, scenarioNames.next().value);
  // Short recordings use no generator, because it would cost a tenth of their time.
  const judges = [
    ...found.map((each) => () => judgeOne(each)),
    ...broken.map((each) => () => unreadOne(each)),
  ];
  return { conversations: isLong ? inTurn(judges) : judges.map((judge) => judge()), skipped };
}

/** Judges conversations lazily, one by one. */
function* inTurn(judges: readonly (() => JudgedConversation)[]): Generator<JudgedConversation> {
  for (const judge of judges) yield judge();
}

function inFewWords(): Keeping {
  const words = new Map(dialects().map(({ id }) => [id, new FewWords()]));
  return (utterance) => ({
    ...utterance,
    told: words.get(utterance.dialect)?.of(utterance.told) ?? utterance.told,
  });
}

function findConversations(
  recording: readonly RecordedExchange[],
  named: NamedTraffic,
  told: ToldAddresses,
  readings: () => ReadingsByDialect,
  kept: Keeping | undefined,
) {
  const skipped: Traffic[] = [];
  const broken: Unread[] = [];
  const read = (each: RecordedExchange, position: number): Utterance | null => {
    const { exchange } = each;
    const known = each.requestUnknown === true ? recogniseAnswer(exchange) : null;
    const traffic = known?.traffic ?? recogniseTraffic(exchange, named, told);
    const recorded = known === null ? each : withRequest(each, known.exchange);
    try {
      const utterance = utteranceOf(recorded, known?.exchange ?? exchange, position, traffic, readings());
      if (utterance === null) skipped.push(traffic);
      return utterance;
    } catch (error) {
      const reason = `the reading of exchange ${position + 1} broke: ${whatBroke(error)}`;
      broken.push({ recorded, position, traffic, reason });
      return null;
    }
  };
  const threads = new Threads(kept);
  const open = new Set<OpenConversation>();
  for (const [position, each] of recording.entries()) {
    const utterance = read(each, position);
    if (utterance !== null) open.add(threads.add(utterance));
  }
  return { found: [...open].map(conversationOf), broken, skipped };
}

/** Returns the exchange with a substitute request. */
function withRequest(recorded: RecordedExchange, exchange: Exchange): RecordedExchange {
  if (recorded.isReadAgain !== true) return { ...recorded, exchange };
  const { request } = exchange;
  const { line, fidelity } = recorded;
  return new ExchangeOfLongFile(() => ({
    exchange: { ...recorded.exchange, request },
    line,
    fidelity,
    requestUnknown: true,
  }));
}

/** An exchange that the suite could not read, with the reason. */
interface Unread {
  readonly recorded: RecordedExchange;
  readonly position: number;
  readonly traffic: Traffic;
  readonly reason: string;
}

/** Returns an unread exchange as its own conversation, because its real conversation is unknown. */
function unread(
  { recorded, position, traffic, reason }: Unread,
  cassette: string,
  scenario: string,
): JudgedConversation {
  const { host, modelInUrl, dialect } = traffic;
  const model = modelInUrl ?? UNNAMED_MODEL;
  const target = { id: `${host}/${model}`, host, model, upstream: null, dialect: dialect ?? '' };
  const rules = dialect === null ? [] : dialectOf(dialect).rules;
  const key = { target: target.id, scenario, delivery: 'buffered' as const, sample: 1, cassette };
  return {
    target,
    result: brokenConversation(key, rules, reason),
    exchanges: [recorded.exchange],
    positions: [position],
    lines: [recorded.line],
  };
}

export type ReadingsByDialect = ReadonlyMap<string, Readings>;

/** Returns new readings for each dialect. Everything that judges the same exchanges can share them. */
export function readingsByDialect(): ReadingsByDialect {
  return new Map(dialects().map((dialect) => [dialect.id, dialect.readings()]));
}

/** Returns null when no dialect judges the exchange. */
export function utteranceOf(
  recorded: RecordedExchange,
  exchange: Exchange,
  position: number,
  { host, extensions, modelInUrl, dialect }: Traffic,
  readings: ReadingsByDialect,
): Utterance | null {
  const { requestUnknown } = recorded;
  const reading = dialect === null ? undefined : readings.get(dialect)?.of(exchange, 1);
  if (dialect === null || reading === undefined) return null;
  const { onlyUpstreams } = reading.request;
  const model = requestUnknown === true ? (reading.turn.model?.value ?? null) : reading.request.model;
  const upstream = onlyUpstreams?.length === 1 ? (onlyUpstreams[0] ?? null) : null;
  return {
    recorded,
    position,
    url: exchange.request.url,
    told: reading,
    dialect,
    extensions,
    host,
    model: model ?? modelInUrl ?? UNNAMED_MODEL,
    upstream,
  };
}

export function targetOf({ host, model, upstream, dialect }: RecordedConversation): AuditTarget {
  const id = `${host}/${model}${upstream === null ? '' : `@${upstream}`}`;
  return { id, host, model, upstream, dialect };
}

/** Judges a conversation. When the judge throws, every check is an error. */
export function judgeConversation(
  { dialect: id, extensions, delivery, utterances }: RecordedConversation,
  exchanges: readonly Exchange[],
  { id: target }: AuditTarget,
  scenario: string,
  cassette: string,
  readings: ReadingsByDialect,
): ConversationResult {
  const dialect = dialectOf(id);
  const key = { target, scenario, delivery, sample: 1, cassette };
  try {
    const { judge } = readings.get(id) ?? dialect;
    const judged = judge({
      exchanges,
      extensions,
      scenario: null,
      price: null,
      unsupported: new Map(),
      kept: keptOf(utterances),
    });
    return recordConversation(key, judged, recordedAt(exchanges));
  } catch (error) {
    return brokenConversation(key, dialect.rules, `the judge broke: ${whatBroke(error)}`);
  }
}

/** Returns what was kept of every exchange: the lowest fidelity of all. */
function keptOf(utterances: readonly Utterance[]): Kept {
  return {
    request: utterances.every(({ recorded }) => recorded.requestUnknown !== true),
    answer:
      FIDELITIES.find((least) => utterances.some(({ recorded }) => recorded.fidelity === least)) ?? 'bytes',
  };
}

/** The fidelities, lowest first. */
const FIDELITIES: readonly Fidelity[] = ['messages', 'values', 'bytes'];

/** Returns the first valid `Date` header of the responses, in ISO 8601; null when there is none. */
function recordedAt(exchanges: readonly Exchange[]): string | null {
  for (const { response } of exchanges) {
    const [date] = (response && headerValues(response.headers, 'date')) ?? [];
    const time = date === undefined ? Number.NaN : Date.parse(date);
    if (!Number.isNaN(time)) return new Date(time).toISOString();
  }
  return null;
}
