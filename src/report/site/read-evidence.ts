/** Exchanges, read by the dialect of their target for the pages. */
import { dialectOf, isDialectId } from '../../dialects/catalogue.ts';
import type { Exchange } from '../../evidence/exchange.ts';
import type { Reading } from '../../reading/reading.ts';

/** The exchanges of a conversation, or why they cannot be had. */
export type FoundExchanges = readonly Exchange[] | { readonly problem: string };

/** A target that the run does not name speaks the dialect that records without one have. */
export function readingsOf(
  exchanges: FoundExchanges,
  dialect = 'openai-chat',
): readonly Reading[] | { readonly problem: string } {
  if ('problem' in exchanges) return exchanges;
  if (!isDialectId(dialect)) return { problem: `this version cannot read the dialect ${dialect}` };
  const { read } = dialectOf(dialect);
  return exchanges.map((exchange, at) => read(exchange, at + 1));
}
