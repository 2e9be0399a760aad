/** The matrix: the tested providers and models, parsed from `providers.config.ts`. */
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
  /** `<provider>/<model>[@upstream][+dialect]`. The dialect is named only when it is not the provider's default. */
  readonly id: string;
  /** The provider with the settings of this target's endpoint, such as its dialect and base URL. */
  readonly provider: Provider;
  readonly model: string;
  /** The identity of the model, independent of the provider; null when it is the model's id. */
  readonly weights: string | null;
  /** The only allowed upstream; null allows any. */
  readonly upstream: string | null;
  readonly unsupported: readonly Unsupported[];
  /** Why the client omits the thoughts of a call from the history; null when it sends them back. */
  readonly dropsThoughts: string | null;
  readonly price: ConfiguredPrice | null;
  /** The minimum share of passes, from 0 to 1, for checks on the model, by check. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** Additional fields of every request. */
  readonly body: JsonObject;
  /** The field that limits the length of an answer; null for the dialect's default. */
  readonly tokenLimitField: string | null;
  /** The id as a relative path with forward slashes, valid on every file system. */
  readonly folder: string;
}

/** The default name of the configuration file. */
export const CONFIGURATION = 'providers.config.ts';

/**
 * Validates the matrix and fills in the defaults.
 *
 * @param file the name of the file in problems
 * @throws {SuiteError} when the matrix is invalid, with one line for each problem and its path in the configuration
 */
export function defineProviders(input: ProvidersInput, file = CONFIGURATION): Providers {
  const read = readInput(providersSchema, input);
  const problems = [...(read.problems ?? []), ...conflictsIn(input)];
  if (read.problems === undefined && problems.length === 0) return read.data;
  throw new SuiteError(
    problems.map(({ path, text }) => `${file}: ${showPath(path) || 'the configuration'}: ${text}`).join('\n'),
  );
}

/** Returns every model of every provider, in the order of the configuration. */
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

/**
 * Returns the provider with the settings of the dialect's endpoint. The provider's `baseUrlEnv` does not apply to an
 * endpoint with its own base URL.
 */
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
