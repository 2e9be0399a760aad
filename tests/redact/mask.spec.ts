/** Other people's credentials, wherever they are in a recording and however they are encoded. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { maskOf } from '../../src/redact/mask.ts';
import { parseJson } from '../../src/text/wire-text.ts';
import { CREDENTIALS, TAIL } from '../support/planted.ts';
import { expect, test } from '../support/test.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
function exchangeOf(fields: {
  url?: string;
  sent?: string;
  fields?: Record<string, string>;
  got?: string | Uint8Array;
}): Exchange {
  const headers = Object.entries(fields.fields ?? {}).map(([name, value]) => [name, [value]] as const);
  const body = fields.got ?? '{}';
  return {
    request: {
      method: 'POST',
      url: fields.url ?? 'https://llm.test/v1/chat/completions',
      headers,
      body: bytesOf(fields.sent ?? '{}'),
    },
    response: {
      status: 200,
      headers: [],
      body: typeof body === 'string' ? bytesOf(body) : body,
      provenComplete: true,
    },
  };
}

function masked(exchange: Exchange): string {
  const { request, response } = maskOf([exchange]).exchange(exchange);
  return JSON.stringify([
    request.url,
    request.headers,
    textOf(request.body),
    textOf(response?.body ?? new Uint8Array()),
  ]);
}

/** Bodies that contain the credential, each in another encoding. */
const BODIES: Readonly<Record<string, (credential: string) => string>> = {
  'plain text': (credential) => `The key ${credential} is wrong.`,
  JSON: (credential) => JSON.stringify({ error: { message: `wrong: ${credential}` } }),
  'JSON in JSON': (credential) => JSON.stringify({ arguments: JSON.stringify({ note: credential }) }),
  'escapes of JSON': (credential) =>
    `{"a":"${[...credential].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"}`,
  base64: (credential) => JSON.stringify({ data: Buffer.from(`user:${credential}\n`).toString('base64') }),
  'pieces of a stream': (credential) =>
    credential
      .match(/[\s\S]{1,5}/gu)
      ?.map((piece) => `data: ${JSON.stringify({ delta: piece })}\n\n`)
      .join('') ?? '',
};

for (const [kind, credential] of Object.entries(CREDENTIALS)) {
  for (const [way, bodyOf] of Object.entries(BODIES)) {
    test(`${kind} in ${way}`, () => {
      const exchange = exchangeOf({ got: bodyOf(credential), sent: bodyOf(credential) });
      const { request, response } = maskOf([exchange]).exchange(exchange);
      for (const body of [request.body, response?.body]) {
        const text = textOf(body ?? new Uint8Array());
        const joined = text.replaceAll(/data: |\{"delta":"|"\}|\n/gu, '');
        const decoded = Buffer.from(/"data":"([^"]*)"/u.exec(text)?.[1] ?? '', 'base64').toString();
        expect(text).toContain('[MASKED:');
        expect([text, joined, decoded, JSON.stringify(parseJson(text))].join('\n')).not.toContain(TAIL);
        expect(maskOf([{ ...exchange, response, request }]).values.size).toBe(0);
      }
    });
  }
}

const FIELDS: Readonly<Record<string, string>> = {
  Authorization: `Bearer ${TAIL}`,
  'Proxy-Authorization': 'Basic UFJPWFlBVVRIMDEyMzQ1Njc4OQ==',
  'x-api-key': TAIL,
  'api-key': TAIL,
  Cookie: `a=1; session=${TAIL}`,
  'Set-Cookie': `__cf=${TAIL}; path=/`,
  'X-Amz-Security-Token': TAIL,
  'openai-organization': `org-${TAIL}`,
};

for (const [name, value] of Object.entries(FIELDS)) {
  test(`the header field ${name}`, () => {
    const text = masked(exchangeOf({ fields: { [name]: value, Accept: 'application/json' } }));
    expect(text).not.toMatch(/0123456789|UFJPWFlB/u);
    expect(text).toContain('[MASKED:');
    expect(text).toContain('application/json');
  });
}

for (const query of ['key', 'api-key', 'access_token', 'X-Amz-Signature', 'subscription-key']) {
  test(`the parameter ${query} of the address`, () => {
    const text = masked(exchangeOf({ url: `https://llm.test/v1?alt=sse&${query}=${TAIL}` }));
    expect(text).toMatch(/alt=sse&[\w-]+=\[MASKED:/u);
    expect(text).not.toContain(TAIL);
  });
}

test('a credential of the request is masked where the answer gives it back, whatever it looks like', () => {
  const exchange = exchangeOf({
    fields: { 'x-api-key': 'hunter2hunter2' },
    got: '{"error":"hunter2hunter2"}',
  });
  expect(masked(exchange)).not.toContain('hunter2');
});

test('gzip that no header field names is looked into, and stays gzip', () => {
  const got = new Uint8Array(gzipSync(`{"error":"wrong: ${CREDENTIALS['API_KEY']}"}`));
  const exchange = exchangeOf({ got });
  const { response } = maskOf([exchange]).exchange(exchange);
  expect(gunzipSync(response?.body ?? new Uint8Array()).toString()).toBe(
    '{"error":"wrong: [MASKED:API_KEY]"}',
  );
});

test('what is no credential stays as it is, byte for byte', () => {
  const body = JSON.stringify({
    id: 'chatcmpl-9xY2kQm4tR8vLwZ1',
    model: 'task-force-1234567890-sk-1',
    content: 'The basic authentication of a bearer token needs a password: see the docs.',
    parameters: { properties: { password: { type: 'string' }, api_key: { type: 'string' } } },
    signature: 'ErUBCkYIBBgCIkBvZjE5',
  });
  const exchange = exchangeOf({
    sent: body,
    got: body,
    fields: { Authorization: '[REDACTED]', Date: 'today' },
  });
  const mask = maskOf([exchange]);
  expect(mask.values).toEqual(new Set());
  expect(mask.exchange(exchange)).toBe(exchange);
});

test('of a text that was cut, neither half of a credential is left', () => {
  const key = `sk-proj-${TAIL}`;
  const mask = maskOf([exchangeOf({ got: key })]);
  expect(mask.text(`a ${key.slice(0, 20)}...${key.slice(-12)} b`)).toBe(
    'a [MASKED:API_KEY]...[MASKED:API_KEY] b',
  );
});
