import { writeFileSync } from 'node:fs';
import providers from '../../providers.config.ts';
import { accessOf } from '../../src/config/access.ts';
import { loadProviders } from '../../src/config/load.ts';
import { defineProviders, type ProvidersInput, targetsOf } from '../../src/config/providers.ts';
import { dialectOf, dialects } from '../../src/dialects/catalogue.ts';
import { BASE_PATHS } from '../../src/dialects/openai-chat/serve/service.ts';
import { headersWith } from '../../src/drive/key-headers.ts';
import { REFERENCE_MODEL, REFERENCE_PRICE } from '../../src/provider/reference-provider.ts';
import { planConversations } from '../../src/replay/plan.ts';
import { runRecord } from '../../src/results/run-record.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { SuiteError } from '../../src/system/failure.ts';
import { expect, test } from '../support/test.ts';

const model = { id: 'm' };
const local = {
  id: 'local',
  name: 'Local',
  baseUrl: 'http://localhost:8080/v1',
  dialect: 'openai-chat',
  models: [model],
};
const one = (fields: object) => ({ providers: [{ ...local, ...fields }] });
const oneModel = (...fields: object[]) => one({ models: fields.map((each) => ({ ...model, ...each })) });
const pinning = (...models: object[]) => one({ extensions: ['openrouter'], models });
const price = {
  promptPerMillion: 0.1,
  completionPerMillion: 0.2,
  source: 'https://example.com/p',
  date: '2025-11-20',
};

/** As the configuration of a project without type checks may be. */
const define = (input: unknown) => defineProviders(input as ProvidersInput);

