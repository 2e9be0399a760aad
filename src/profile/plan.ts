/** Estimates the cost of measuring before anything is sent, with answers of the reference provider. */
import type { Target } from '../config/providers.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import { chargeOf } from '../live/charge.ts';
import { withDollars } from '../live/estimate.ts';
import { thousands } from '../text/display.ts';
import { dollars, plural } from '../text/quantities.ts';
import type { Fact } from './fact.ts';
import { rehearse } from './rehearsal.ts';

/** Returns two lines: the expected cost, and the maximum number of requests. */
export async function planOf(facts: readonly Fact[], target: Target): Promise<string> {
  const dialect = dialectOf(target.provider.dialect);
  const { exchanges } = await rehearse(facts, dialect);
  const taken = exchanges.map((exchange) => chargeOf(dialect, exchange, NOTHING)?.tokens ?? NOTHING);
  const expected = withDollars(
    {
      requests: exchanges.length,
      promptTokens: taken.reduce((sum, { prompt }) => sum + prompt, 0),
      completionTokens: taken.reduce((sum, { completion }) => sum + completion, 0),
    },
    target,
  );
  const cost =
    expected.dollars === null ? 'a cost that is unknown without --price' : dollars(expected.dollars);
  const most = facts.reduce((sum, { mostRequests }) => sum + mostRequests, 0);
  return [
    `${plural(facts.length, 'fact')}: ${plural(expected.requests, 'request')}, ${thousands(expected.promptTokens)} tokens of prompts and ${thousands(expected.completionTokens)} of answers, ${cost}, if the endpoint answers as the reference provider does`,
    `at most ${plural(most, 'request')}; an endpoint that takes more than the reference provider is sent more tokens: hold it to --max-cost or --max-tokens`,
  ].join('\n');
}

const NOTHING = { prompt: 0, completion: 0 } as const;
