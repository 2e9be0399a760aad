/** The rules of the matrix that involve several fields or entries. */
import * as z from 'zod';
import { dialectOf, dialects } from '../dialects/catalogue.ts';
import { suggest } from '../text/nearest-name.ts';
import { showPath } from '../text/path.ts';
import type { Problem } from './problems.ts';
import { dialectSchema } from './schema.ts';
import { folderOf, targetId } from './target-id.ts';

/**
 * Returns the problems across fields and entries. It accepts any input, so that they can be listed with all other
 * problems. Invalid entries are skipped.
 */
export function conflictsIn(input: unknown): Problem[] {
  const { providers } = entriesSchema.parse(input);
  const places = new Places();
  return providers.flatMap((provider, at) => {
    if (provider === null) return [];
    const path = ['providers', at];
    return [
      ...places.takeProvider(provider, path),
      ...builtInProblems(provider, path),
      ...endpointProblems(provider, path),
      ...provider.models.flatMap((model, modelAt) =>
        model === null ? [] : modelProblems(provider, model, [...path, 'models', modelAt], places),
      ),
    ];
  });
}

const optionalText = z.string().optional().catch(undefined);

const modelEntrySchema = z.object({
  id: z.string(),
  upstream: optionalText,
  dialect: dialectSchema.optional().catch(undefined),
  tokenLimitField: optionalText,
  thresholds: z.record(z.string(), z.unknown()).catch({}),
});

const endpointEntrySchema = z.object({
  dialect: dialectSchema,
  baseUrl: optionalText,
  baseUrlEnv: optionalText,
  extensions: z.array(z.string()).optional().catch(undefined),
});

const providerEntrySchema = z.object({
  id: z.string(),
  baseUrl: optionalText,
  baseUrlEnv: optionalText,
  builtIn: optionalText,
  dialect: dialectSchema.optional().catch(undefined),
  extensions: z.array(z.string()).catch([]),
  endpoints: z.array(endpointEntrySchema.nullable().catch(null)).catch([]),
  models: z.array(modelEntrySchema.nullable().catch(null)).catch([]),
});

const entriesSchema = z
  .object({ providers: z.array(providerEntrySchema.nullable().catch(null)).catch([]) })
  .catch({ providers: [] });

type ProviderEntry = z.output<typeof providerEntrySchema>;
type ModelEntry = z.output<typeof modelEntrySchema>;
type Path = Problem['path'];

function modelProblems(provider: ProviderEntry, model: ModelEntry, path: Path, places: Places): Problem[] {
  const { dialect = provider.dialect } = model;
  const endpoint = provider.endpoints.find((each) => each?.dialect === dialect);
  const offered = [provider.dialect, ...provider.endpoints.map((each) => each?.dialect)].filter(
    (each) => each !== undefined,
  );
  return [
    ...pinProblems(endpoint?.extensions ?? provider.extensions, model, path),
    ...(dialect === undefined
      ? []
      : [
          ...unofferedProblems(dialect, offered, path),
          ...tokenLimitProblems(dialect, model, path),
          ...thresholdProblems(dialect, model, path),
        ]),
    ...places.takeTarget(targetId(provider, model), path),
  ];
}

function unofferedProblems(dialect: string, offered: readonly string[], path: Path): Problem[] {
  if (offered.includes(dialect)) return [];
  const text = `the provider offers no endpoint of ${dialect}; add it to endpoints, or choose: ${offered.join(', ')}`;
  return [{ path: [...path, 'dialect'], text }];
}

/** The field is only valid in dialects with several fields for the same limit. */
function tokenLimitProblems(dialect: string, { tokenLimitField }: ModelEntry, path: Path): Problem[] {
  if (tokenLimitField === undefined || dialectOf(dialect).tokenLimitFields !== undefined) return [];
  const owners = dialects().flatMap(({ id, tokenLimitFields }) => (tokenLimitFields === undefined ? [] : id));
  const text = `is a field of ${owners.join(', ')}; ${dialect} has one field for the limit, so leave it out`;
  return [{ path: [...path, 'tokenLimitField'], text }];
}

