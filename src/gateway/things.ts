/** The things that a gateway must carry between its two wires, and how each is read on either of them. */
import type { AskedRequest } from '../answers/asked-request.ts';
import type { AnyDialect } from '../dialects/catalogue.ts';
import { headerValues } from '../evidence/exchange.ts';
import type { Extension } from '../judge/check.ts';
import type { Level } from '../judge/verdict.ts';
import { givenArguments } from '../reading/given-arguments.ts';
import type { Reading, UsageReport } from '../reading/reading.ts';
import { type Json, wordOf } from '../text/json.ts';
import { jsonText } from '../text/json-text.ts';
import type { CallIds } from './call-ids.ts';
import {
  answerJsons,
  callsIn,
  callsReturned,
  errorIn,
  firstChoice,
  proofsIn,
  resultsIn,
  systemIn,
  turnsIn,
} from './carried.ts';
import { askingHeaders, marksOf, STEERING, settingsIn } from './settings.ts';

/** One exchange of a pair, as its dialect reads it. */
export interface Side {
  readonly dialect: AnyDialect;
  readonly extension: Extension | null;
  readonly reading: Reading;
  /** The request as a provider understands it; null when a strict provider would refuse it. */
  readonly asked: AskedRequest | null;
  /** Returns the upstream's id for a call id. */
  readonly ids: Pick<CallIds, 'atUpstream'>;
}

/** One part of a thing; the same key identifies the same part on both wires. */
export interface Part {
  readonly key: string;
  readonly value: Json;
}

/** The other wire. */
type Other = Pick<Side, 'dialect' | 'extension'>;

export interface Thing {
  readonly id: string;
  /** For people. */
  readonly title: string;
  /** Its direction: inwards with the request, outwards with the answer. */
  readonly way: 'inwards' | 'outwards';
  /** How bad it is to lose it. */
  readonly level: Level;
  /** @param other the other wire's dialect, for values that are comparable only within one dialect */
  readonly parts: (side: Side, other: Other) => readonly Part[];
  /** The thing that it belongs to, key by key: if a call is lost, its arguments are not counted as lost too. */
  readonly partOf?: string;
  /** True when it is compared only if both requests are understood. */
  readonly asks?: true;
  /** True when what arrived equals what was sent; by default, compared as JSON. */
  readonly isKept?: (sent: Json, arrived: Json) => boolean;
}

