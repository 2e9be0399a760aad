/** What most services share: one path for answers, one for models, and a `Bearer` key. */
import type { Extension } from '../judge/check.ts';
import type { ProviderRequest, Route, Service } from './service.ts';

/**
 * Every dialect is served under this path in addition to its own base path, so that one base URL serves all dialects.
 */
export const SHARED_BASE_PATH = '/v1';

/** @param endpoints the paths of the endpoints below each base path */
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
