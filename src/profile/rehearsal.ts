/** Measures the reference provider in this process, without a network. */
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { RequestSettings } from '../drive/codec.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { ProfileRules } from '../provider/profile-rules.ts';
import { openRehearsal, RehearsalTransport } from '../provider/rehearsal.ts';
import { REFERENCE_MODEL } from '../provider/respond.ts';
import type { Fact } from './fact.ts';
import { type Measured, measureAll } from './measure.ts';
import { requestOfTrial } from './trial-request.ts';

/**
 * @param rules what the provider refuses and ignores; nothing by default
 * @param seed determines the random decisions of rules with a rate
 */
export async function rehearse(
  facts: readonly Fact[],
  dialect: AnyDialect,
  rules?: ProfileRules,
  seed?: string,
): Promise<{ readonly measured: readonly Measured[]; readonly exchanges: readonly Exchange[] }> {
  const [{ basePaths }, handler] = await Promise.all([dialect.service(), openRehearsal(rules, seed)]);
  const endpoint = { baseUrl: `http://reference${basePaths.plain}`, headers: {} };
  const settings: RequestSettings = {
    model: REFERENCE_MODEL,
    upstream: null,
    delivery: 'buffered',
    extensions: new Set(),
  };
  const transport = new RehearsalTransport(handler);
  const measured = await measureAll(facts, {
    dialect,
    answerTo: (trial) => transport.send(requestOfTrial(trial, dialect, endpoint, settings)),
  });
  return { measured, exchanges: transport.exchanges };
}
