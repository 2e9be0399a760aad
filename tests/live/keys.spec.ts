/** Hunts for a planted key in everything that a live run writes and prints, whatever the provider does with it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { runHere, startCli } from '../support/cli.ts';
import { bodyOf, liveCommand, serve, writeConfig } from '../support/live-run.ts';
import { expect, test } from '../support/test.ts';

/** With characters that URLs, JSON and HTML escape. */
const KEY = 'sk-live/Planted+7f3e"9a&1c5b=2d8f6e4a';
const VARIABLE = 'PLANTED_TEST_KEY';

function base64Of(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** The key in every spelling that a program might give it; of base64 what does not depend on its surroundings. */
const SPELLINGS: Readonly<Record<string, string>> = {
  plain: KEY,
  'in JSON': JSON.stringify(KEY).slice(1, -1),
  'in JSON, escaped': [...KEY].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  'in a URL': encodeURIComponent(KEY),
  'in a form': new URLSearchParams({ k: KEY }).toString().slice(2),
  'in HTML': KEY.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
  'in base64': base64Of(KEY).slice(0, -4),
  'in base64 for URLs': Buffer.from(KEY).toString('base64url').slice(0, -4),
  'in base64, after a user': base64Of(`user:${KEY}`).slice(8, -4),
  'in hex': Buffer.from(KEY).toString('hex'),
};

const event = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'reference', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

/** What the server does with the key, request by request. */
const ECHOES: readonly ((to: ServerResponse) => void)[] = [
  (to) => to.writeHead(401).end(JSON.stringify({ error: { message: `Incorrect API key provided: ${KEY}` } })),
  (to) => to.writeHead(500, { 'X-Debug': `Bearer ${KEY}` }).end(`<pre>${SPELLINGS['in HTML']}</pre>`),
  (to) => to.writeHead(307, { Location: `http://127.0.0.1:9/?key=${SPELLINGS['in a URL']}` }).end(),
  (to) => to.writeHead(400).end(JSON.stringify({ error: { message: base64Of(`user:${KEY}`) } })),
  (to) => to.writeHead(403, { 'Set-Cookie': `session=${base64Of(KEY)}` }).end(`{"${SPELLINGS['in hex']}":1}`),
  (to) => {
    to.writeHead(200, { 'Content-Type': 'text/event-stream' });
    for (const letter of KEY) to.write(event({ content: letter }));
    to.end(`${event({}, 'stop')}data: [DONE]\n\n`);
  },
  (to) => {
    to.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const call = (fragment: string) =>
      event({
        tool_calls: [{ index: 0, id: KEY, type: 'function', function: { name: 'f', arguments: fragment } }],
      });
    for (const piece of JSON.stringify({ key: KEY }).match(/.{1,3}/gsu) ?? []) to.write(call(piece));
    to.end(`${event({}, 'tool_calls')}data: [DONE]\n\n`);
  },
  (to) => {
    to.writeHead(200, { 'Content-Type': 'text/event-stream' });
    to.write(event({ content: KEY }).slice(0, -20), () => to.socket?.resetAndDestroy());
  },
  (to) => to.writeHead(200).end(`{"echo":"${SPELLINGS['in JSON, escaped']}","${KEY.slice(0, 9)}`),
];

/** Enough for every echo. */
const SCENARIOS = ['weather', 'add-and-multiply', 'no-arguments', 'three-turns', 'tool-error', 'secret-word'];

/** Every file below a folder, those in ZIP archives left packed: their names and texts stand in other files too. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

function textOf(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
}

/** Where the key stands in what was printed or written, and how it is spelt there. */
function leaksIn(folder: string, output: string): string[] {
  const texts = filesBelow(folder).map((path) => [path.slice(folder.length), textOf(path)] as const);
  return leaksOf([['output', output], ...texts]);
}

function leaksOf(texts: readonly (readonly [name: string, text: string])[]): string[] {
  return texts.flatMap(([name, text]) =>
    Object.entries(SPELLINGS).flatMap(([spelling, trace]) =>
      text.includes(trace) ? `${name}: ${spelling}` : [],
    ),
  );
}

let folder: string;
let origin: string;
let close: () => Promise<void>;
/** The headers in which the key arrived, with how often. */
let arrivals: Map<string, number>;

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'));
  arrivals = new Map();
  // The first conversation of a target is answered: after a wrong key nothing else would be sent.
  let count = ECHOES.length - 4;
  ({ origin, close } = await serve(async (incoming, outgoing) => {
    await bodyOf(incoming);
    for (const [name, value] of Object.entries(incoming.headers)) {
      if (value === KEY || value === `Bearer ${KEY}`) arrivals.set(name, (arrivals.get(name) ?? 0) + 1);
    }
    ECHOES[count % ECHOES.length]?.(outgoing);
    count += 1;
  }));
});

test.afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

function commandOf(config: string, scenarios: readonly string[]): string[] {
  return liveCommand(folder, config, '--scenario', ...scenarios);
}

const WITH_KEY = { [VARIABLE]: KEY };

