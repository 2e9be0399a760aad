/** The dialect of one wire, with everything that is needed to understand it. */
import { type AskedRequest, isRefusal } from '../answers/asked-request.ts';
import type { Service } from '../answers/service.ts';
import { type AnyDialect, dialectOf } from '../dialects/catalogue.ts';
import type { HttpRequest } from '../evidence/exchange.ts';
import type { Extension } from '../judge/check.ts';
import { REFERENCE_UPSTREAM } from '../provider/reference-provider.ts';
import { isObject } from '../text/json.ts';
import { decodeText, parseJson } from '../text/wire-text.ts';
import type { Spoken } from './difference.ts';

export interface Speaker {
  readonly dialect: AnyDialect;
  readonly extension: Extension | null;
  readonly service: Service;
}

export interface Speakers {
  readonly outer: Speaker;
  readonly inner: Speaker;
}

export async function speakerOf({ dialect: id, extension }: Spoken): Promise<Speaker> {
  const dialect = dialectOf(id);
  return { dialect, extension, service: await dialect.service() };
}

/** Returns the request as a provider understands it; null when a strict provider refuses it. */
export function understood({ extension, service }: Speaker, { url, body }: HttpRequest): AskedRequest | null {
  const json = parseJson(decodeText(body));
  if (!isObject(json)) return null;
  const { pathname: path, search } = new URL(url);
  const sent = { extension, endpoint: 'answer', json, path, query: search.slice(1) } as const;
  const offer = { models: null, upstream: REFERENCE_UPSTREAM.slug, insistsOnThoughts: false };
  const request = service.readRequest(sent, offer);
  return isRefusal(request) ? null : request;
}