/** In the order of the matrix. */
export const THINGS: readonly Thing[] = [
  inwards('messages', 'Messages', 'MUST', ({ reading }) =>
    byName(turnsIn(reading), ({ role, text }) => ({ role, text })),
  ),
  inwards('system', 'System prompt', 'MUST', ({ reading }) => filled(systemIn(reading))),
  inwards('tools', 'Tools', 'MUST', ({ reading: { request } }) =>
    request.tools.map(({ name }) => ({ key: name, value: name })),
  ),
  {
    ...inwards('descriptions', 'Descriptions of the tools', 'MUST', ({ asked }) =>
      (asked?.tools ?? []).flatMap(({ name, description }) =>
        description === undefined || description === '' ? [] : [{ key: name, value: description }],
      ),
    ),
    asks: true,
    partOf: 'tools',
  },
  {
    ...inwards('schemas', 'Schemas of the tools', 'MUST', ({ reading: { request } }) =>
      request.tools.map(({ name, parameters }) => ({ key: name, value: parameters ?? null })),
    ),
    partOf: 'tools',
  },
  {
    ...inwards('strict', 'Strict tools', 'SHOULD', ({ reading: { request } }) =>
      request.tools.flatMap(({ name, strict }) => (strict ? [{ key: name, value: 'strict' }] : [])),
    ),
    partOf: 'tools',
  },
  inwards('tool-choice', 'Tool choice', 'MUST', ({ reading: { request } }) =>
    request.toolChoice === null || request.toolChoice.kind === 'auto' ? [] : only(request.toolChoice),
  ),
  inwards('parallel', 'Parallel calls forbidden', 'MUST', ({ reading: { request } }) =>
    request.parallelCalls === false ? only('forbidden') : [],
  ),
  inwards('limit', 'Limit of the answer', 'SHOULD', ({ reading: { request } }) =>
    request.maxTokens === null ? [] : only(request.maxTokens),
  ),
  inwards('streaming', 'Streaming asked for', 'SHOULD', ({ reading: { request } }) =>
    request.streaming ? only('streaming') : [],
  ),
  {
    ...inwards('reasoning-asked', 'Reasoning asked for', 'MUST', ({ asked }) =>
      asked?.reasoning === true ? only('asked for') : [],
    ),
    asks: true,
  },
  inwards('usage-asked', 'Usage asked for', 'MUST', ({ reading: { request } }) =>
    request.usagePromised || !request.streaming ? only('asked for') : [],
  ),
  steering('sampling', 'Sampling', 'MUST'),
  steering('stop', 'Texts that end the answer', 'MUST'),
  steering('seed', 'Seed', 'SHOULD'),
  steering('user', 'Who asks', 'SHOULD'),
  steering('metadata', 'Metadata', 'SHOULD'),
  inwards('request-headers', 'Headers of the request', 'SHOULD', ({ reading, dialect, extension }, other) =>
    askingHeaders(
      reading.exchange.request,
      dialect
        .carries(extension)
        .headers.filter((name) => other.dialect.carries(other.extension).headers.includes(name)),
    ),
  ),
  inwards('marks', 'Trace and idempotency key', 'SHOULD', ({ reading }) => marksOf(reading.exchange.request)),
  inwards('calls-returned', 'Calls in the history', 'MUST', ({ reading }) =>
    byName(callsReturned(reading), ({ name, given }) => ({ name, arguments: givenArguments(given) })),
  ),
  {
    ...inwards('ids-returned', 'Ids in the history', 'MUST', ({ reading, ids }) =>
      byName(callsReturned(reading), ({ id }) => (id === null ? null : ids.atUpstream(id))),
    ),
    partOf: 'calls-returned',
  },
  inwards('results', 'Results', 'MUST', ({ reading }) => byName(resultsIn(reading), ({ text }) => text)),
  inwards('signatures-returned', 'Signatures in the history', 'MUST', ({ reading, dialect }) =>
    numbered(proofsIn(reading.request.json, dialect.terms.proofs)),
  ),
  outwards('status', 'Status', 'MUST', ({ reading: { standing } }) =>
    only(standing.kind === 'refused' ? standing.status : standing.kind),
  ),
  {
    ...outwards('error-message', 'Error message', 'MUST', ({ reading }) => filled(errorIn(reading))),
    // A gateway may add its own words, and may include the upstream's message as escaped JSON.
    isKept: (sent, arrived) =>
      wordOf(arrived).includes(wordOf(sent)) || wordOf(arrived).includes(jsonText(sent).slice(1, -1)),
  },
  outwards('text', 'Text', 'MUST', ({ reading }) => filled(firstChoice(reading)?.text)),
  outwards('calls', 'Calls', 'MUST', ({ reading }) => byName(callsIn(reading), ({ name }) => name)),
  {
    ...outwards('arguments', 'Arguments', 'MUST', ({ reading }) =>
      byName(callsIn(reading), ({ json }) => json),
    ),
    partOf: 'calls',
  },
  {
    ...outwards('ids', 'Ids of the calls', 'MUST', ({ reading, ids }) =>
      byName(callsIn(reading), ({ id }) => (id === null ? null : ids.atUpstream(id))).filter(
        ({ value }) => value !== null,
      ),
    ),
    partOf: 'calls',
  },
  outwards('reasoning', 'Reasoning', 'MUST', ({ reading }) => filled(firstChoice(reading)?.reasoning)),
  outwards('signatures', 'Signatures', 'MUST', ({ reading, dialect }) =>
    numbered(answerJsons(reading).flatMap((json) => proofsIn(json, dialect.terms.proofs))),
  ),
  outwards('finish', 'Finish reason', 'MUST', finishIn),
  outwards('usage', 'Usage', 'MUST', usageIn),
  outwards('cache', 'Cache counters', 'SHOULD', ({ reading }) =>
    counted(reading, { 'read from the cache': 'cached', 'written to it': 'written' }).filter(isNotZero),
  ),
  outwards('cost', 'Cost', 'SHOULD', ({ reading }) => counted(reading, { cost: 'cost' })),
  outwards('headers', 'Headers', 'SHOULD', headersIn),
];