/** As in a step on GitHub, which gets annotations and a summary. */
function onGitHub(): Record<string, string> {
  return { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(folder, 'summary.md') };
}

/** What runs the command line, and of how many conversations: with Playwright, each test that fails takes a worker. */
const RUNS = {
  'in this process': {
    scenarios: SCENARIOS,
    more: ['--no-report'],
    conversations: 2 * SCENARIOS.length,
    run: runHere,
  },
  'with Playwright and its reports': {
    scenarios: SCENARIOS.slice(0, 1),
    more: ['--delivery', 'streaming'],
    conversations: 1,
    run: startCli,
  },
};

for (const [how, { scenarios, more, conversations, run }] of Object.entries(RUNS)) {
  test(`no key reaches a cassette, a report, a log or an error, in any spelling: ${how}`, async () => {
    const headers = { 'X-Title': 'hunt' };
    const config = writeConfig(folder, { baseUrl: `${origin}/v1`, keyEnv: VARIABLE, headers });
    const env = { ...WITH_KEY, ...onGitHub() };
    const { code, output } = await run([...commandOf(config, scenarios), ...more], env).ended;
    // Of some scenarios nothing may be judged, which depends on the order in which the requests come.
    expect([1, 2]).toContain(code);
    expect(arrivals.get('authorization')).toBeGreaterThanOrEqual(conversations);
    const files = filesBelow(folder);
    const recordings = files.filter((path) => path.endsWith('.yaml') && path.includes('/cassettes/'));
    expect(recordings.length).toBe(conversations);
    expect(files.some((path) => path.endsWith('.html'))).toBe(!more.includes('--no-report'));
    expect(files).toContain(join(folder, 'summary.md'));
    expect(leaksIn(folder, output)).toEqual([]);
    const marked = recordings.filter((path) => textOf(path).includes(`[REDACTED:${VARIABLE}]`));
    expect(marked.length).toBeGreaterThan(conversations / 2);
    const deltas = marked.map((path) =>
      [...textOf(path).matchAll(/"(?:content|arguments)":"(.*?)"[,}]/gu)].map(([, text]) => text).join(''),
    );
    expect(deltas.filter((text) => text.includes(KEY) || text.includes(KEY.slice(0, 20)))).toEqual([]);
  });
}

/** A client of the reference provider with a key of its own, which it shows in its prompt and in what it says. */
const OWN_KEY_CLIENT = `
  const { baseUrl, prompt, stream } = JSON.parse(process.env.TOOLCALL_TASK);
  const headers = { 'content-type': 'application/json', authorization: 'Bearer ' + process.env.${VARIABLE} };
  const messages = [{ role: 'user', content: prompt + ' ' + process.env.${VARIABLE} }];
  fetch(baseUrl + '/chat/completions', { method: 'POST', headers, body: JSON.stringify({ model: 'm', messages, stream }) })
    .then((answer) => answer.text())
    .then(() => { throw new Error('refused with ' + process.env.${VARIABLE}); });
`;

/**
 * Every output of the project that is not shown above, by what makes it and the files that are its own. A command may fail:
 * what it leaves is hunted through all the same.
 */
const OUTPUTS: Readonly<Record<string, Output>> = {
  'record and its cassettes': {
    command: ({ config }) => ['record', '--config', config, '--target', 'test', '--scenario', ...SCENARIOS],
    folders: { '--cassettes': 'recorded', '--reports': 'reports' },
    files: [/^recorded\/.*\.yaml$/u],
  },
  'live, its Allure report, JUnit, CSV, api/v1, badges, bug reports, pages and the summary of the step on GitHub':
    {
      command: ({ config }) => ['live', '--config', config, '--scenario', ...SCENARIOS],
      folders: { '--reports': 'run', '--expectations': 'none' },
      files: [
        ...[/\/results\.jsonl$/u, /\/run\.json$/u, /\/cassettes\/.*\.yaml$/u, /\/junit\.xml$/u],
        ...[/\/results\.csv$/u, /\/features\.csv$/u, /\/api\/v1\/latest\.json$/u, /\/badges\/.*\.svg$/u],
        /^summary\.md$/u,
        ...[/\/allure\/index\.html$/u, /\/conversations\/.*\/index\.html$/u, /\/checks\/.*\/index\.html$/u],
      ],
    },
  'history --add': {
    command: ({ results }) => ['history', '--add', results],
    folders: { '--store': 'nights' },
    files: [/^nights\/.*\.jsonl$/u],
  },
  'report --history': {
    command: ({ results }) => [
      'report',
      '--reports',
      dirname(results),
      '--cassettes',
      join(dirname(results), 'cassettes'),
    ],
    folders: { '--history': 'nights' },
    files: [/\/history\/.*index\.html$/u],
  },
  'probe --save --report': {
    command: ({ baseUrl }) => [
      'probe',
      baseUrl,
      '--model',
      'm',
      '--key-from',
      VARIABLE,
      '--scenario',
      ...SCENARIOS,
    ],
    folders: { '--save': 'probed', '--report': 'probe-report' },
    files: [/^probed\/.*\.yaml$/u, /^probe-report\/results\.jsonl$/u, /^probe-report\/index\.html$/u],
  },
  'probe --json': {
    command: ({ baseUrl }) => ['probe', baseUrl, '--model', 'm', '--key-from', VARIABLE, '--json'],
    folders: {},
    files: [],
  },
  'clients --save --results': {
    command: () => ['clients', '--fault', 'framing/no-done', '--json', '--verbose', '--time-limit', '30'],
    folders: { '--save': 'clients', '--results': 'clients.jsonl' },
    files: [],
    client: ['--', process.execPath, '-e', OWN_KEY_CLIENT],
  },
};

