/** What kind of traffic an exchange is, and the dialect that it is judged by. */

import { dialectOf, dialects } from '../dialects/catalogue.ts';
import { whoseAnswer } from '../dialects/whose-answer.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { Extension } from '../judge/check.ts';
import type { JsonObject } from '../text/json.ts';

/** What no dialect knows, by the end of the URL's path; the first row that fits counts. */
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
  /** With its port, where the URL names one. */
  readonly host: string;
  readonly kind: string;
  /** The id of the dialect that judges it; null when none does. */
  readonly dialect: string | null;
  readonly extensions: ReadonlySet<Extension>;
  /** The model that the URL names, as Azure's does. */
  readonly modelInUrl: string | null;
}

/** What the caller knows, and need not be recognised. */
export interface NamedTraffic {
  /** The id of a dialect: it judges every POST to a path that does not say what else it is, such as embeddings. */
  readonly dialect?: string | undefined;
  readonly extensions?: readonly Extension[] | undefined;
}

/** The dialects of addresses that only content told, so that what is refused there is known too. */
export type ToldAddresses = Map<string, string>;

/** @param told of the exchanges so far; what this one tells is added */
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
  // Models are listed by GET; a POST below /models/ may be anything.
  if (spoken !== null && isPost && (kind === 'other' || kind === 'models')) {
    const extensions = new Set(named.extensions ?? []);
    return { host, kind: spoken.name, dialect: spoken.id, extensions, modelInUrl: null };
  }
  return { ...unjudged, kind };
}

/** Whether some dialect knows the answer, whatever was asked. */
export function isAnswer(first: JsonObject, streaming: boolean): boolean {
  return dialects().some((dialect) => dialect.recogniseAnswer?.({ first, streaming }) != null);
}

/** What kind of traffic an answer is whose request nobody recorded, and what stands in for that request. */
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

/** Recorders may have put something in a URL that makes it none. */
function addressOf(url: string): { host: string; hostname: string; path: string } {
  if (URL.canParse(url)) {
    const { host, hostname, pathname } = new URL(url);
    return { host, hostname, path: pathname.replace(/\/+$/, '') };
  }
  const [, host = '', path = ''] = /^(?:[a-z]+:\/\/)?([^/?#]*)([^?#]*)/i.exec(url) ?? [];
  return { host: host || '(no host)', hostname: '', path: path.replace(/\/+$/, '') };
}
