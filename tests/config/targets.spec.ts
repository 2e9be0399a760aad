/** The targets that a configuration makes, and which of them are on. */
import providers from '../../providers.config.ts';
import { accessOf } from '../../src/config/access.ts';
import { targetsOf } from '../../src/config/providers.ts';
import { dialectOf, dialects } from '../../src/dialects/catalogue.ts';
import { BASE_PATHS } from '../../src/dialects/openai-chat/serve/service.ts';
import { headersWith } from '../../src/drive/key-headers.ts';
import { REFERENCE_MODEL, REFERENCE_PRICE } from '../../src/provider/reference-provider.ts';
import { planConversations } from '../../src/replay/plan.ts';
import { runRecord } from '../../src/results/run-record.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { SuiteError } from '../../src/system/failure.ts';
import { define, local, model, one, oneModel, pinning, price } from '../support/configuration.ts';
import { expect, test } from '../support/test.ts';

test('fills in the defaults and drops the slash at the end of the base URL', () => {
  expect(define(one({ baseUrl: 'http://localhost:8080/v1/' }))).toEqual({
    providers: [
      {
        ...local,
        endpoints: [],
        extensions: [],
        headers: {},
        models: [{ id: 'm', unsupported: [], thresholds: {}, body: {} }],
      },
    ],
  });
});

test('makes one flat target of each model', () => {
  const link = 'https://example.com/issue';
  const defined = define(
    pinning(
      { id: 'm', upstream: 'deepinfra/fp8', price },
      {
        id: 'n',
        weights: 'n-2',
        unsupported: [
          { feature: 'cost', reason: 'r' },
          { feature: 'stream-usage', reason: 's', link },
        ],
        echo: { thoughts: false, reason: 'the server refuses it', link },
        thresholds: { 'arguments/json': 0.95 },
        body: { thinking: { type: 'disabled' } },
        tokenLimitField: 'max_completion_tokens',
      },
    ),
  );
  const [provider] = defined.providers;
  expect(targetsOf(defined)).toEqual([
    {
      id: 'local/m@deepinfra/fp8',
      provider,
      model: 'm',
      weights: null,
      upstream: 'deepinfra/fp8',
      unsupported: [],
      dropsThoughts: null,
      price,
      thresholds: {},
      body: {},
      tokenLimitField: null,
      folder: 'local/m@deepinfra/fp8',
    },
    {
      id: 'local/n',
      provider,
      model: 'n',
      weights: 'n-2',
      upstream: null,
      dropsThoughts: 'the server refuses it',
      price: null,
      thresholds: { 'arguments/json': 0.95 },
      body: { thinking: { type: 'disabled' } },
      tokenLimitField: 'max_completion_tokens',
      folder: 'local/n',
      unsupported: [
        { feature: 'cost', reason: 'r', link: null },
        { feature: 'stream-usage', reason: 's', link },
      ],
    },
  ]);
});

