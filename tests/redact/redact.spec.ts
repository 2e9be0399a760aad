/** What is redacted besides bodies: chunks, headers, addresses; and which secrets are refused. */
import type { Exchange, HeaderFields } from '../../src/evidence/exchange.ts';
import { createRedactor, redactExchange } from '../../src/redact/redact.ts';
import { base64, bytesOf, exchange, MARK, redactor, textOf, VALUE } from '../support/redacted.ts';
import { expect, test } from '../support/test.ts';

test('chunks: boundaries move with the bytes, and those inside a secret stay inside its redaction', () => {
  const before = `ab${VALUE}cd${VALUE}`;
  const sizes = [1, 6, 1, VALUE.length - 6, 2, VALUE.length];
  const chunks = sizes.map((bytes, at) => ({ bytes, at }));
  const { response } = redactor.exchange(exchange(before, { chunks }));
  expect(textOf(response?.body ?? bytesOf(''))).toBe(`ab${MARK}cd${MARK}`);
  expect(response?.chunks).toEqual(
    [1, 6, 1, MARK.length - 6, 2, MARK.length].map((bytes, at) => ({ bytes, at })),
  );
});

test('an exchange: everything that is written down', () => {
  const before: Exchange = {
    request: {
      method: 'POST',
      url: `https://llm.test/v1?key=${encodeURIComponent(VALUE)}`,
      headers: [
        ['Authorization', [`Bearer ${VALUE}`]],
        ['X-Api-Key', [VALUE]],
        ['Cookie', ['session=1']],
        ['Content-Type', ['application/json']],
        ['User-Agent', [`me (${VALUE})`]],
      ],
      body: bytesOf(JSON.stringify({ user: VALUE })),
    },
    response: {
      status: 307,
      headers: [
        ['Content-Type', ['application/json']],
        ['Content-Length', [String(VALUE.length + 2)]],
        ['Location', [`https://evil.test/?auth=${base64(`user:${VALUE}`)}`]],
        ['Set-Cookie', ['session=2']],
        ['X-Echo', ['Basic', `Bearer ${VALUE}; account=17`]],
        ['OpenAI-Organization', ['org-1']],
        ['X-RateLimit-Remaining-Requests', ['9']],
      ],
      body: bytesOf(JSON.stringify(VALUE)),
      provenComplete: false,
    },
    failure: `lost at https://llm.test/?key=${VALUE}`,
    ms: 12.5,
  };
  const after = redactor.exchange(before);
  expect({
    ...after,
    request: { ...after.request, body: textOf(after.request.body) },
    response: { ...after.response, body: textOf(after.response?.body ?? bytesOf('')) },
  }).toEqual({
    request: {
      method: 'POST',
      url: `https://llm.test/v1?key=${MARK}`,
      headers: [
        ['Content-Type', ['application/json']],
        ['User-Agent', [`me (${MARK})`]],
      ],
      body: JSON.stringify({ user: MARK }),
    },
    response: {
      status: 307,
      headers: [
        ['Content-Type', ['application/json']],
        ['Content-Length', [String(MARK.length + 2)]],
        [
          'Location',
          [expect.stringMatching(/^https:\/\/evil\.test\/\?auth=\w{6,8}\[REDACTED:OPENROUTER_API_KEY\]$/u)],
        ],
        ['X-RateLimit-Remaining-Requests', ['9']],
        ['X-Echo', [MARK]],
      ],
      body: JSON.stringify(MARK),
      provenComplete: false,
    },
    failure: `lost at https://llm.test/?key=${MARK}`,
    ms: 12.5,
  });
});

test('without secrets, headers are still kept by list', () => {
  const headers: HeaderFields = [
    ['Date', ['today']],
    ['Set-Cookie', ['a']],
  ];
  const { response } = redactExchange(exchange('{}', { headers }), []);
  expect(response).toEqual({
    status: 200,
    headers: [['Date', ['today']]],
    body: bytesOf('{}'),
    provenComplete: true,
  });
});

test('a request that was never answered stays so', () => {
  const { request } = exchange('');
  expect(redactor.exchange({ request, response: null, failure: 'refused' })).toEqual({
    request,
    response: null,
    failure: 'refused',
  });
});

const refused: readonly [title: string, name: string, value: string, message: string][] = [
  ['empty', 'K', '', 'K is empty; a key needs at least 8: set it whole, or unset it'],
  ['blank', 'K', ' \n ', 'K is empty; a key needs at least 8: set it whole, or unset it'],
  ['short', 'K', ' 1234567 ', 'K has 7 characters; a key needs at least 8: set it whole, or unset it'],
  ['part of its own redaction', 'K', 'REDACTED', 'K holds a word and no key; set the key, or unset it'],
  [
    'without a name',
    'a key"',
    VALUE,
    'a secret has a name that is no environment variable; set keyEnv to the name of one',
  ],
];

for (const [title, name, value, message] of refused) {
  test(`a secret that is ${title} is refused`, () => {
    expect(() => createRedactor([{ name, value }])).toThrow(message);
  });
}
