/** Estimates the cost of conversations before anything is sent: the reference provider plays the answers. */

import type { Target } from '../config/providers.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import { drive } from '../drive/drive.ts';
import { openRehearsal, RehearsalTransport } from '../provider/rehearsal.ts';
import { REFERENCE_MODEL } from '../provider/respond.ts';
import type { ConversationId } from '../replay/judge-conversation.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { groupBy } from '../text/group-by.ts';
import { chargeOf, promptTokensAtMost } from './charge.ts';
import { dollarsAtMost, dollarsFor, knownPrice } from './price.ts';

/** Requests, with the tokens of the requests and their answers. */
export interface Amount {
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** US dollars; null when a price is unknown. */
  readonly dollars: number | null;
}

/** The expected amount if the model answers as scripted, without retries. */
export interface Estimate extends Amount {
  /** The maximum: every turn is used, and every answer reaches its limit and is repeated in all following turns. */
  readonly atMost: Amount;
}

export interface PlanRow extends Estimate {
  /** The id of the target. */
  readonly target: string;
  readonly conversations: number;
}

export interface PlanEstimate {
  /** In the order of the conversations. */
  readonly rows: readonly PlanRow[];
  /** The dollars are null when those of any row are null. */
  readonly total: Estimate & { readonly conversations: number };
}

/** Returns one row for each target. The first copy of a scenario is the estimate for all its copies and samples. */
export async function estimatePlan(conversations: readonly ConversationId[]): Promise<PlanEstimate> {
  const rehearsals = new Map<string, Promise<Rehearsal>>();
  const estimates = await Promise.all(
    conversations.map(async (id) => {
      const key = `${id.target.provider.dialect} ${id.scenario.id} ${id.delivery}`;
      const rehearsal = rehearsals.get(key) ?? rehearse(id);
      rehearsals.set(key, rehearsal);
      return { target: id.target.id, ...priced(await rehearsal, id.target) };
    }),
  );
  const byTarget = groupBy(estimates, ({ target }) => target);
  const rows = [...byTarget].map(([target, own]) => ({ target, conversations: own.length, ...sumOf(own) }));
  return { rows, total: { conversations: conversations.length, ...sumOf(rows) } };
}

type Counts = Omit<Amount, 'dollars'>;

/** The amounts of a conversation, before any target's price is applied. */
interface Rehearsal {
  readonly expected: Counts;
  readonly atMost: Counts;
}

/** Runs the scenario against the reference provider, in this process and without a network. */
async function rehearse({ target, scenario, delivery }: ConversationId): Promise<Rehearsal> {
  const dialect = dialectOf(target.provider.dialect);
  const [{ basePaths }, handler] = await Promise.all([dialect.service(), openRehearsal()]);
  const endpoint = { baseUrl: `http://reference${basePaths.plain}`, headers: {} };
  const settings = { model: REFERENCE_MODEL, upstream: null, delivery, extensions: new Set<never>() };
  const transport = new RehearsalTransport(handler);
  await drive(dialect, scenario, endpoint, settings, transport);
  const { exchanges } = transport;
  const taken = exchanges.map((exchange) => chargeOf(dialect, exchange, NOTHING)?.tokens ?? NOTHING);
  return {
    expected: {
      requests: exchanges.length,
      promptTokens: taken.reduce((sum, { prompt }) => sum + prompt, 0),
      completionTokens: taken.reduce((sum, { completion }) => sum + completion, 0),
    },
    atMost: atMostOf(scenario, Math.max(...exchanges.map(({ request }) => request.body.length))),
  };
}

const NOTHING = { prompt: 0, completion: 0 } as const;

/** @param longest the size in bytes of the longest scripted request */
function atMostOf({ maxTurns, maxTokens, hangUpAfter }: Scenario, longest: number): Counts {
  const requests = maxTurns + (hangUpAfter === undefined ? 0 : 1);
  const repeatedAnswers = (maxTurns * (maxTurns - 1)) / 2;
  return {
    requests,
    promptTokens: requests * promptTokensAtMost(longest) + repeatedAnswers * maxTokens,
    completionTokens: requests * maxTokens,
  };
}

function priced({ expected, atMost }: Rehearsal, target: Target): Estimate {
  return { ...withDollars(expected, target), atMost: withDollars(atMost, target, dollarsAtMost) };
}

/** Adds the cost at the target's price. */
export function withDollars(counts: Counts, target: Target, dollarsOf = dollarsFor): Amount {
  const price = knownPrice(target);
  const tokens = { prompt: counts.promptTokens, completion: counts.completionTokens };
  return { ...counts, dollars: price && dollarsOf(price, tokens) };
}

function sumOf(estimates: readonly Estimate[]): Estimate {
  return {
    ...estimates.reduce(plus, ZERO),
    atMost: estimates.map(({ atMost }) => atMost).reduce(plus, ZERO),
  };
}

const ZERO: Amount = { requests: 0, promptTokens: 0, completionTokens: 0, dollars: 0 };

function plus(sum: Amount, { requests, promptTokens, completionTokens, dollars }: Amount): Amount {
  return {
    requests: sum.requests + requests,
    promptTokens: sum.promptTokens + promptTokens,
    completionTokens: sum.completionTokens + completionTokens,
    dollars: sum.dollars === null || dollars === null ? null : sum.dollars + dollars,
  };
}