test('the same model in two dialects is two targets, each with the fields of its endpoint', () => {
  const { providers } = define({
    providers: [
      {
        ...local,
        baseUrlEnv: 'LOCAL_URL',
        extensions: ['openrouter'],
        keyHeader: 'api-key',
        endpoints: [{ dialect: 'anthropic-messages', keyHeader: 'bearer', headers: { 'X-Title': 't' } }],
        models: [model, { id: 'm', upstream: 'deepinfra/fp8', dialect: 'anthropic-messages' }],
      },
      {
        ...local,
        id: 'moved',
        baseUrlEnv: 'LOCAL_URL',
        endpoints: [{ dialect: 'anthropic-messages', baseUrl: 'http://localhost:9090', extensions: [] }],
        models: [
          { id: 'm', dialect: 'openai-chat' },
          { id: 'm', dialect: 'anthropic-messages' },
        ],
      },
    ],
  });
  const seen = targetsOf({ providers }).map(({ id, folder, provider }) => {
    const { dialect, baseUrl, baseUrlEnv, extensions, keyHeader, headers } = provider;
    return { id, folder, dialect, baseUrl, baseUrlEnv, extensions, keyHeader, headers };
  });
  const routed = { baseUrl: local.baseUrl, baseUrlEnv: 'LOCAL_URL', extensions: ['openrouter'], headers: {} };
  const plain = { extensions: [], headers: {}, keyHeader: undefined };
  expect(seen).toEqual([
    { id: 'local/m', folder: 'local/m', dialect: 'openai-chat', keyHeader: 'api-key', ...routed },
    {
      ...routed,
      id: 'local/m@deepinfra/fp8+anthropic-messages',
      folder: 'local/m@deepinfra/fp8+anthropic-messages',
      dialect: 'anthropic-messages',
      keyHeader: 'bearer',
      headers: { 'X-Title': 't' },
    },
    {
      ...plain,
      id: 'moved/m',
      folder: 'moved/m',
      dialect: 'openai-chat',
      baseUrl: local.baseUrl,
      baseUrlEnv: 'LOCAL_URL',
    },
    {
      ...plain,
      id: 'moved/m+anthropic-messages',
      folder: 'moved/m+anthropic-messages',
      dialect: 'anthropic-messages',
      baseUrl: 'http://localhost:9090',
      baseUrlEnv: undefined,
    },
  ]);
});

test('a key goes out as the dialect has it, or as the provider wants it', () => {
  const messages = dialectOf('anthropic-messages');
  const version = { 'anthropic-version': '2023-06-01' };
  expect(headersWith(messages, 'k', undefined)).toEqual({ ...version, 'x-api-key': 'k' });
  expect(headersWith(messages, 'k', 'bearer')).toEqual({ ...version, Authorization: 'Bearer k' });
  expect(headersWith(dialectOf('openai-chat'), 'k', 'api-key')).toEqual({ 'api-key': 'k' });
  expect(headersWith(messages, null, 'bearer')).toEqual(version);
});

test('replaces in folders what file systems refuse', () => {
  const folders = {
    'deepseek/deepseek-chat-v3.1:free': 'local/deepseek/deepseek-chat-v3.1_free',
    '@cf/meta/llama': 'local/@cf/meta/llama',
    'a<b>c:d"e\\f|g?h*i\u0000j\u007fk': 'local/a_b_c_d_e_f_g_h_i_j_k',
    '../../etc': 'local/__/__/etc',
    '/models/x.gguf': 'local/_/models/x.gguf',
    'v1. ./m': 'local/v1___/m',
    'CON/aux.gguf/com1/lpt¹/console': 'local/CON_/aux_.gguf/com1_/lpt¹_/console',
  };
  const targets = targetsOf(define(oneModel(...Object.keys(folders).map((id) => ({ id })))));
  expect(Object.fromEntries(targets.map(({ model, folder }) => [model, folder]))).toEqual(folders);
});

test('the record of a run has the thresholds of the targets that have some', () => {
  const targets = targetsOf(define(oneModel({ thresholds: { 'arguments/json': 0.95 } }, { id: 'n' })));
  const { targets: records } = runRecord({ mode: 'live', startedAt: new Date() }, targets, []);
  expect(Object.values(records).map(({ thresholds }) => thresholds)).toEqual([
    { 'arguments/json': 0.95 },
    undefined,
  ]);
});

const hosted = { baseUrl: 'https://api.example.com/v1', keyEnv: 'EXAMPLE_KEY' };

const movable = { baseUrl: 'http://localhost:8080/v1', baseUrlEnv: 'EXAMPLE_URL' };

test('a provider that names no variable is on', () => {
  expect(accessOf({ baseUrl: hosted.baseUrl }, {})).toEqual({
    on: true,
    baseUrl: hosted.baseUrl,
    key: null,
  });
});

test('a provider with a key is on when its variable is set', () => {
  expect(accessOf(hosted, { EXAMPLE_KEY: 'sk-12345678' })).toEqual({
    on: true,
    baseUrl: hosted.baseUrl,
    key: { name: 'EXAMPLE_KEY', value: 'sk-12345678' },
  });
});

