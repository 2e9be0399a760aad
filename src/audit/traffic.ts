/** Classifies the traffic of an exchange, and finds the dialect that judges it. */

import { dialectOf, dialects } from '../dialects/catalogue.ts';
import { whoseAnswer } from '../dialects/whose-answer.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { Extension } from '../judge/check.ts';
import type { JsonObject } from '../text/json.ts';

/** Kinds of traffic without a dialect, by the end of the URL's path. The first matching row wins. */
const KINDS: readonly { readonly kind: string; readonly path: RegExp }[] = [
  { kind: 'Bedrock InvokeModel of another format', path: /\/invoke(?:-with-response-stream)?$/ },
  { kind: 'token counting', path: /\/(?:count_tokens|input_tokens)$|:countTokens$/ },
  { kind: 'Completions (legacy)', path: /(?<!\/chat)\/completions$/ },
  { kind: 'embeddings', path: /\/embeddings$|:(?:embedContent|batchEmbedContents)$/ },
  { kind: 'moderations', path: /\/moderations$/ },
  { kind: 'traces', path: /\/traces(?:\/|$)/ },
  { kind: 'files', path: /\/files(?:\/|$)/ },
  { kind: 'models', path: /\/models(?:\/[^:]*)?$/ },
  { kind: 'images', path: /\/images\// },
  { kind: 'audio', path: /\/audio\// },
];

export interface Traffic {
  /** The host, with the port when the URL names one. */
  readonly host: string;
  readonly kind: string;
  /** The id of the dialect that judges it; null when none does. */
  readonly dialect: string | null;
  readonly extensions: ReadonlySet<Extension>;
  /** The model in the URL, as in Azure's URLs; null when there is none. */
  readonly modelInUrl: string | null;
}

/** What the caller knows about the traffic, so that it need not be recognised. */
export interface NamedTraffic {
  /** The id of a dialect. It judges every POST, unless the path names another kind, such as embeddings. */
  readonly dialect?: string | undefined;
  readonly extensions?: readonly Extension[] | undefined;
}

/**
 * The dialects of addresses that were recognised by content only, so that refused requests there are recognised, too.
 */
export type ToldAddresses = Map<string, string>;

/** @param told the addresses known from earlier exchanges; this exchange may add its own */
export function recogniseTraffic(
  { request, response }: Exchange,
  named: NamedTraffic = {},
  told: ToldAddresses = new Map(),
): Traffic {
  const { host, hostname, path } = addressOf(request.url);
  const address = `${host}${path}`;
  const unjudged = { host, dialect: null, extensions: new Set<Extension>(), modelInUrl: null };
  const spoken = named.dialect === undefined ? null : dialectOf(named.dialect);
  const isPost = request.method.toUpperCase() === 'POST';
  if (isPost) {
    const found = (spoken === null ? dialects() : [spoken]).flatMap((dialect) => {
      const isTold = told.get(address) === dialect.id;
      const recognised = dialect.recognise({ request, response, hostname, path, told: isTold });
      return recognised === null ? [] : [{ dialect, isTold, ...recognised }];
    });
    const best =
      found.find(({ isTold }) => isTold) ?? found.find(({ byContent }) => byContent !== true) ?? found[0];
    if (best !== undefined) {
      if (best.byContent === true) told.set(address, best.dialect.id);
      const { kind, judged, dialect } = best;
      if (judged === null) return { ...unjudged, kind };
      const extensions = new Set(named.extensions ?? judged.extensions);
      return { host, kind, dialect: dialect.id, extensions, modelInUrl: judged.modelInUrl };
    }
  }
  const kind = KINDS.find((row) => row.path.test(path))?.kind ?? 'other';
  // Models are listed by GET, so a POST below /models/ may have any purpose.
  if (spoken !== null && isPost && (kind === 'other' || kind === 'models')) {
    const extensions = new Set(named.extensions ?? []);
    return { host, kind: spoken.name, dialect: spoken.id, extensions, modelInUrl: null };
  }
  return { ...unjudged, kind };
}

/** Returns true when any dialect recognises the answer without its request. */
export function isAnswer(first: JsonObject, streaming: boolean): boolean {
  return dialects().some((dialect) => dialect.recogniseAnswer?.({ first, streaming }) != null);
}

/** Classifies an answer whose request was not recorded, and adds a substitute request. */
export function recogniseAnswer(exchange: Exchange): {
  readonly traffic: Traffic;
  readonly exchange: Exchange;
} {
  const { host } = addressOf(exchange.request.url);
  const known = whoseAnswer(exchange.response?.body ?? new Uint8Array());
  if (known !== null) {
    const { dialect, recognised } = known;
    const { request, extensions } = recognised;
    const traffic = {
      host,
      kind: dialect.name,
      dialect: dialect.id,
      extensions: new Set(extensions),
      modelInUrl: null,
    };
    return { traffic, exchange: { ...exchange, request } };
  }
  const traffic = { host, kind: 'other', dialect: null, extensions: new Set<Extension>(), modelInUrl: null };
  return { traffic, exchange };
}

/** Splits a URL. It also accepts invalid URLs, because recorders may insert text that makes them invalid. */
function addressOf(url: string): { host: string; hostname: string; path: string } {
  if (URL.canParse(url)) {
    const { host, hostname, pathname } = new URL(url);
    return { host, hostname, path: pathname.replace(/\/+$/, '') };
  }
  const [, host = '', path = ''] = /^(?:[a-z]+:\/\/)?([^/?#]*)([^?#]*)/i.exec(url) ?? [];
  return { host: host || '(no host)', hostname: '', path: path.replace(/\/+$/, '') };
}
