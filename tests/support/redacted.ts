/** One secret, in all the ways in which an answer may write it, and what stands in its place. */
import type { Exchange } from '../../src/evidence/exchange.ts';
import { createRedactor } from '../../src/redact/redact.ts';

const NAME = 'OPENROUTER_API_KEY';
export const VALUE = 'sk-or-v1-0a9f/B+c=d7e8f6a5b4c3';
export const MARK = `[REDACTED:${NAME}]`;
export const redactor = createRedactor([{ name: NAME, value: VALUE }]);

export const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));
export const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();
export const base64 = (text: string) => Buffer.from(text).toString('base64');
export const percent = (text: string) =>
  text.replace(/./gsu, (one) => `%${Buffer.from(one).toString('hex')}`);
export const unicode = (text: string) =>
  text.replace(/./gsu, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
export const quoted = (text: string) => JSON.stringify(text).slice(1, -1);

/** An exchange with this body in its answer. */
export function exchange(
  body: string | Uint8Array,
  more: Partial<NonNullable<Exchange['response']>> = {},
): Exchange {
  return {
    request: { method: 'POST', url: 'https://llm.test/v1', headers: [], body: new Uint8Array() },
    response: {
      status: 200,
      headers: [],
      body: typeof body === 'string' ? bytesOf(body) : body,
      provenComplete: true,
      ...more,
    },
  };
}

/** The body of an answer, redacted. */
export const bodyAfter = (body: string) =>
  textOf(redactor.exchange(exchange(body)).response?.body ?? bytesOf(''));
/** An event stream. */
export const sse = (...data: readonly unknown[]) =>
  data.map((one) => `data: ${typeof one === 'string' ? one : JSON.stringify(one)}\n\n`).join('');
/** A chunk of Chat Completions. */
export const delta = (content: string) => ({ choices: [{ index: 0, delta: { content } }] });
