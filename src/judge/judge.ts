/**
 * The judge: conversation in, verdicts out. Pure: no I/O, no clock, no order dependence; the same bytes give the same
 * verdicts. The rules that bind all checks (docs/reading.md) are in this folder, once.
 */

import { type Exchange, HUNG_UP } from '../evidence/exchange.ts';
import type { Reading } from '../reading/reading.ts';
import { whatBroke } from '../system/broke.ts';
import type { Json } from '../text/json.ts';
import type { Check, Context, Extension, Feature, ScenarioKnowledge, Terms } from './check.ts';
import { isFinding, sayingOf, UNKEPT } from './judge-exchange.ts';
import { KEPT_WHOLE, type Kept, keptOf } from './kept.ts';
import type { Price } from './price.ts';
import { resendsIn } from './resends.ts';
import { count, DECLARATION, tallyOf, unsupportedBy, verdict, verdictOf } from './tally.ts';
import type { Verdict } from './verdict.ts';

/** How a dialect is judged: how its exchanges are read, its words, and its checks in the order of the catalogue. */
export interface Judging<R extends Reading> {
  /** Reads an exchange; never throws, whatever the bytes are. `number` counts from 1. */
  read(exchange: Exchange, number: number): R;
  readonly terms: Terms;
  readonly checks: readonly Check<R>[];
}

/** The evidence of one conversation, and what else is known about it. */
export interface Conversation {
  readonly exchanges: readonly Exchange[];
  readonly extensions: ReadonlySet<Extension>;
  readonly scenario: ScenarioKnowledge | null;
  /** See {@link Context.counterpart}. */
  readonly counterpart?: Exchange;
  readonly price: Price | null;
  /** Features that the target declares it does not have, with the reason. */
  readonly unsupported: ReadonlyMap<Feature, string>;
  /** What the recorder kept; everything by default. Checks that need more are not applicable. */
  readonly kept?: Kept;
}

/** The verdicts in the order of the catalogue, and the readings that they are based on. */
export interface Judged<R extends Reading> {
  readonly verdicts: readonly Verdict[];
  readonly readings: readonly R[];
  /** How many things each check looked at, in the order of the verdicts; at least one for a pass. */
  readonly looked: readonly number[];
  /** How many exchanges failed and were sent again. */
  readonly retries: number;
}

/**
 * Judges a conversation by every check of its dialect. Never throws: a check that throws gives the verdict `error`; if an
 * exchange cannot be read, every check gives `error`.
 */
export function judge<R extends Reading>(dialect: Judging<R>, conversation: Conversation): Judged<R> {
  const readings: R[] = [];
  try {
    for (const exchange of conversation.exchanges) readings.push(dialect.read(exchange, readings.length + 1));
    return judgeReadings(dialect, conversation, readings);
  } catch (error) {
    const isRead = readings.length === conversation.exchanges.length;
    const where = isRead ? 'the judge' : `the reading of exchange ${readings.length + 1}`;
    const reason = `${where} broke: ${whatBroke(error)}`;
    const verdicts = dialect.checks.map((check) => verdict(check, check.level, 'error', reason));
    return { verdicts, readings, looked: verdicts.map(() => 0), retries: 0 };
  }
}

function judgeReadings<R extends Reading>(
  dialect: Judging<R>,
  conversation: Conversation,
  readings: readonly R[],
): Judged<R> {
  const { counterpart, extensions, scenario, price, kept = KEPT_WHOLE } = conversation;
  const about = {
    terms: dialect.terms,
    extensions,
    scenario,
    price,
    counterpart: counterpart === undefined ? null : dialect.read(counterpart, 1),
  };
  const resends = resendsIn(readings);
  const tallies = dialect.checks.map((check) => tallyOf(check, extensions));
  // These grow from exchange to exchange; a check sees only what earlier exchanges added.
  const earlier: R[] = [];
  const issuers = new Map<Json, R[]>();
  const blamed = new Set<string>();
  const silent = new Set<string>();
  for (const [index, reading] of readings.entries()) {
    const retried = resends[index] !== null;
    const context = { ...about, earlier, issuers, last: index === readings.length - 1 };
    const shown = keptOf(reading, kept);
    const situation = { reading, shown, context, retried, kept: kept.answer };
    const said = dialect.checks.map((check) => sayingOf(check, situation));
    const sayings = { blaming: new Set<string>(), blamed, silent };
    dialect.checks.forEach(({ id }, at) => {
      if (said[at] === UNKEPT) silent.add(id);
      else if (isFinding(said[at])) sayings.blaming.add(id);
    });
    const isDeclared =
      isNothing(reading) && (reading.foreign === undefined || sayings.blaming.has(DECLARATION));
    const explains = isDeclared ? DECLARATION : reading.foreign;
    tallies.forEach((tally, at) => {
      count(tally, said[at], reading.number, sayings, explains);
    });
    for (const id of sayings.blaming) blamed.add(id);
    if (retried) continue;
    earlier.push(shown);
    for (const { id } of reading.turn.calls) {
      if (id === null) continue;
      const others = issuers.get(id.value);
      if (others === undefined) issuers.set(id.value, [shown]);
      else if (others.at(-1) !== shown) others.push(shown);
    }
  }
  const isStreamed = readings.some(({ request }) => request.streaming);
  const retries = readings.filter(
    ({ exchange }, index) => resends[index] !== null && exchange.failure !== HUNG_UP,
  );
  return {
    verdicts: tallies.map((tally) =>
      verdictOf(tally, unsupportedBy(tally.check, isStreamed, conversation.unsupported)),
    ),
    readings,
    looked: tallies.map(({ looked }) => looked),
    retries: retries.length,
  };
}

/** Returns true if not even the beginning of an answer came, in either delivery. */
function isNothing({ standing, request, delivery, unreadable, turn }: Reading): boolean {
  const isStreamed = delivery === 'streaming';
  const isBare = isStreamed ? turn.choices.length === 0 && turn.errors.length === 0 : unreadable !== null;
  return standing.kind === 'answered' && request.streaming === isStreamed && isBare;
}
