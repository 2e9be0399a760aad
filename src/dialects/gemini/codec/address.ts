/** The URL of a request, which names the model, the delivery and the framing of a stream; the body does not. */

import type { RequestSettings } from '../../../drive/codec.ts';
import { numberOf } from '../../../text/json.ts';

/** Who serves: the Gemini Developer API, or Vertex AI. */
export type GeminiVariant = 'gemini' | 'vertex';

/** How a stream is framed: as server-sent events, or as one JSON array. */
export type Framing = 'sse' | 'array';

export interface Addressed {
  readonly model: string | null;
  readonly streaming: boolean;
  /** The framing asked for; null when the URL has no query at all, which recorders leave out because it may hold the key. */
  readonly framing: Framing | null;
  readonly variant: GeminiVariant;
}

export function addressOf({ model, delivery }: Pick<RequestSettings, 'model' | 'delivery'>): string {
  return `/models/${model}:${delivery === 'streaming' ? 'streamGenerateContent?alt=sse' : 'generateContent'}`;
}

const METHOD = /([^/?#]+?)(?::|%3A)(streamGenerateContent|generateContent)\/?(?:\?([^#]*))?(?:#|$)/iu;

/** Reads what a recorder left of the URL, which need not be one. */
export function readAddress(url: string): Addressed {
  const [, model, method, query] = METHOD.exec(url) ?? [];
  const asked = new URLSearchParams(query ?? '');
  const format = asked.get('alt') ?? asked.get('$alt') ?? '';
  return {
    model: model === undefined ? null : decoded(model),
    streaming: method?.toLowerCase() === 'streamgeneratecontent',
    framing: format === 'sse' ? 'sse' : query === undefined || query === '' ? null : 'array',
    variant: /aiplatform\.googleapis\.com|\/publishers\/google\/models\//u.test(url) ? 'vertex' : 'gemini',
  };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The number after `gemini-`; null for an alias or another model. */
export function generationOf(model: string | null): number | null {
  const [, number] = /(?:^|[/-])gemini-(\d+)/u.exec(model ?? '') ?? [];
  return number === undefined ? null : numberOf(number);
}
