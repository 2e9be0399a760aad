/** What most services have in common: one path for answers and one for models, and a key behind `Bearer`. */
import type { Extension } from '../judge/check.ts';
import type { ProviderRequest, Route, Service } from './service.ts';

/** Every dialect answers below it, besides below its own base path, so that one base URL serves all. */
export const SHARED_BASE_PATH = '/v1';

/** @param endpoints their paths below each base path */
export function routeBelow(
  basePaths: Service['basePaths'],
  endpoints: Readonly<Record<Route['endpoint'], string>>,
  path: string,
): Route | null {
  const extensions: readonly (Extension | null)[] = ['openrouter', null];
  for (const extension of extensions) {
    const base = basePaths[extension ?? 'plain'];
    if (base === undefined) continue;
    if (path === `${base}${endpoints.answer}`) return { extension, endpoint: 'answer' };
    if (path === `${base}${endpoints.models}`) return { extension, endpoint: 'models' };
  }
  return null;
}

export function bearerKey({ headers }: ProviderRequest): string | null {
  return headers['authorization']?.replace(/^bearer /iu, '') ?? null;
}
