/** Decides whether there is an answer to read, and reads its headers; the same in every dialect. */
import { type Exchange, headerValues, isEndless } from '../evidence/exchange.ts';
import { isObject, type Json, wordOf } from '../text/json.ts';
import { shorten } from '../text/json-text.ts';
import { decodeText, isBlank, parseJson } from '../text/wire-text.ts';
import type { Reading, Standing } from './reading.ts';

export function standingOf({ response, failure }: Exchange): Standing {
  if (response === null) return { kind: 'lost', reason: failure ?? 'no response was received' };
  if (response.status < 200 || response.status > 299) {
    const said = errorMessage(response.body);
    const { status } = response;
    return { kind: 'refused', status, reason: reasonOf(status, said), said };
  }
  // An endless answer is not read, because that would take many times its length in memory.
  if (failure !== undefined && (isEndless({ failure }) || isBlank(response.body)))
    return { kind: 'lost', reason: failure };
  if (isBlank(response.body)) return { kind: 'empty', proven: response.provenComplete };
  return { kind: 'answered', status: response.status };
}

/** The status and the words of the error, shortened if they are long. */
export function reasonOf(status: number, said: string): string {
  return `HTTP ${status}${said === '' ? '' : `: ${shorten(said, 200)}`}`;
}

/** The media type that the response declares, in lower case; undefined if the recording has none. */
export function mediaType({ exchange }: Pick<Reading, 'exchange'>): string | undefined {
  const value =
    exchange.response === null ? undefined : headerValues(exchange.response.headers, 'content-type')?.[0];
  return value?.split(';')[0]?.trim().toLowerCase();
}

/** The provider's own words for what went wrong, if they can be found. */
function errorMessage(body: Uint8Array): string {
  const text = decodeText(body.subarray(0, 65_536));
  const parsed = parseJson(text);
  const json = Array.isArray(parsed) ? parsed[0] : parsed;
  const error = isObject(json) ? (json['error'] ?? json['message'] ?? json['detail']) : undefined;
  return oneLine(wordsOf(error) ?? text);
}

/** The message of an error, and the words of a gateway's upstream; null if there are none. */
export function wordsOf(error: Json): string | null {
  if (typeof error === 'string') return error;
  if (Array.isArray(error)) return faultsIn(error);
  if (!isObject(error) || typeof error['message'] !== 'string') return null;
  const { metadata } = error;
  const raw = isObject(metadata) ? metadata['raw'] : undefined;
  return typeof raw === 'string' ? `${error['message']}: ${raw}` : error['message'];
}

/** The messages of FastAPI's error list, without the repeated input, which is not the provider's words. */
function faultsIn(details: readonly Json[]): string | null {
  const faults = details.flatMap((detail) => {
    if (!isObject(detail) || typeof detail['msg'] !== 'string') return [];
    const place = Array.isArray(detail['loc']) ? detail['loc'].map(wordOf).join('.') : '';
    return [`${place}: ${detail['msg']}`];
  });
  return faults.length === 0 ? null : faults.join('; ');
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
