/**
 * A made-up shop: four providers, each with two models, over eight nights. One provider regresses, one goes offline,
 * one has always been wrong, and a fifth has no key. Every conversation is played against the reference provider with
 * seeded faults, so that reports show real bytes.
 */
import { defineProviders, type Target, targetsOf } from '../../src/config/providers.ts';
import { dialectOf } from '../../src/dialects/catalogue.ts';
import type { Delivery, Exchange } from '../../src/evidence/exchange.ts';
import { firstOf } from '../../src/live/first-conversation.ts';
import { planHolding } from '../../src/live/live-plan.ts';
import { judgeConversation } from '../../src/replay/judge-conversation.ts';
import { assembleResults } from '../../src/results/assemble.ts';
import type { ConversationResult } from '../../src/results/conversation-result.ts';
import { conversationKeyOf } from '../../src/results/page-addresses.ts';
import type { ConversationRecord, Results } from '../../src/results/results.ts';
import { runRecord } from '../../src/results/run-record.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { exchangesOf, withProvider } from './played-scenario.ts';

export const KIMI = 'moonshotai/kimi-k2-0905';
export const QWEN = 'qwen/qwen3-235b-a22b-2507';

/** The nights on which one provider regresses and one goes offline, counted from 0. */
const REGRESSED = 5;
const DEAD = 6;
const FIRST_DAY = '2026-11-21';
const NIGHTS = 8;

/** The seeded fault of each target, before and after the regression. */
const FAULTS: Readonly<Record<string, readonly [before: string | null, after: string | null]>> = {
  [`north/${KIMI}`]: [null, null],
  [`north/${QWEN}`]: [null, null],
  [`south/${KIMI}`]: [null, 'deltas/index-collision'],
  [`south/${QWEN}`]: ['usage/total-off-by-one', null],
  [`east/${KIMI}`]: [null, null],
  [`east/${QWEN}`]: ['deltas/from-one', 'deltas/from-one'],
  [`west/${KIMI}`]: ['ids/with-a-colon', 'ids/with-a-colon'],
  [`west/${QWEN}`]: ['arguments/required-missing', 'arguments/required-missing'],
};

export interface Shop {
  /** Oldest first. */
  readonly nights: readonly Results[];
  /** Returns the exchanges of a conversation of the last night. */
  readonly evidence: (cassette: string, record: ConversationRecord) => readonly Exchange[];
}

export async function shopOfEightNights(): Promise<Shop> {
  const played = await withProvider({}, (url) => playAll(url));
  return {
    nights: Array.from({ length: NIGHTS }, (_, night) => nightOf(night, played)),
    evidence: (_, record) => {
      const [target] = TARGETS.filter(({ id }) => id === record.target);
      const at = target === undefined ? [] : (played.get(playKey(target, NIGHTS - 1)) ?? []);
      return at.find(({ result }) => sameConversation(result.conversation, record))?.exchanges ?? [];
    },
  };
}

const TARGETS = targetsOf(
  defineProviders({
    providers: ['north', 'south', 'east', 'west'].map((id) => ({
      id,
      name: `${id.charAt(0).toUpperCase()}${id.slice(1)}`,
      baseUrl: `https://${id}.example/v1`,
      dialect: 'openai-chat' as const,
      keyEnv: `${id.toUpperCase()}_API_KEY`,
      models: [{ id: KIMI }, { id: QWEN }],
    })),
  }),
);

interface Played {
  readonly result: ConversationResult;
  readonly exchanges: readonly Exchange[];
}

/** Plays each target once with each of its faults. */
async function playAll(url: string): Promise<Map<string, Played[]>> {
  const plays = TARGETS.flatMap((target) =>
    [0, REGRESSED, DEAD].map((night) => [playKey(target, night), target, night] as const),
  );
  const different = plays.filter(([key], at) => plays.findIndex(([other]) => other === key) === at);
  return new Map(
    await Promise.all(
      different.map(async ([key, ...play]) => [key, await playTarget(url, ...play)] as const),
    ),
  );
}

function faultOf({ id }: Target, night: number): string | null {
  return FAULTS[id]?.[night < REGRESSED ? 0 : 1] ?? null;
}

function playKey(target: Target, night: number): string {
  return `${target.id} ${isDead(target, night) ? 'dead' : faultOf(target, night)}`;
}

async function playTarget(url: string, target: Target, night: number): Promise<Played[]> {
  const fault = faultOf(target, night);
  const isGone = isDead(target, night);
  const address = isGone ? GONE : fault === null ? url : `${url}/fault/${fault}`;
  const dialect = dialectOf(target.provider.dialect);
  const deliveries: readonly Delivery[] = ['buffered', 'streaming'];
  const plan = planHolding({ targets: [target], scenarios: SCENARIOS, deliveries, samples: 1 });
  const played: Played[] = [];
  const all = plan.flatMap(({ conversations }) => conversations);
  // A run stops asking a target if its first conversation gets no answer.
  const asked = isGone ? [firstOf(all)].filter((first) => first !== undefined) : all;
  for (const id of asked) {
    const exchanges = await exchangesOf(address, id.scenario, {
      dialect,
      extension: 'plain',
      delivery: id.delivery,
      model: target.model,
    });
    const buffered = played.find(
      ({ result: { conversation } }) =>
        conversation.scenario === id.scenario.id && conversation.delivery === 'buffered',
    );
    const counterpart = id.delivery === 'streaming' ? buffered?.exchanges[0] : undefined;
    const recordedAt = `${FIRST_DAY}T02:00:00.000Z`;
    const evidence = {
      exchanges,
      cassette: `${target.folder}/${id.scenario.id}.${id.delivery}.yaml`,
      recordedAt,
    };
    played.push({ exchanges, result: judgeConversation(id, { ...evidence, counterpart }) });
  }
  return played;
}

function nightOf(night: number, played: ReadonlyMap<string, readonly Played[]>): Results {
  const startedAt = new Date(Date.parse(`${FIRST_DAY}T02:00:00Z`) + night * 86_400_000);
  const skipped = { [`far/${KIMI}`]: 'FAR_API_KEY is not set' };
  const dead = TARGETS.filter((target) => isDead(target, night));
  const stopped = Object.fromEntries(dead.map(({ id }) => [id, 'nothing listens at east.example']));
  const own = TARGETS.flatMap((target) => played.get(playKey(target, night)) ?? []);
  const record = runRecord(
    { mode: 'live', id: `night-${night + 1}`, startedAt, skipped, stopped },
    TARGETS,
    SCENARIOS,
  );
  return assembleResults(
    record,
    own.map(({ result: { conversation } }) => ({ ...conversation, recordedAt: startedAt.toISOString() })),
    own.flatMap(({ result: { verdicts } }) => verdicts),
  );
}

function isDead({ provider }: Target, night: number): boolean {
  return provider.id === 'east' && night >= DEAD;
}

/** An address where no server listens. */
const GONE = 'http://127.0.0.1:9';

function sameConversation(one: ConversationRecord, other: ConversationRecord): boolean {
  return conversationKeyOf(one) === conversationKeyOf(other);
}
