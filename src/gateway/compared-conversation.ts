/** Compares a conversation on both wires, thing by thing, and charges each broken rule to gateway or upstream. Pure. */
import { type Exchange, HUNG_UP } from '../evidence/exchange.ts';
import type { ScenarioKnowledge } from '../judge/check.ts';
import type { Verdict } from '../judge/verdict.ts';
import { REFERENCE_PRICE } from '../provider/reference-provider.ts';
import type { Reading } from '../reading/reading.ts';
import { CallIds } from './call-ids.ts';
import type { Compared } from './difference.ts';
import { compare } from './fate.ts';
import type { PairedExchange } from './held-conversation.ts';
import { ASKED, CANCELLATION, CHUNK_TIMES, type Passing } from './passing.ts';
import { type Speaker, type Speakers, understood } from './speaker.ts';
import { type Side, THINGS, type Thing, thingCalled } from './things.ts';

/** A pair with its readings. */
export interface ComparedPair {
  /** From 1. */
  readonly number: number;
  readonly pair: PairedExchange;
  readonly outer: Side;
  /** Null when the upstream was not asked. */
  readonly inner: Side | null;
  readonly things: readonly ComparedThing[];
}

export interface ComparedThing {
  readonly thing: Passing | Thing;
  readonly compared: Compared;
}

export interface ChargedFinding {
  readonly check: string;
  readonly level: Verdict['level'];
  /** From 1. */
  readonly exchange: number;
  readonly wire: 'outer' | 'inner';
  readonly message: string;
  readonly charged: 'gateway' | 'upstream';
}

export interface ComparedConversation {
  readonly pairs: readonly ComparedPair[];
  readonly findings: readonly ChargedFinding[];
  /** The checks on what the upstream sends that fail on the inner wire. */
  readonly failingInside: ReadonlySet<string>;
  readonly failingOutside: ReadonlySet<string>;
}

export interface KnownConversation {
  readonly scenario: ScenarioKnowledge;
  /** True when the upstream pauses between the chunks of an answer. */
  readonly isPaced: boolean;
}

export function compareConversation(
  pairs: readonly PairedExchange[],
  speakers: Speakers,
  { scenario, isPaced }: KnownConversation,
): ComparedConversation {
  const ids = new CallIds();
  const compared = pairs.map((pair, at) => comparePair(pair, at + 1, speakers, ids, { scenario, isPaced }));
  const asked = compared.filter((pair) => pair.inner !== null);
  const outside = failuresOf(
    speakers.outer,
    scenario,
    pairs.map((pair) => pair.outer),
  );
  const inside = failuresOf(
    speakers.inner,
    scenario,
    asked.flatMap(({ inner: side }) => side?.reading.exchange ?? []),
  );
  const numberOf = (exchange: number) => asked[exchange - 1]?.number ?? exchange;
  return {
    pairs: compared,
    findings: [
      ...outside
        .filter((verdict) => isOfProvider(verdict) && isPromise(verdict))
        .flatMap((verdict) => chargedOutside(verdict, inside, numberOf)),
      ...inside
        .filter((verdict) => !isOfProvider(verdict) && isPromise(verdict))
        .flatMap((verdict) => chargedInside(verdict, outside, numberOf)),
    ],
    failingInside: new Set(inside.filter(isOfProvider).map(({ check }) => check)),
    failingOutside: new Set(outside.filter(isOfProvider).map(({ check }) => check)),
  };
}

function isPromise({ level }: Verdict): boolean {
  return level !== 'MAY';
}

function isOfProvider({ subject }: Verdict): boolean {
  return subject !== 'client';
}

function comparePair(
  pair: PairedExchange,
  number: number,
  speakers: Speakers,
  ids: CallIds,
  { scenario, isPaced }: KnownConversation,
): ComparedPair {
  const last = pair.inner.at(-1)?.exchange;
  const outer = sideOf(speakers.outer, pair.outer, number, ids);
  const passing = [ASKED, ...(isPaced ? [CHUNK_TIMES, CANCELLATION] : [])].map((thing) => ({
    thing,
    compared: thing.compare(pair, scenario),
  }));
  if (last === undefined) return { number, pair, outer, inner: null, things: passing };
  const inner = sideOf(speakers.inner, last, number, { atUpstream: (id) => id });
  const inwards = THINGS.filter(({ way }) => way === 'inwards').map((thing) => ({
    thing,
    compared: compare(thing, outer, inner),
  }));
  learnIds(ids, outer, inner);
  const outwards = outwardsThings(outer, inner).map((thing) => ({
    thing,
    compared: compare(thing, inner, outer),
  }));
  return { number, pair, outer, inner, things: [...passing, ...inwards, ...outwards] };
}

/** A reading takes many times the memory of what is read: while nobody looks at it, it may go, and is made again. */
function sideOf(speaker: Speaker, exchange: Exchange, number: number, ids: Side['ids']): Side {
  const { dialect, extension } = speaker;
  let known: WeakRef<Reading> | undefined;
  return {
    dialect,
    extension,
    get reading() {
      const reading = known?.deref() ?? dialect.read(exchange, number);
      known = new WeakRef(reading);
      return reading;
    },
    asked: understood(speaker, exchange.request),
    ids,
  };
}

/** If only one wire has an answer, only the status is compared. */
function outwardsThings(outer: Side, inner: Side): Thing[] {
  if (outer.reading.exchange.failure === HUNG_UP) return [];
  const [out, within] = [outer.reading.standing.kind, inner.reading.standing.kind];
  if (out !== within || out === 'lost') return [thingCalled('status')];
  return THINGS.filter(({ way }) => way === 'outwards');
}

/** The calls of both answers correspond to each other by position. */
function learnIds(ids: CallIds, outer: Side, inner: Side): void {
  for (const [at, { id }] of outer.reading.turn.calls.entries()) {
    const theirs = inner.reading.turn.calls[at]?.id?.value;
    if (typeof id?.value === 'string' && typeof theirs === 'string') ids.learn(id.value, theirs);
  }
}

function failuresOf(
  { dialect, extension }: Speaker,
  scenario: ScenarioKnowledge,
  exchanges: readonly Exchange[],
): Verdict[] {
  const { verdicts } = dialect.judge({
    exchanges,
    extensions: new Set(extension === null ? [] : [extension]),
    scenario,
    price: REFERENCE_PRICE,
    unsupported: new Map(),
  });
  return verdicts.filter(({ outcome }) => outcome === 'fail');
}

/** The upstream is charged if it broke the rule in this answer or an earlier one, otherwise the gateway. */
function chargedOutside(
  verdict: Verdict,
  inside: readonly Verdict[],
  numberOf: (exchange: number) => number,
): ChargedFinding[] {
  const cause = inside.find(({ check }) => check === verdict.check);
  const since = Math.min(...(cause?.findings ?? []).map(({ exchange }) => numberOf(exchange)));
  return verdict.findings.map(({ exchange, message }) => ({
    check: verdict.check,
    level: verdict.level,
    exchange,
    wire: 'outer',
    message,
    charged: since <= exchange ? 'upstream' : 'gateway',
  }));
}

/** Charges the gateway with broken rules in its requests, unless the client's requests broke them too. */
function chargedInside(
  verdict: Verdict,
  outside: readonly Verdict[],
  numberOf: (exchange: number) => number,
): ChargedFinding[] {
  if (outside.some(({ check }) => check === verdict.check)) return [];
  return verdict.findings.map(({ exchange, message }) => ({
    check: verdict.check,
    level: verdict.level,
    exchange: numberOf(exchange),
    wire: 'inner',
    message,
    charged: 'gateway',
  }));
}
