/** All dialects behind one type, so that shared code does not need to know which dialect it handles. */

import type { Service } from '../answers/service.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { Check, Context } from '../judge/check.ts';
import { type Conversation, type Judged, judge } from '../judge/judge.ts';
import type { Proof } from '../proof/proof.ts';
import type { Reading } from '../reading/reading.ts';
import { anthropicMessages } from './anthropic-messages/index.ts';
import { bedrockConverse } from './bedrock-converse/index.ts';
import type { Dialect } from './dialect.ts';
import { gemini } from './gemini/index.ts';
import { DIALECT_IDS } from './ids.ts';
import { ollama } from './ollama/index.ts';
import { openaiChat } from './openai-chat/index.ts';
import { openaiResponses } from './openai-responses/index.ts';

/** The context of a check that the exchange itself does not contain. */
export type Known = Pick<Context, 'extensions' | 'scenario' | 'price'>;

/** A dialect whose readings are used only through the fields that all dialects share. */
export interface AnyDialect extends Omit<Dialect<Reading>, 'checks' | 'proof'> {
  readonly rules: readonly Omit<Check, 'asked' | 'run'>[];
  judge(conversation: Conversation): Judged<Reading>;
  /** Returns whether one check passes, without running the others. */
  passes(check: string, conversation: Conversation): boolean;
  /** The proof of its checks, including the shared cases. Loaded on demand. */
  proof(): Promise<Proof>;
  /** Returns whether a check applies to this request, whatever the answer contains. */
  asks(check: string, exchange: Exchange, number: number, known: Known): boolean;
  /** Returns a new reader for one recording. */
  readings(): Readings;
}

/**
 * Reads the exchanges of one recording. Caches each reading for its own lifetime, because reading is the most expensive
 * step.
 */
export interface Readings {
  /** @param number of the exchange, from 1 */
  of(exchange: Exchange, number: number): Reading;
  judge(conversation: Conversation): Judged<Reading>;
}

const BY_ID: Readonly<Record<(typeof DIALECT_IDS)[number], AnyDialect>> = {
  'openai-chat': general(openaiChat),
  'openai-responses': general(openaiResponses),
  'anthropic-messages': general(anthropicMessages),
  gemini: general(gemini),
  'bedrock-converse': general(bedrockConverse),
  ollama: general(ollama),
};
const DIALECTS = DIALECT_IDS.map((id) => BY_ID[id]);

/** All dialects, for configuration, driver, judge, audit, reference provider and reports. */
export function dialects(): readonly AnyDialect[] {
  return DIALECTS;
}

export function isDialectId(id: string): boolean {
  return DIALECTS.some((dialect) => dialect.id === id);
}

/** @throws {Error} if no dialect has this id; configuration and results validate ids when they are read */
export function dialectOf(id: string): AnyDialect {
  const dialect = DIALECTS.find((each) => each.id === id);
  if (dialect === undefined) throw new Error(`there is no dialect ${id}`);
  return dialect;
}

function general<R extends Reading>(dialect: Dialect<R>): AnyDialect {
  let proof: Promise<Proof> | null = null;
  let service: Promise<Service> | null = null;
  return {
    ...dialect,
    rules: dialect.checks,
    judge: (conversation) => judge(dialect, conversation),
    passes: (id, conversation) => {
      const checks = dialect.checks.filter((check) => check.id === id);
      const [verdict] = judge({ ...dialect, checks }, conversation).verdicts;
      return verdict?.outcome === 'pass';
    },
    asks: (id, exchange, number, known) => {
      const check = dialect.checks.find((each) => each.id === id);
      if (check?.asked === undefined) return check !== undefined;
      const reading = dialect.read(exchange, number);
      const { terms } = dialect;
      const context = { ...known, terms, earlier: [], issuers: new Map(), last: true, counterpart: reading };
      return check.asked(reading.request, context, reading.delivery);
    },
    // Cached, because every request asks for the service and a dynamic import is resolved again each time.
    service: () => {
      service ??= dialect.service();
      return service;
    },
    proof: () => {
      proof ??= proofFor(dialect);
      return proof;
    },
    readings: () => readingsOf(dialect),
  };
}

/** Loads the modules that only a proof needs. */
async function proofFor<R extends Reading>({ proof, checks }: Dialect<R>): Promise<Proof> {
  const { proofOf } = await import('../proof/proof.ts');
  return proofOf(
    await proof(),
    checks.map(({ id }) => id),
  );
}

function readingsOf<R extends Reading>(dialect: Dialect<R>): Readings {
  const known = new Map<Exchange, R>();
  const read = (exchange: Exchange, number: number): R => {
    const reading = known.get(exchange) ?? dialect.read(exchange, number);
    known.set(exchange, reading);
    return reading.number === number ? reading : { ...reading, number };
  };
  return { of: read, judge: (conversation) => judge({ ...dialect, read }, conversation) };
}
