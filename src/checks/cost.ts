/** cost: the money that OpenRouter reports. */

import {
  among,
  broken,
  type Context,
  type Finding,
  findingAt,
  HOLDS,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../judge/check.ts';
import { costOf, type Price, type TokenCounts } from '../judge/price.ts';
import type { Reading, RequestReading, UsageReport } from '../reading/reading.ts';
import type { Json } from '../text/json.ts';
import { show } from '../text/json-text.ts';
import type { FamilyRules } from './record.ts';
import { isCount } from './usage-sums.ts';

/** Real providers round by 0.2 to 0.8 %. */
const MONEY_TOLERANCE = 0.01;
const PRICE_TOLERANCE = 0.02;

const COST = {
  subject: 'provider',
  answer: 'either',
  asked: (_: RequestReading, { extensions }: Context) => extensions.has('openrouter'),
} as const;

export const cost = {
  'cost/present': {
    ...COST,
    needsEveryEvent: true,
    follows: ['usage/present'],
    title: 'usage.cost is a finite number from 0',
    level: 'MUST',
    impact: 'major',
    feature: 'cost',
    asked: ({ costPromised }, { extensions }) => extensions.has('openrouter') && costPromised,
    needsEnd: true,
    voidWhen: 'truncated',
    run: ({ turn }) => {
      const last = turn.usages.at(-1);
      if (last !== undefined && isMoney(last.cost)) return HOLDS;
      const seen = { event: last?.event ?? null, path: `${last?.path ?? 'usage'}.cost`, value: last?.cost };
      return broken(findingAt(seen, 'the answer does not say what it cost', 'a number >= 0'));
    },
  },
  'cost/details-sum': {
    ...COST,
    title: 'Upstream prompt cost + completion cost = upstream cost',
    level: 'MUST',
    impact: 'minor',
    asked: withoutServerTools,
    run: overSums((report) => {
      const { upstreamCost, upstreamPromptCost, upstreamCompletionCost } = report;
      if (!isMoney(upstreamCost) || !isMoney(upstreamPromptCost) || !isMoney(upstreamCompletionCost)) {
        return NOT_APPLICABLE;
      }
      const sum = upstreamPromptCost + upstreamCompletionCost;
      if (isNear(sum, upstreamCost, MONEY_TOLERANCE)) return HOLDS;
      const seen = {
        event: report.event,
        path: `${report.path}.${report.names.upstreamCost}`,
        value: upstreamCost,
      };
      return broken(
        findingAt(
          seen,
          'the parts do not make the whole',
          `${show(upstreamPromptCost)} + ${show(upstreamCompletionCost)}`,
        ),
      );
    }),
  },
  'cost/matches-upstream': {
    ...COST,
    // Revision 2: a cost that matches the upstream's total passes, even if the parts do not add up to it.
    revision: 2,
    title: 'cost equals the upstream parts',
    level: 'SHOULD',
    impact: 'major',
    asked: withoutServerTools,
    run: overSums((report, reading) => {
      const parts = upstreamTotal(report);
      if (report.byok || !isMoney(report.cost) || parts === null) return NOT_APPLICABLE;
      // A free model's upstream charges are not passed on: cost/free-is-free judges that.
      if (isFree(reading) && parts > 0) return NOT_APPLICABLE;
      if (isNear(report.cost, parts, MONEY_TOLERANCE)) return HOLDS;
      const { upstreamCost } = report;
      if (isMoney(upstreamCost) && isNear(report.cost, upstreamCost, MONEY_TOLERANCE))
        return inconclusive(
          'the cost is that of the whole, which its parts do not make: see cost/details-sum',
        );
      const ratio = parts === 0 ? 'no multiple' : (report.cost / parts).toFixed(2);
      const seen = { event: report.event, path: `${report.path}.cost`, value: report.cost };
      return broken(findingAt(seen, `the cost is ${ratio} of the upstream parts`, `${parts} US dollars`));
    }),
  },
  'cost/free-is-free': {
    ...COST,
    title: 'A response served by a :free model costs 0',
    level: 'MUST',
    impact: 'major',
    asked: withoutServerTools,
    run: overSums((report, reading) => {
      if (!isFree(reading) || !isMoney(report.cost)) return NOT_APPLICABLE;
      if (report.cost === 0) return HOLDS;
      const seen = { event: report.event, path: `${report.path}.cost`, value: report.cost };
      return broken(findingAt(seen, 'a free model was charged for', '0'));
    }),
  },
  'cost/rate-stable': {
    ...COST,
    // Revision 2: parts that do not add up to the total give no price.
    revision: 2,
    followsEarlier: ['cost/details-sum'],
    title: 'The implied price per token is the same in every turn on one upstream',
    level: 'SHOULD',
    impact: 'minor',
    run: overLastUsage((report, reading, { earlier }) => {
      const before = earlier.findLast((other) => servedAlike(other, reading));
      const then = before?.turn.usages.at(-1);
      if (before === undefined || then === undefined) return NOT_APPLICABLE;
      return rateJudgement(then, report, before.number);
    }),
  },
  'cost/matches-price': {
    ...COST,
    title: "cost = tokens x the target's configured price",
    level: 'SHOULD',
    impact: 'major',
    asked: (_, { price }) => price !== null,
    run: overLastUsage((report, _, { price }) => {
      if (price === null || !isMoney(report.cost)) return NOT_APPLICABLE;
      if (!isCount(report.prompt) || !isCount(report.completion))
        return inconclusive('the counts are no integers');
      const tokens = {
        prompt: report.prompt,
        completion: report.completion,
        cached: isCount(report.cached) ? report.cached : 0,
        written: isCount(report.written) ? report.written : 0,
      };
      const unknown = unpricedCache(tokens, price);
      if (unknown !== null) return inconclusive(unknown);
      const parts = costOf(price, tokens);
      const due = parts.prompt + parts.completion;
      if (isNear(report.cost, due, PRICE_TOLERANCE)) return HOLDS;
      const ratio = due === 0 ? 'no multiple' : (report.cost / due).toFixed(2);
      const seen = { event: report.event, path: `${report.path}.cost`, value: report.cost };
      return broken(findingAt(seen, `the cost is ${ratio} of tokens x price`, `${due} US dollars`));
    }),
  },
} satisfies FamilyRules<'cost'>;

/** Returns true without server tools such as web search; their fees come on top, so sums with them are not judged. */
function withoutServerTools(request: RequestReading, { extensions }: Context): boolean {
  return extensions.has('openrouter') && !request.serverTools;
}

function overLastUsage(rule: (report: UsageReport, reading: Reading, at: Context) => Judgement) {
  return (reading: Reading, at: Context): Judgement => {
    const last = reading.turn.usages.at(-1);
    return last === undefined ? NOT_APPLICABLE : rule(last, reading, at);
  };
}

/** Runs a rule on reports without tools that the provider ran; some models search without being asked to. */
function overSums(rule: (report: UsageReport, reading: Reading) => Judgement) {
  return overLastUsage((report, reading) => (report.toolsRun ? NOT_APPLICABLE : rule(report, reading)));
}

function isMoney(value: Json): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isNear(one: number, other: number, tolerance: number): boolean {
  return Math.abs(one - other) <= tolerance * Math.max(Math.abs(one), Math.abs(other));
}

function isFree({ turn }: Reading): boolean {
  return turn.model?.value.endsWith(':free') === true;
}

/** The upstream's charge: the sum of its parts if both are known, else its total. */
function upstreamTotal({
  upstreamCost,
  upstreamPromptCost,
  upstreamCompletionCost,
}: UsageReport): number | null {
  if (isMoney(upstreamPromptCost) && isMoney(upstreamCompletionCost))
    return upstreamPromptCost + upstreamCompletionCost;
  return isMoney(upstreamCost) ? upstreamCost : null;
}

function servedAlike(one: Reading, other: Reading): boolean {
  const upstream = one.turn.upstreams[0]?.value;
  return (
    upstream !== undefined &&
    upstream === other.turn.upstreams[0]?.value &&
    one.turn.model?.value === other.turn.model?.value
  );
}

/** Why the configured price does not cover cached tokens; null if it does. */
function unpricedCache({ prompt, cached = 0, written = 0 }: TokenCounts, price: Price): string | null {
  if (cached > 0 && price.cacheReadPerMillion === undefined)
    return 'tokens that are read from a cache have a price of their own, and none is configured';
  if (written > 0 && price.cacheWritePerMillion === undefined)
    return 'tokens that are written to a cache have a price of their own, and none is configured';
  return cached + written > prompt ? 'more tokens are counted as cached than the prompt has' : null;
}

/** Returns true if tokens were read from a cache or written to one, which have their own price. */
function usesCache({ cached, written }: UsageReport): boolean {
  return [cached, written].some((count) => isCount(count) && count > 0);
}

/** Compares the prices per token, separately for prompt and completion. */
function rateJudgement(then: UsageReport, now: UsageReport, exchange: number): Judgement {
  const cached = [then, now].some(usesCache);
  const kinds = [
    {
      path: `${now.path}.${now.names.upstreamPromptCost}`,
      rate: (report: UsageReport) => (cached ? null : rateOf(report.upstreamPromptCost, report.prompt)),
    },
    {
      path: `${now.path}.${now.names.upstreamCompletionCost}`,
      rate: (report: UsageReport) => rateOf(report.upstreamCompletionCost, report.completion),
    },
  ];
  const faults: Finding[] = [];
  let compared = 0;
  for (const { path, rate } of kinds) {
    const [before, here] = [rate(then), rate(now)];
    if (before === null || here === null) continue;
    compared += 1;
    if (isNear(before, here, PRICE_TOLERANCE)) continue;
    const message = `exchange ${exchange} paid another price per token on the same upstream`;
    faults.push(findingAt({ event: now.event, path, value: here }, message, `${before} US dollars a token`));
  }
  return among(compared, faults);
}

function rateOf(money: Json, tokens: Json): number | null {
  return isMoney(money) && isCount(tokens) && tokens > 0 ? money / tokens : null;
}
