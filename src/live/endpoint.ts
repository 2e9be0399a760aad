/** A run against one endpoint, without a configuration file. */
import { defineProviders, type Target, targetsOf } from '../config/providers.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import type { KeyHeader } from '../drive/key-headers.ts';
import type { Feature } from '../judge/check.ts';
import { assembleResults } from '../results/assemble.ts';
import type { ConversationResult } from '../results/conversation-result.ts';
import type { Results } from '../results/results.ts';
import { type RunIdentity, runRecord } from '../results/run-record.ts';
import type { Scenario } from '../scenarios/scenario.ts';

/** The endpoint, and how to send requests to it. */
export interface EndpointOptions {
  /** Such as `http://127.0.0.1:8080/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** The id of the dialect. */
  readonly dialect: string;
  /** How the key is sent, if not as the dialect defines. */
  readonly keyHeader?: KeyHeader;
  readonly openrouter: boolean;
  /** The environment variable, and its value. */
  readonly key: { readonly name: string; readonly value: string } | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Features that the endpoint does not have; the checks about them are then unsupported. */
  readonly unsupported?: readonly Feature[];
}

const DECLARED = 'declared with --unsupported';

/** Returns a target for a provider with one model, named after its host. */
export function endpointTarget(options: EndpointOptions): Target {
  const { baseUrl, model, dialect, key, keyHeader, openrouter, headers, unsupported = [] } = options;
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
  const id =
    host
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/gu, '-')
      .replaceAll(/^-|-$/gu, '') || 'endpoint';
  const providers = defineProviders({
    providers: [
      {
        id,
        name: host,
        baseUrl,
        dialect,
        ...(keyHeader === undefined ? {} : { keyHeader }),
        extensions: openrouter ? ['openrouter'] : [],
        headers,
        models: [{ id: model, unsupported: unsupported.map((feature) => ({ feature, reason: DECLARED })) }],
      },
    ],
  });
  const [target] = targetsOf(providers);
  if (target === undefined) throw new Error('a provider with one model makes one target');
  if (key === null) return target;
  return { ...target, provider: { ...target.provider, keyEnv: key.name } };
}

/** Assembles the records of the conversations, in the order of the catalogue of checks. */
export function endpointResults(
  identity: Pick<RunIdentity, 'startedAt' | 'stopped'>,
  target: Target,
  scenarios: readonly Scenario[],
  found: readonly ConversationResult[],
  isAborted: boolean,
): Results {
  const order = new Map(dialectOf(target.provider.dialect).rules.map(({ id }, place) => [id, place]));
  const conversations = found.map(({ conversation }) => conversation);
  const verdicts = found
    .flatMap((result) => result.verdicts)
    .toSorted((left, right) => (order.get(left.check) ?? 0) - (order.get(right.check) ?? 0));
  return assembleResults(
    runRecord({ mode: 'live', ...identity }, [target], scenarios),
    conversations,
    verdicts,
    isAborted,
  );
}
