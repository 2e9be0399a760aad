/** The URL of a request. It names the model, the delivery and the framing of a stream; the body does not. */

import type { RequestSettings } from '../../../drive/codec.ts';
import { numberOf } from '../../../text/json.ts';

/** The service: the Gemini Developer API, or Vertex AI. */
export type GeminiVariant = 'gemini' | 'vertex';

/** The framing of a stream: server-sent events, or one JSON array. */
export type Framing = 'sse' | 'array';

export interface Addressed {
  readonly model: string | null;
  readonly streaming: boolean;
  /** The requested framing. Null if the URL has no query: recorders drop it because it may contain the key. */
  readonly framing: Framing | null;
  readonly variant: GeminiVariant;
}

export function addressOf({ model, delivery }: Pick<RequestSettings, 'model' | 'delivery'>): string {
  return `/models/${model}:${delivery === 'streaming' ? 'streamGenerateContent?alt=sse' : 'generateContent'}`;
}

const METHOD = /([^/?#]+?)(?::|%3A)(streamGenerateContent|generateContent)\/?(?:\?([^#]*))?(?:#|$)/iu;

/** Reads the URL as the recorder kept it; it may be incomplete or malformed. */
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

/** Returns the number after `gemini-`; null for an alias or another model. */
export function generationOf(model: string | null): number | null {
  const [, number] = /(?:^|[/-])gemini-(\d+)/u.exec(model ?? '') ?? [];
  return number === undefined ? null : numberOf(number);
}
