/** `profile`, as people run it. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { type Profile, profileSchema } from '../../src/profile/profile.ts';
import { profileRulesSchema } from '../../src/provider/profile-rules.ts';
import { createReferenceProvider } from '../../src/provider/reference-provider.ts';
import { runCli, runHere } from '../support/cli.ts';
import { expect, test } from '../support/test.ts';

const ONLY = 'limits/tools,limits/tool-name-length';
const RULES = profileRulesSchema.parse({ limits: { tools: 5, 'tool-name-length': 12 } });

const provider = createReferenceProvider({ rules: RULES });
let url = '';
test.beforeAll(async () => {
  ({ url } = await provider.listen());
});
test.afterAll(() => provider.close());

/** The findings of a profile, by fact. */
function findingsOf({ facts }: Profile) {
  return Object.fromEntries(facts.map(({ id, finding }) => [id, finding]));
}

function profileIn(text: string): Profile {
  return profileSchema.parse(JSON.parse(text));
}

function cassettesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
}

test('limits are measured, and each rests on recordings', async () => {
  const outputPath = (name: string) => test.info().outputPath(name);
  const reports = outputPath('reports');
  const ran = await runCli(
    'profile',
    `${url}/v1`,
    '--model',
    'm',
    '--only',
    ONLY,
    '--json',
    '--reports',
    reports,
  );
  expect(ran.code).toBe(0);
  const profile = profileIn(ran.stdout);
  expect(findingsOf(profile)).toMatchObject({
    'limits/tools': { kind: 'number', most: 5, refusedAt: 6 },
    'limits/tool-name-length': { kind: 'number', most: 12, refusedAt: 13 },
  });
  const recorded = new Set(cassettesBelow(reports).map((file) => file.replace(/^.*?\/cassettes\//u, '')));
  expect(profile.facts.flatMap(({ evidence }) => evidence).filter((file) => !recorded.has(file))).toEqual([]);
});

test('what is exported links to recordings that are there', async () => {
  const reports = test.info().outputPath('reports');
  const only = 'surface/tool-calls,surface/temperature,surface/answer-schema';
  const ran = await runCli('profile', `${url}/v1`, '--model', 'm', '--only', only, '--reports', reports);
  const [, folder = ''] = /^(\S+): profile\.json, /mu.exec(ran.output) ?? [];
  const toml = readFileSync(join(folder, 'models.dev.toml'), 'utf8');
  const links = [...toml.matchAll(/^# <(.*)>$/gmu)].map(([, link = '']) => decodeURI(link));
  const flags = [...readFileSync(join(folder, 'flags.json'), 'utf8').matchAll(/"(\.\.\/.*\.yaml)"/gu)];
  const all = [...links, ...flags.map(([, link = '']) => link)];
  expect([links.length, flags.length > 3]).toEqual([3, true]);
  expect(all.filter((link) => !existsSync(join(folder, link)))).toEqual([]);
});

test('a budget of one request is kept, and --resume goes on from it', async () => {
  const outputPath = (name: string) => test.info().outputPath(name);
  const reports = outputPath('reports');
  const answered: string[] = [];
  const counted = createReferenceProvider({ rules: RULES, log: ({ path }) => answered.push(path) });
  const { url: address } = await counted.listen();
  const args = ['profile', `${address}/v1`, '--model', 'm', '--only', ONLY, '--json', '--reports', reports];
  const first = await runCli(...args, '--max-requests', '1', '--in-flight', '1');
  expect([first.code, answered.length, profileIn(first.stdout).spent.requests]).toEqual([0, 1, 1]);
  const run = /--resume (\S+)/u.exec(first.output)?.[1] ?? '';
  const again = await runCli(...args, '--resume', run);
  const whole = await runCli(...args);
  const resumed = profileIn(again.stdout);
  const atOnce = profileIn(whole.stdout);
  expect(findingsOf(resumed)).toEqual(findingsOf(atOnce));
  expect(resumed.spent).toEqual(atOnce.spent);
  // What was asked before was not asked again.
  expect(answered.length).toBe(2 * atOnce.spent.requests);
  await counted.close();
});

test('an interrupted profile keeps what it has, and ends with 130', async () => {
  const outputPath = (name: string) => test.info().outputPath(name);
  let answered = 0;
  let interrupt = () => {};
  const log = () => {
    answered += 1;
    if (answered === 4) interrupt();
  };
  const interrupted = createReferenceProvider({ rules: RULES, log });
  const { url: address } = await interrupted.listen();
  const args = ['profile', `${address}/v1`, '--model', 'm', '--only', ONLY, '--json', '--in-flight', '1'];
  const { signals, ended } = runHere([...args, '--reports', outputPath('reports')]);
  interrupt = () => void signals.emit('SIGINT');
  const { code, stdout, output } = await ended;
  const found = findingsOf(profileIn(stdout));
  // The fourth answer was under way.
  expect([code, found['limits/tool-name-length'], found['limits/tools']]).toEqual([
    130,
    {
      kind: 'number',
      most: 4,
      refusedAt: null,
      refusal: null,
      open: 'not asked: the run was interrupted before',
    },
    { kind: 'unknown', reason: 'not asked: the run was interrupted before' },
  ]);
  expect(output).toContain('--resume ');
  await interrupted.close();
});

test('a budget of one cent is kept', async () => {
  const outputPath = (name: string) => test.info().outputPath(name);
  const reports = outputPath('reports');
  const ran = await runCli(
    ...['profile', `${url}/v1`, '--model', 'm', '--only', ONLY, '--json', '--reports', reports],
    ...['--price', '10,40', '--max-cost', '0.01'],
  );
  const { spent, facts } = profileIn(ran.stdout);
  expect(spent.dollars).toBeLessThanOrEqual(0.01);
  const open = facts.flatMap(({ finding }) =>
    finding.kind === 'unknown' ? [finding.reason] : finding.kind === 'number' ? [finding.open] : [],
  );
  const used = 'not asked: the budget of the run did not allow one more request';
  expect(open).toContain(used);
  expect(open.filter((why) => why !== null && why !== used)).toEqual([]);
});

test('a 429 in the middle changes nothing', async () => {
  const outputPath = (name: string) => test.info().outputPath(name);
  const throttling = createReferenceProvider({ rules: RULES, throttle: { requests: 1, retryAfter: 0 } });
  const { url: address } = await throttling.listen();
  const ran = await runCli(
    ...[
      'profile',
      `${address}/v1`,
      '--model',
      'm',
      '--only',
      ONLY,
      '--json',
      '--reports',
      outputPath('reports'),
    ],
  );
  expect([ran.code, findingsOf(profileIn(ran.stdout))['limits/tools']]).toMatchObject([
    0,
    { kind: 'number', most: 5, refusedAt: 6 },
  ]);
  await throttling.close();
});

/** A server that says the same to everybody. */
async function saying(status: number, body: string): Promise<{ url: string; server: Server }> {
  const server = createServer((_, outgoing) => {
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : address;
  return { url: `http://127.0.0.1:${port}`, server };
}

const HOPELESS: Readonly<Record<string, readonly [status: number, says: string]>> = {
  'a wrong key': [401, 'the server wants a key'],
  'a model that is not there': [404, 'has the server a model m'],
  'a refusal of everything': [400, 'is refused too (HTTP 400: no)'],
};

for (const [what, [status, says]] of Object.entries(HOPELESS)) {
  test(`${what} is no refusal of anything, and ends with 2`, async () => {
    const outputPath = (name: string) => test.info().outputPath(name);
    const { url: address, server } = await saying(status, '{"error": {"message": "no"}}');
    const reports = outputPath('reports');
    const ran = await runCli('profile', `${address}/v1`, '--model', 'm', '--reports', reports, '--json');
    expect(ran.code).toBe(2);
    expect(ran.output).toContain(says);
    const kinds = profileIn(ran.stdout).facts.map(({ finding }) => finding.kind);
    expect(new Set(kinds)).toEqual(new Set(['unknown', 'not-applicable']));
    server.close();
  });
}

test('where the model makes no call, nothing is said of what a schema does', async () => {
  const message = { role: 'assistant', content: 'Blue.' };
  const answer = { object: 'chat.completion', choices: [{ index: 0, message, finish_reason: 'stop' }] };
  const { url: address, server } = await saying(200, JSON.stringify(answer));
  const reports = test.info().outputPath('reports');
  const args = ['--only', 'schemas/pattern,schemas/title', '--reports', reports, '--json'];
  const ran = await runCli('profile', `${address}/v1`, '--model', 'm', ...args);
  const silent = { kind: 'accepted', because: 'the model made no call' };
  expect([ran.code, findingsOf(profileIn(ran.stdout))]).toEqual([
    0,
    { 'schemas/pattern': silent, 'schemas/title': silent },
  ]);
  server.close();
});

test('a wrong document is one clear error', async () => {
  const outputPath = (name: string) => test.info().outputPath(name);
  const file = outputPath('rules.json');
  writeFileSync(file, '{"limits": {"tool": 5}}');
  const ran = await runCli('serve', '--profile', file);
  const said = `error: --profile ${file}: limits: Unrecognized key: "tool"; docs/serve.md describes it\n`;
  expect([ran.code, ran.output]).toEqual([2, said]);
});

const DECLARATIONS: readonly (readonly [declared: object, code: number, says: string])[] = [
  [{ max_tools: 5 }, 0, 'right    max_tools  declared 5, measured 5 (limits/tools)'],
  [{ max_tools: 128 }, 1, 'wrong    max_tools  declared 128, measured 5 (limits/tools)'],
  [{ max_turns: 20 }, 0, 'unknown  max_turns  declared 20, not measured'],
  [{ max_tool: 5 }, 2, 'max_tool: no such flag; did you mean "max_tools"?'],
];

for (const [declared, code, says] of DECLARATIONS) {
  test(`the declaration ${JSON.stringify(declared)} ends with ${code}`, async () => {
    const outputPath = (name: string) => test.info().outputPath(name);
    const file = outputPath('declared.json');
    writeFileSync(file, JSON.stringify(declared));
    const ran = await runCli(
      ...['profile', `${url}/v1`, '--model', 'm', '--only', ONLY, '--reports', outputPath('reports')],
      ...['--against', file],
    );
    expect(ran.output).toContain(says);
    expect(ran.code).toBe(code);
  });
}

test('--baseline says what changed', async () => {
  const outputPath = (name: string) => test.info().outputPath(name);
  const file = outputPath('before.json');
  const args = ['profile', `${url}/v1`, '--model', 'm', '--only', ONLY, '--reports', outputPath('reports')];
  const { stdout } = await runCli(...args, '--json');
  const before = profileIn(stdout);
  writeFileSync(file, stdout);
  const same = await runCli(...args, '--baseline', file);
  const since = `in ${before.target.id} since ${before.measuredAt.slice(0, 10)}`;
  expect(same.output).toContain(`nothing changed ${since}\n`);
  const facts = before.facts.map((fact) =>
    fact.finding.kind === 'number' ? { ...fact, finding: { ...fact.finding, most: 4, refusedAt: 5 } } : fact,
  );
  writeFileSync(file, JSON.stringify({ ...before, facts }));
  const other = await runCli(...args, '--baseline', file);
  expect(other.output).toContain(`2 facts changed ${since}\n`);
  expect(other.output).toContain('limits/tools: 5 (at 6: HTTP 400');
  expect(other.output).toContain('was 4 (at 5: HTTP 400');
  writeFileSync(file, JSON.stringify({ ...before, target: { ...before.target, id: 'another' } }));
  const none = await runCli(...args, '--baseline', file);
  expect(none.output).toContain(`no profile before of ${before.target.id}\n`);
});

test('the plan sends nothing', async () => {
  const outputPath = (name: string) => test.info().outputPath(name);
  const reports = outputPath('reports');
  const ran = await runCli(
    'profile',
    'http://127.0.0.1:9/v1',
    '--model',
    'm',
    '--plan',
    '--only',
    ONLY,
    '--reports',
    reports,
  );
  expect(ran.code).toBe(0);
  expect(ran.output).toMatch(/^\d+ facts: \d+ requests, .*\nat most \d+ requests/u);
  expect(() => readFileSync(join(reports, 'profile'))).toThrow(/ENOENT/u);
});

test('live --profile measures the configured targets, and keeps each apart', async () => {
  const outputPath = (name: string) => test.info().outputPath(name);
  const config = outputPath('providers.json');
  const { port } = new URL(url);
  const baseUrl = `http://127.0.0.1:${port}`;
  const models = [{ id: 'one' }, { id: 'two' }];
  const providers = [
    { id: 'here', name: 'Here', baseUrl: `${baseUrl}/v1`, dialect: 'openai-chat', models },
    { id: 'there', name: 'There', baseUrl: `${baseUrl}/ollama`, dialect: 'ollama', models: [{ id: 'one' }] },
  ];
  writeFileSync(config, JSON.stringify({ providers }));
  const reports = outputPath('reports');
  const args = ['live', '--config', config, '--reports', reports];
  const ran = await runCli(...args, '--profile', ONLY);
  expect(ran.code).toBe(0);
  const [run = ''] = readdirSync(join(reports, 'profile'));
  const found = ['here/one', 'here/two', 'there/one'].map((target) => {
    const profile = profileIn(readFileSync(join(reports, 'profile', run, target, 'profile.json'), 'utf8'));
    return [profile.target.id, profile.facts.map(({ finding }) => finding.kind === 'number' && finding.most)];
  });
  expect(found).toEqual([
    ['here/one', [12, 5]],
    ['here/two', [12, 5]],
    ['there/one', [12, 5]],
  ]);
  const again = await runCli(...args, '--profile', ONLY, '--baseline', join(reports, 'profile'));
  const day = profileIn(readFileSync(join(reports, 'profile', run, 'here', 'one', 'profile.json'), 'utf8'));
  expect(again.output.match(/nothing changed in \S+ since .*/gu)).toEqual(
    ['here/one', 'here/two', 'there/one'].map(
      (target) => `nothing changed in ${target} since ${day.measuredAt.slice(0, 10)}`,
    ),
  );
  const both = await runCli(...args, '--profile', '--scenario', 'weather');
  expect([both.code, both.output]).toEqual([
    2,
    'error: --profile with --scenario: a profile has facts, not scenarios; leave one of the two out\n',
  ]);
});
