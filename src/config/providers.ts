/** The matrix: which providers and models are tested, parsed from `providers.config.ts`. */
import type { Feature } from '../judge/check.ts';
import { SuiteError } from '../system/failure.ts';
import type { JsonObject } from '../text/json.ts';
import { showPath } from '../text/path.ts';
import { conflictsIn } from './conflicts.ts';
import { readInput } from './problems.ts';
import {
  type ConfiguredPrice,
  type Provider,
  type Providers,
  type ProvidersInput,
  providersSchema,
} from './schema.ts';
import { folderOf, targetId } from './target-id.ts';

export type { Provider, Providers, ProvidersInput };

export interface Unsupported {
  readonly feature: Feature;
  readonly reason: string;
  readonly link: string | null;
}

/** One model on one provider, in one dialect, optionally pinned to an upstream. */
export interface Target {
  /** `<provider>/<model>[@upstream][+dialect]`, the last for a dialect that is not the provider's first */
  readonly id: string;
  /** As this target meets it: with the dialect, the address and the rest of the endpoint that it is asked through. */
  readonly provider: Provider;
  readonly model: string;
  /** What the model is, whoever serves it; null where its id says it. */
  readonly weights: string | null;
  /** The only upstream that may serve; null when any may. */
  readonly upstream: string | null;
  readonly unsupported: readonly Unsupported[];
  /** Why the thoughts behind a call do not go back with it; null where they do. */
  readonly dropsThoughts: string | null;
  readonly price: ConfiguredPrice | null;
  /** The least share of passes, from 0 to 1, for checks on the model, by check. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** Fields that every request carries besides. */
  readonly body: JsonObject;
  /** The field that limits the length of an answer; null for the dialect's usual one. */
  readonly tokenLimitField: string | null;
  /** The id as a relative path, with forward slashes, that every file system accepts. */
  readonly folder: string;
}

/** As the configuration is called by default. */
export const CONFIGURATION = 'providers.config.ts';

/**
 * Checks the matrix and fills in the defaults.
 *
 * @param file as problems call it
 * @throws {SuiteError} that lists every problem, one a line, each with its path in the configuration.
 */
export function defineProviders(input: ProvidersInput, file = CONFIGURATION): Providers {
  const read = readInput(providersSchema, input);
  const problems = [...(read.problems ?? []), ...conflictsIn(input)];
  if (read.problems === undefined && problems.length === 0) return read.data;
  throw new SuiteError(
    problems.map(({ path, text }) => `${file}: ${showPath(path) || 'the configuration'}: ${text}`).join('\n'),
  );
}

/** Every model of every provider, in the order of the configuration. */
export function targetsOf({ providers }: Providers): Target[] {
  return providers.flatMap((provider) =>
    provider.models.map((model) => {
      const id = targetId(provider, model);
      return {
        id,
        provider: throughEndpoint(provider, model.dialect),
        model: model.id,
        weights: model.weights ?? null,
        upstream: model.upstream ?? null,
        unsupported: model.unsupported.map(({ feature, reason, link }) => ({
          feature,
          reason,
          link: link ?? null,
        })),
        dropsThoughts: model.echo?.reason ?? null,
        price: model.price ?? null,
        thresholds: model.thresholds,
        body: model.body,
        tokenLimitField: model.tokenLimitField ?? null,
        folder: folderOf(id),
      };
    }),
  );
}

/** An endpoint with a base URL of its own is not moved by the variable that moves the provider's. */
function throughEndpoint(provider: Provider, dialect = provider.dialect): Provider {
  const endpoint = provider.endpoints.find((each) => each.dialect === dialect);
  if (endpoint === undefined) return provider;
  const { baseUrl, extensions, headers, baseUrlEnv: variable, ...others } = provider;
  const { baseUrl: ownBaseUrl, extensions: ownExtensions, headers: ownHeaders, ...own } = endpoint;
  return {
    ...others,
    ...(ownBaseUrl === undefined && variable !== undefined ? { baseUrlEnv: variable } : {}),
    ...own,
    baseUrl: ownBaseUrl ?? baseUrl,
    extensions: ownExtensions ?? extensions,
    headers: ownHeaders ?? headers,
  };
}
