import { writeFileSync } from 'node:fs';
import { loadProviders } from '../../src/config/load.ts';
import { SuiteError } from '../../src/system/failure.ts';
import { define, local, model, one, oneModel, pinning, price } from '../support/configuration.ts';
import { expect, test } from '../support/test.ts';

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
    'providers[0].models[0].id: must be one line of text without white space around it',
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
