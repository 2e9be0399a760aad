/** The rules of gateways: what an answer costs, and who made it. */
import type { CheckId } from './catalogue.ts';

const COSTS = [
  'cost/present',
  'cost/details-sum',
  'cost/matches-upstream',
  'cost/free-is-free',
  'cost/rate-stable',
  'cost/matches-price',
] satisfies readonly CheckId[];

const ROUTING = [
  'routing/provider-reported',
  'routing/pinned',
  'routing/stable',
] satisfies readonly CheckId[];

/** Entries for a dialect in which they have no meaning. @param routing the reason for rules about routing, if it differs */
export function withoutGateways(costs: string, routing: string = costs): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ...COSTS.map((id) => [id, costs] as const),
    ...ROUTING.map((id) => [id, routing] as const),
  ]);
}

/** Entries for dialects whose gateways are judged in Chat Completions. */
export const JUDGED_IN_CHAT = withoutGateways(
  'costs are judged in Chat Completions, where the gateway defines them',
  'routing is judged in Chat Completions, where the gateway defines it',
);