test('a variable moves the provider that names it', () => {
  expect(accessOf(movable, { EXAMPLE_URL: ' http://10.0.0.7:9000/v1/ ' })).toEqual({
    on: true,
    baseUrl: 'http://10.0.0.7:9000/v1',
    key: null,
  });
});

for (const [what, value] of Object.entries({ missing: undefined, empty: '', blank: ' \n\t' })) {
  test(`a provider is off when its variable is ${what}`, () => {
    const env = { EXAMPLE_KEY: value, EXAMPLE_URL: value };
    expect(accessOf(hosted, env)).toEqual({ on: false, why: 'EXAMPLE_KEY is not set' });
    expect(accessOf(movable, env)).toEqual({ on: false, why: 'EXAMPLE_URL is not set' });
    expect(accessOf({ ...hosted, ...movable }, env)).toEqual({
      on: false,
      why: 'EXAMPLE_URL and EXAMPLE_KEY are not set',
    });
  });
}

for (const [value, problem] of [
  ['secret-1234 ', 'has white space around it'],
  [' secret-1234', 'has white space around it'],
  ['secret-1234\n', 'has a line break in it'],
  ['secret-\r1234', 'has a line break in it'],
  ['secret-\u20221234', 'has characters that a key cannot have'],
  ['secret-\u00001234', 'has characters that a key cannot have'],
] as const) {
  test(`refuses the key ${JSON.stringify(value)} and does not show it`, () => {
    expect(() => accessOf(hosted, { EXAMPLE_KEY: value })).toThrow(
      new SuiteError(`EXAMPLE_KEY: ${problem}; set it to the key alone`),
    );
  });
}

for (const [value, problem] of [
  ['localhost:8080', 'must be an http or https URL'],
  ['ftp://localhost', 'must be an http or https URL'],
  ['http://me:secret@localhost', 'must not hold a credential; name its variable in keyEnv'],
] as const) {
  test(`refuses the base URL ${value} of a variable and does not show it`, () => {
    expect(() => accessOf(movable, { EXAMPLE_URL: value })).toThrow(
      new SuiteError(`EXAMPLE_URL: ${problem}`),
    );
  });
}

test('the matrix of this project names the targets of its cassettes', () => {
  const targets = targetsOf(providers);
  const planned = planConversations('cassettes', targets, SCENARIOS);
  const recorded = new Set(planned.map(({ target }) => target.folder));
  expect([...recorded]).toEqual(
    expect.arrayContaining([
      'openrouter/deepseek/deepseek-chat-v3.1_free',
      'openrouter/deepseek/deepseek-v3.2',
      'openrouter/moonshotai/kimi-k2-0905@deepinfra',
      'openrouter/qwen/qwen3-235b-a22b-2507',
    ]),
  );
});

test('nothing of the matrix but the reference provider is on by default', () => {
  const on = targetsOf(providers).filter(({ provider }) => accessOf(provider, {}).on);
  const inOthers = dialects().filter(({ id }) => id !== 'openai-chat');
  expect(on.map(({ id }) => id)).toEqual([
    'local/reference',
    'local/reference:free',
    'local/reference@reference',
    ...inOthers.map(({ id }) => `local/reference+${id}`),
  ]);
});

test('every provider of the matrix is on when its variables are set', () => {
  const env = Object.fromEntries(
    providers.providers.flatMap(({ keyEnv, baseUrlEnv, baseUrl }) => [
      ...(keyEnv === undefined ? [] : [[keyEnv, `key-of-${keyEnv}`]]),
      ...(baseUrlEnv === undefined ? [] : [[baseUrlEnv, baseUrl]]),
    ]),
  );
  for (const provider of providers.providers) {
    expect(accessOf(provider, env)).toMatchObject({ on: true, baseUrl: provider.baseUrl });
  }
});

test('the matrix describes the reference provider as it is', () => {
  const [local] = targetsOf(providers);
  expect(local).toMatchObject({ model: REFERENCE_MODEL, price: REFERENCE_PRICE });
  expect(new URL(local?.provider.baseUrl ?? '').pathname).toBe(BASE_PATHS.openrouter);
});