/** A provider has one endpoint for each dialect. A built-in provider serves all its dialects on one port. */
function endpointProblems({ dialect, endpoints, builtIn, baseUrl }: ProviderEntry, path: Path): Problem[] {
  const originOf = (url: string | undefined) =>
    url !== undefined && URL.canParse(url) ? new URL(url).origin : null;
  return endpoints.flatMap((endpoint, at) => {
    if (endpoint === null) return [];
    const here = [...path, 'endpoints', at];
    const problems: Problem[] = [];
    const earlier = [dialect, ...endpoints.slice(0, at).map((each) => each?.dialect)];
    if (earlier.includes(endpoint.dialect)) {
      const text = `the provider already has an endpoint of ${endpoint.dialect}; remove one`;
      problems.push({ path: [...here, 'dialect'], text });
    }
    if (builtIn === undefined) return problems;
    if (endpoint.baseUrl !== undefined && originOf(endpoint.baseUrl) !== originOf(baseUrl)) {
      const text =
        "must begin as the provider's baseUrl does, since the suite serves all its endpoints there";
      problems.push({ path: [...here, 'baseUrl'], text });
    }
    if (endpoint.baseUrlEnv !== undefined) {
      const text = 'a built-in provider is always at its baseUrl; remove one of builtIn and baseUrlEnv';
      problems.push({ path: [...here, 'baseUrlEnv'], text });
    }
    return problems;
  });
}

/** Tracks the names in use. */
class Places {
  readonly #providers = new Map<string, string>();
  readonly #targets = new Map<string, string>();
  readonly #folders = new Map<string, string>();

  takeProvider({ id }: ProviderEntry, path: Path): Problem[] {
    const earlier = this.#providers.get(id);
    if (earlier === undefined) {
      this.#providers.set(id, showPath(path));
      return [];
    }
    const text = `the id "${id}" is taken by ${earlier}; join the two or rename one`;
    return [{ path: [...path, 'id'], text }];
  }

  takeTarget(id: string, path: Path): Problem[] {
    const twin = this.#targets.get(id);
    if (twin !== undefined) {
      return [{ path, text: `the target ${id} is already defined by ${twin}; remove one` }];
    }
    this.#targets.set(id, showPath(path));

    const folder = folderOf(id);
    const folderKey = folder.normalize('NFC').toLowerCase();
    const owner = this.#folders.get(folderKey);
    if (owner !== undefined) {
      return [{ path, text: `the targets ${owner} and ${id} would share the folder ${folder}; remove one` }];
    }
    this.#folders.set(folderKey, id);
    return [];
  }
}

/** A built-in provider is served on this machine, at its configured port. No variable can move it. */
function builtInProblems({ builtIn, baseUrl, baseUrlEnv }: ProviderEntry, path: Path): Problem[] {
  if (builtIn === undefined) return [];
  const problems: Problem[] = [];
  if (baseUrl !== undefined && URL.canParse(baseUrl) && !hasPortOfThisMachine(new URL(baseUrl))) {
    const text = 'must be http://127.0.0.1:<port>/..., since the suite serves a built-in provider there';
    problems.push({ path: [...path, 'baseUrl'], text });
  }
  if (baseUrlEnv !== undefined) {
    const text = 'a built-in provider is always at its baseUrl; remove one of builtIn and baseUrlEnv';
    problems.push({ path: [...path, 'baseUrlEnv'], text });
  }
  return problems;
}

function hasPortOfThisMachine({ protocol, hostname, port }: URL): boolean {
  return protocol === 'http:' && hostname === '127.0.0.1' && port !== '' && port !== '0';
}

function pinProblems(extensions: readonly string[], { upstream }: ModelEntry, path: Path): Problem[] {
  if (upstream === undefined || extensions.includes('openrouter')) return [];
  const text =
    'only a provider with the extension "openrouter" can pin an upstream; add extensions: [\'openrouter\'] or remove the pin';
  return [{ path: [...path, 'upstream'], text }];
}

function thresholdProblems(dialect: string, { thresholds }: ModelEntry, path: Path): Problem[] {
  const { rules } = dialectOf(dialect);
  const onModel = rules.filter(({ subject }) => subject === 'model').map(({ id }) => id);
  return Object.keys(thresholds)
    .filter((check) => !onModel.includes(check))
    .map((check) => {
      const subject = rules.find(({ id }) => id === check)?.subject;
      const problem =
        subject === undefined
          ? 'there is no such check'
          : `is a check on the ${subject}, and only one on the model has a threshold`;
      return { path: [...path, 'thresholds', check], text: `${problem}; ${suggest(check, onModel)}` };
    });
}
