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
  /** The place of each exchange in the recording, from 0. */
  readonly positions: readonly number[];
  /** The line of each exchange in the file; null where the recorder's format does not tell. */
  readonly lines: readonly (number | null)[];
}

/** One model behind one host, as `<host>/<model>[@upstream]`. */
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
 * @param name How results call the recording.
 * @param scenarioNames Gives a name for each conversation in it.
 * @param named What need not be recognised.
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

/** The same; each conversation is judged when it is asked for, so that nobody need keep them all. */
export function judgeInTurn(
  recording: readonly RecordedExchange[],
  name: string,
  scenarioNames: Iterator<string, string>,
  named: NamedTraffic = {},
): Omit<JudgedRecording, 'conversations'> & { readonly conversations: Iterable<JudgedConversation> } {
  // What tells conversations apart is not read again for the judge, but for what would fill the memory.
  const isLong = recording.some(({ isReadAgain }) => isReadAgain);
  const all = readingsByDialect();
  const readings = () => (isLong ? readingsByDialect() : all);
  const told: ToldAddresses = new Map();
  const find = () => findConversations(recording, named, told, readings, isLong ? inFewWords() : undefined);
  const first = find();
  // What a later exchange told of an address holds for the earlier ones.
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
  // A generator costs a short recording a tenth of its time.
  const judges = [
    ...found.map((each) => () => judgeOne(each)),
    ...broken.map((each) => () => unreadOne(each)),
  ];
  return { conversations: isLong ? inTurn(judges) : judges.map((judge) => judge()), skipped };
}

/** Judged one by one, as they are asked for. */
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

/** The exchange with a request that stands in for its own. */
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

/** An exchange that the suite could not read, and why. */
interface Unread {
  readonly recorded: RecordedExchange;
  readonly position: number;
  readonly traffic: Traffic;
  readonly reason: string;
}

/** A conversation of its own, since nobody knows to which it belongs. */
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

/** What is read by all who judge the same exchanges. */
export function readingsByDialect(): ReadingsByDialect {
  return new Map(dialects().map((dialect) => [dialect.id, dialect.readings()]));
}

/** Null when no dialect judges the exchange. */
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

/** The conversation, judged; where the judge breaks, every check of it is an error. */
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

/** The least that was kept of any of the exchanges. */
function keptOf(utterances: readonly Utterance[]): Kept {
  return {
    request: utterances.every(({ recorded }) => recorded.requestUnknown !== true),
    answer:
      FIDELITIES.find((least) => utterances.some(({ recorded }) => recorded.fidelity === least)) ?? 'bytes',
  };
}

/** The least first. */
const FIDELITIES: readonly Fidelity[] = ['messages', 'values', 'bytes'];

/** What the first server says of the time, in ISO 8601. */
function recordedAt(exchanges: readonly Exchange[]): string | null {
  for (const { response } of exchanges) {
    const [date] = (response && headerValues(response.headers, 'date')) ?? [];
    const time = date === undefined ? Number.NaN : Date.parse(date);
    if (!Number.isNaN(time)) return new Date(time).toISOString();
  }
  return null;
}