export function thingCalled(id: string): Thing {
  const found = THINGS.find((thing) => thing.id === id);
  if (found === undefined) throw new Error(`there is no thing ${id}`);
  return found;
}

function inwards(id: string, title: string, level: Level, parts: Thing['parts']): Thing {
  return { id, title, way: 'inwards', level, parts };
}

function steering(id: string, title: string, level: Level): Thing {
  return inwards(id, title, level, ({ reading, dialect, extension }) =>
    settingsIn(reading.request.json, dialect.carries(extension).settings, STEERING[id] ?? []),
  );
}

function outwards(id: string, title: string, level: Level, parts: Thing['parts']): Thing {
  return { id, title, way: 'outwards', level, parts };
}

function only(value: Json): Part[] {
  return [{ key: '', value }];
}

function filled(text: string | undefined): Part[] {
  return text === undefined || text === '' ? [] : only(text);
}

/** Returns each value once, because streams repeat parts of an answer. */
function numbered(values: readonly string[]): Part[] {
  return [...new Set(values)].map((value, at) => ({ key: String(at + 1), value }));
}

/** Gives keys to items: the name, and a number from the second item of the same name on. */
function byName<T extends { readonly name: string }>(
  items: readonly T[],
  valueIn: (item: T) => Json,
): Part[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const at = (seen.get(item.name) ?? 0) + 1;
    seen.set(item.name, at);
    return { key: at === 1 ? item.name : `${item.name} ${at}`, value: valueIn(item) };
  });
}

/**
 * Returns the original word within one dialect. Otherwise returns whether the answer is complete, calls tools or was
 * cut off, as far as both dialects can express it.
 */
function finishIn({ reading, dialect }: Side, other: Other): Part[] {
  const word = firstChoice(reading)?.finishes.at(-1)?.value;
  if (typeof word !== 'string') return [];
  if (other.dialect.id === dialect.id) return only(word);
  const tellsCalls = [dialect, other.dialect].every(({ terms: { calling, whole } }) =>
    calling.some((each) => !whole.includes(each)),
  );
  if (dialect.terms.cut.includes(word)) return only('stopped before its end');
  return only(tellsCalls && dialect.terms.calling.includes(word) ? 'calls' : 'whole');
}

const COUNTS = { input: 'prompt', output: 'completion' } as const;

/** Only some dialects have totals. */
function usageIn({ reading, dialect }: Side, other: Other): Part[] {
  const isEqual = other.dialect.id === dialect.id;
  return [
    ...counted(reading, isEqual ? { ...COUNTS, total: 'total' } : COUNTS),
    ...counted(reading, { reasoning: 'reasoning' }).filter(isNotZero),
  ];
}

/** Returns the last value that an answer gives for each count. */
function counted({ turn }: Reading, counts: Readonly<Record<string, keyof UsageReport>>): Part[] {
  return Object.entries(counts).flatMap(([key, count]) => {
    const value = turn.usages.map((usage) => usage[count]).findLast((each) => typeof each === 'number');
    return value === undefined ? [] : [{ key, value }];
  });
}

/** A missing counter counts as zero. */
function isNotZero({ value }: Part): boolean {
  return value !== 0;
}

/** Headers that a client uses, or reports to its provider. */
const HEADERS = ['request-id', 'retry-after', 'x-should-retry'] as const;

function headersIn({ reading: { exchange } }: Side): Part[] {
  const fields = exchange.response?.headers ?? [];
  return HEADERS.flatMap((key) => {
    const [value] = headerValues(fields, key) ?? headerValues(fields, `x-${key}`) ?? [];
    return value === undefined ? [] : [{ key, value }];
  });
}