interface Output {
  readonly command: (made: {
    readonly config: string;
    readonly baseUrl: string;
    readonly results: string;
  }) => string[];
  /** Options that take a place below the folder that is searched. */
  readonly folders: Readonly<Record<string, string>>;
  readonly files: readonly RegExp[];
  readonly client?: readonly string[];
}

test('no key is in any output of the project', async () => {
  const config = writeConfig(folder, { baseUrl: `${origin}/v1`, keyEnv: VARIABLE });
  for (const [name, { command, folders, files, client = [] }] of Object.entries(OUTPUTS)) {
    const results = filesBelow(folder).find((path) => path.endsWith('/results.jsonl')) ?? '';
    const places = Object.entries(folders).flatMap(([option, place]) => [option, join(folder, place)]);
    const words = [...command({ config, baseUrl: `${origin}/v1`, results }), ...places, ...client];
    const { output } = await runHere(words, { ...process.env, ...WITH_KEY, ...onGitHub() }).ended;
    const written = filesBelow(folder).map((path) => path.slice(folder.length + 1));
    const missing = files.filter((file) => !written.some((path) => file.test(path)));
    expect({ name, missing, leaks: leaksOf([['output', output]]) }).toEqual({ name, missing: [], leaks: [] });
  }
  expect(leaksIn(folder, '')).toEqual([]);
});

/** How the other dialects, and Azure, want the key. The server speaks Chat Completions, and is asked in it. */
const HEADERS = ['x-api-key', 'x-goog-api-key', 'api-key'];

test('no key reaches a cassette, whatever header it is shown in', async () => {
  const provider = { baseUrl: `${origin}/v1`, keyEnv: VARIABLE, extensions: [] };
  const config = writeConfig(
    folder,
    ...HEADERS.map((keyHeader) => ({ id: keyHeader, ...provider, keyHeader })),
  );
  const { code, output } = await runHere([...commandOf(config, SCENARIOS), '--no-judge'], WITH_KEY).ended;
  expect([code, [...arrivals.keys()].toSorted()]).toEqual([0, HEADERS.toSorted()]);
  const recordings = filesBelow(folder).filter((path) => path.endsWith('.yaml'));
  expect(recordings.length).toBe(HEADERS.length * 2 * SCENARIOS.length);
  expect(leaksIn(folder, output)).toEqual([]);
});

/** A client that shows the key in every way, for every echo. */
const SHOWING_CLIENT = `
  const key = process.env.${VARIABLE};
  const url = process.env.OPENAI_BASE_URL + '/chat/completions';
  const shown = [{ Authorization: 'Bearer ' + key }, { 'x-api-key': key }, { 'x-goog-api-key': key }, { 'api-key': key }, { 'X-Gateway-Token': key }, {}];
  const body = JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: 'Hello' }] });
  (async () => {
    for (const headers of shown) {
      const query = Object.keys(headers).length === 0 ? '?key=' + encodeURIComponent(key) : '';
      for (let echo = 0; echo < ${ECHOES.length}; echo += 1) {
        await fetch(url + query, { method: 'POST', redirect: 'manual', headers, body }).then((answer) => answer.text()).catch(() => {});
      }
    }
  })();
`;

test('no key that passes through a tap reaches a file or the terminal, in any spelling', async () => {
  const folders = ['--save', join(folder, 'cassettes'), '--report', join(folder, 'report')];
  const client = ['--', process.execPath, '-e', SHOWING_CLIENT];
  const watch = startCli(['watch', '--upstream', `${origin}/v1`, ...folders, ...client], WITH_KEY);
  const { output } = await watch.ended;
  const shown = ['api-key', 'authorization', 'x-api-key', 'x-gateway-token', 'x-goog-api-key'];
  expect([...arrivals].toSorted()).toEqual(shown.map((name) => [name, ECHOES.length]));
  const files = filesBelow(folder);
  const recorded = files
    .filter((path) => path.endsWith('.yaml'))
    .map(textOf)
    .join('');
  expect(recorded.match(/^- id: /gmu)).toHaveLength((shown.length + 1) * ECHOES.length);
  expect(recorded).toContain('[REDACTED:CREDENTIAL]');
  expect(files.some((path) => path.endsWith('.html'))).toBe(true);
  expect(leaksIn(folder, output)).toEqual([]);
});