function problemsIn(input: unknown): string[] {
  try {
    define(input);
  } catch (error) {
    if (error instanceof SuiteError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const malformed: [what: string, input: unknown, ...problems: string[]][] = [
  [
    'an unknown key near a known one',
    one({ models: [model, { id: 'n', upsteam: 'x' }] }),
    'providers[0].models[1].upsteam: unknown key; did you mean "upstream"?',
  ],
  [
    'an unknown key near none',
    oneModel({ temperature: 0 }),
    'providers[0].models[0].temperature: unknown key; known: id, weights, upstream, dialect, unsupported, price, echo, thresholds, body, tokenLimitField',
  ],
  [
    'unknown keys at every depth',
    {
      provider: [],
      providers: [
        {
          ...local,
          baseURL: '',
          limits: { inflight: 1, inFlight: 1, requestsPerMinute: 1 },
          models: [
            {
              id: 'm',
              price: { ...price, sauce: '' },
              unsupported: [{ feature: 'cost', reason: 'r', 'why not': '' }],
            },
          ],
        },
      ],
    },
    'providers[0].limits.inflight: unknown key; did you mean "inFlight"?',
    'providers[0].models[0].unsupported[0]["why not"]: unknown key; known: feature, reason, link',
    'providers[0].models[0].price.sauce: unknown key; did you mean "source"?',
    'providers[0].baseURL: unknown key; did you mean "baseUrl"?',
    'provider: unknown key; did you mean "providers"?',
  ],
  ['nothing', undefined, 'the configuration: missing'],
  ['a list', [], 'the configuration: expected an object, found a list'],
  ['no provider', { providers: [] }, 'providers: must name at least one provider'],
  [
    'missing fields',
    { providers: [{}] },
    'providers[0].id: missing',
    'providers[0].name: missing',
    'providers[0].baseUrl: missing',
    'providers[0].dialect: missing',
    'providers[0].models: missing',
  ],
  ['no model', one({ models: [] }), 'providers[0].models: must name at least one model'],
  [
    'wrong types',
    one({ name: 7, models: [null], docs: true }),
    'providers[0].name: expected a string, found 7',
    'providers[0].docs: expected a string, found boolean',
    'providers[0].models[0]: expected an object, found null',
  ],
  [
    'an id that is no slug',
    one({ id: 'Open Router' }),
    'providers[0].id: must be lower-case words joined by hyphens, such as "openrouter"',
  ],
  ['an empty name', one({ name: ' ' }), 'providers[0].name: must not be empty'],
  [
    'a base URL of another scheme',
    one({ baseUrl: 'ftp://example.com' }),
    'providers[0].baseUrl: must be an http or https URL',
  ],
  [
    'a base URL that is none',
    one({ baseUrl: 'localhost' }),
    'providers[0].baseUrl: must be an http or https URL',
  ],
  [
    'a base URL with a credential',
    one({ baseUrl: 'https://me:secret@example.com' }),
    'providers[0].baseUrl: must not hold a credential; name its variable in keyEnv',
  ],
  [
    'an unknown dialect',
    one({ dialect: 'openai-chats' }),
    'providers[0].dialect: unknown value "openai-chats"; did you mean "openai-chat"?',
  ],
  [
    'a dialect that the provider does not offer',
    one({ models: [{ id: 'm', dialect: 'anthropic-messages' }] }),
    'providers[0].models[0].dialect: the provider offers no endpoint of anthropic-messages; add it to endpoints, or choose: openai-chat',
  ],
  [
    'a dialect at two places',
    one({ endpoints: [{ dialect: 'openai-chat' }] }),
    'providers[0].endpoints[0].dialect: the provider already has an endpoint of openai-chat; remove one',
  ],
  [
    'a field of another dialect',
    one({
      endpoints: [{ dialect: 'anthropic-messages' }],
      models: [{ id: 'm', dialect: 'anthropic-messages', tokenLimitField: 'max_tokens' }],
    }),
    'providers[0].models[0].tokenLimitField: is a field of openai-chat; anthropic-messages has one field for the limit, so leave it out',
  ],
  [
    'an endpoint of a built-in provider elsewhere',
    one({
      baseUrl: 'http://127.0.0.1:4127/v1',
      builtIn: 'reference',
      endpoints: [{ dialect: 'anthropic-messages', baseUrl: 'http://127.0.0.1:4128/v1' }],
    }),
    "providers[0].endpoints[0].baseUrl: must begin as the provider's baseUrl does, since the suite serves all its endpoints there",
  ],
  [
    'a way to show a key that nobody knows',
    one({ keyHeader: 'x-apikey' }),
    'providers[0].keyHeader: unknown value "x-apikey"; did you mean "x-api-key"?',
  ],
  [
    'a header that shows a key',
    one({ headers: { 'X-Api-Key': 'k' } }),
    'providers[0].headers["X-Api-Key"]: is sent by the suite itself; name the variable that holds the key in keyEnv',
  ],
  [
    'an unknown extension',
    one({ extensions: ['litellm'] }),
    'providers[0].extensions[0]: unknown value "litellm"; known: openrouter',
  ],
  [
    'a key in place of its variable',
    one({ keyEnv: 'sk-or-v1-123' }),
    'providers[0].keyEnv: must be the name of an environment variable, not the key itself',
  ],
  [
    'a base URL in place of its variable',
    one({ baseUrlEnv: 'http://localhost:8080' }),
    'providers[0].baseUrlEnv: must be the name of an environment variable, not the URL itself',
  ],
  [
    'a built-in provider that nobody built in',
    one({ builtIn: 'referense', baseUrl: 'http://127.0.0.1:4127/v1' }),
    'providers[0].builtIn: unknown value "referense"; did you mean "reference"?',
  ],
  ...[
    'http://localhost:4127/v1',
    'https://127.0.0.1:4127/v1',
    'http://127.0.0.1/v1',
    'http://127.0.0.1:0/v1',
  ].map((baseUrl): [string, unknown, string] => [
    `a built-in provider at ${baseUrl}`,
    one({ builtIn: 'reference', baseUrl }),
    'providers[0].baseUrl: must be http://127.0.0.1:<port>/..., since the suite serves a built-in provider there',
  ]),
  [
    'a built-in provider that a variable would move',
    one({ builtIn: 'reference', baseUrl: 'http://127.0.0.1:4127/v1', baseUrlEnv: 'LOCAL_BASE_URL' }),
    'providers[0].baseUrlEnv: a built-in provider is always at its baseUrl; remove one of builtIn and baseUrlEnv',
  ],
  [
    'thresholds that are no shares',
    oneModel({ thresholds: { 'arguments/json': 95, 'arguments/schema': -0.1, 'arguments/object': '1' } }),
    'providers[0].models[0].thresholds["arguments/json"]: must not be more than 1',
    'providers[0].models[0].thresholds["arguments/schema"]: must not be less than 0',
    'providers[0].models[0].thresholds["arguments/object"]: expected a number, found a string',
  ],
  [
    'a threshold for a check that is not there',
    oneModel({ thresholds: { 'arguments/jsn': 0.9 } }),
    'providers[0].models[0].thresholds["arguments/jsn"]: there is no such check; did you mean "arguments/json"?',
  ],
  [
    'a threshold for a check on the provider',
    oneModel({ thresholds: { 'arguments/string': 0.9 } }),
    'providers[0].models[0].thresholds["arguments/string"]: is a check on the provider, and only one on the model has a threshold; did you mean "arguments/padding"?',
  ],
  [
    'headers that cannot be sent',
    one({ headers: { 'X Title': 'a', Authorization: 'Bearer b', 'X-Line': 'c\nd' } }),
    'providers[0].headers["X Title"]: is not a header name',
    'providers[0].headers.Authorization: is sent by the suite itself; name the variable that holds the key in keyEnv',
    'providers[0].headers["X-Line"]: has characters that a header cannot carry',
  ],
  [
    'limits out of range',
    one({ limits: { inFlight: 0, requestsPerMinute: 0 } }),
    'providers[0].limits.inFlight: must be at least 1',
    'providers[0].limits.requestsPerMinute: must be more than 0',
  ],
  [
    'a fraction of a request',
    one({ limits: { inFlight: 1.5, requestsPerMinute: 1 } }),
    'providers[0].limits.inFlight: expected a whole number, found 1.5',
  ],
  [
    'a model id with a space at its end',
    oneModel({ id: 'm ' }),
    'providers[0].models[0].id: must not be empty or have white space around it',
  ],
  [
    'an upstream that is no slug',
    pinning({ id: 'm', upstream: 'Deep Infra' }),
    'providers[0].models[0].upstream: must be an upstream such as "deepinfra" or "deepinfra/fp8"',
  ],
  [
    'a pin without the extension',
    oneModel({ upstream: 'deepinfra' }),
    'providers[0].models[0].upstream: only a provider with the extension "openrouter" can pin an upstream; add extensions: [\'openrouter\'] or remove the pin',
  ],
  [
    'an unknown feature',
    oneModel({ unsupported: [{ feature: 'steam-usage', reason: 'r' }] }),
    'providers[0].models[0].unsupported[0].feature: unknown value "steam-usage"; did you mean "stream-usage"?',
  ],
  [
    'a feature without a reason',
    oneModel({ unsupported: [{ feature: 'cost', reason: '' }] }),
    'providers[0].models[0].unsupported[0].reason: must not be empty',
  ],
  [
    'a price out of range',
    oneModel({
      price: { promptPerMillion: -1, completionPerMillion: 1, source: 'menu', date: '2025-02-30' },
    }),
    'providers[0].models[0].price.promptPerMillion: must not be negative',
    'providers[0].models[0].price.source: must be an http or https URL',
    'providers[0].models[0].price.date: must be a date such as 2025-11-20',
  ],
  [
    'a provider twice, beside another problem',
    { providers: [local, { ...local, nmae: '', models: [{ id: 'n' }] }] },
    'providers[1].nmae: unknown key; did you mean "name"?',
    'providers[1].id: the id "local" is taken by providers[0]; join the two or rename one',
  ],
  [
    'a target twice',
    pinning({ id: 'm', upstream: 'x' }, { id: 'n' }, { id: 'm', upstream: 'x' }),
    'providers[0].models[2]: the target local/m@x is already defined by providers[0].models[0]; remove one',
  ],
  [
    'a folder twice',
    oneModel({ id: 'a:b' }, { id: 'a_b' }),
    'providers[0].models[1]: the targets local/a:b and local/a_b would share the folder local/a_b; remove one',
  ],
  [
    'a folder twice but for case',
    oneModel({ id: 'Qwen3' }, { id: 'qwen3' }),
    'providers[0].models[1]: the targets local/Qwen3 and local/qwen3 would share the folder local/qwen3; remove one',
  ],
  [
    'a value that cannot be written as text',
    one({ extensions: [{ toString: 1 }] }),
    'providers[0].extensions[0]: unknown value an object; known: openrouter',
  ],
  [
    'a list of 5,000 levels',
    one({ extensions: [JSON.parse('['.repeat(5000) + ']'.repeat(5000))] }),
    'providers[0].extensions[0]: unknown value a list; known: openrouter',
  ],
  [
    'a value of 300,000 characters',
    one({ extensions: ['x'.repeat(300_000)] }),
    `providers[0].extensions[0]: unknown value "${'x'.repeat(80)}…"; known: openrouter`,
  ],
  [
    'a list of 130,000 wrong values',
    one({ extensions: Array(130_000).fill(1) }),
    'the configuration: holds more than can be read; write fewer entries, or less deep ones',
  ],
  [
    'more problems than anybody reads',
    { providers: Array(52).fill(1) },
    ...Array.from({ length: 50 }, (_, at) => `providers[${at}]: expected an object, found 1`),
    'the configuration: has 2 more problems like these',
  ],
];

for (const [what, input, ...problems] of malformed) {
  test(`refuses ${what}`, () => {
    expect(problemsIn(input)).toEqual(problems.map((problem) => `providers.config.ts: ${problem}`));
  });
}

test('a JSON file may begin with a byte order mark; one that is cut off is refused', async () => {
  const file = test.info().outputPath('providers.json');
  const text = JSON.stringify({ providers: [local] });
  writeFileSync(file, `\uFEFF${text}`);
  expect(await loadProviders(file)).toEqual(define({ providers: [local] }));
  writeFileSync(file, '{"providers":[');
  await expect(loadProviders(file)).rejects.toThrow(
    new SuiteError(
      `${file}: is not JSON (Unexpected end of JSON input); mend it, or name another with --config`,
    ),
  );
});

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
