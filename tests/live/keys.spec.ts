/** Hunts for a planted key in everything that a live run writes and prints, whatever the provider does with it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { bodyOf, serve, startCli, writeConfig } from '../support/live-run.ts';

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
  return [['output', output] as const, ...texts].flatMap(([name, text]) =>
    Object.entries(SPELLINGS).flatMap(([spelling, trace]) =>
      text.includes(trace) ? `${name}: ${spelling}` : [],
    ),
  );
}

test('no key reaches a cassette, a report, a log or an error, in any spelling', async () => {
  test.slow();
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  let count = 0;
  let arrived = 0;
  const { origin, close } = await serve(async (incoming, outgoing) => {
    await bodyOf(incoming);
    if (incoming.headers.authorization === `Bearer ${KEY}`) arrived += 1;
    ECHOES[count % ECHOES.length]?.(outgoing);
    count += 1;
  });
  try {
    const config = writeConfig(folder, {
      baseUrl: `${origin}/v1`,
      keyEnv: VARIABLE,
      headers: { 'X-Title': 'hunt' },
    });
    const { code, output } = await startCli(
      [
        'live',
        '--config',
        config,
        '--reports',
        join(folder, 'reports'),
        '--expectations',
        join(folder, 'none'),
        '--scenario',
        ...SCENARIOS,
      ],
      { [VARIABLE]: KEY },
    ).ended;
    expect([code, arrived >= 2 * SCENARIOS.length]).toEqual([1, true]);
    const files = filesBelow(folder);
    const recordings = files.filter((path) => path.endsWith('.yaml') && path.includes('/cassettes/'));
    expect(recordings.length).toBe(2 * SCENARIOS.length);
    expect(files.some((path) => path.endsWith('.html'))).toBe(true);
    expect(leaksIn(folder, output)).toEqual([]);
    const marked = recordings.filter((path) => textOf(path).includes(`[REDACTED:${VARIABLE}]`));
    expect(marked.length).toBeGreaterThan(SCENARIOS.length);
    const deltas = marked.map((path) =>
      [...textOf(path).matchAll(/"(?:content|arguments)":"(.*?)"[,}]/gu)].map(([, text]) => text).join(''),
    );
    expect(deltas.filter((text) => text.includes(KEY) || text.includes(KEY.slice(0, 20)))).toEqual([]);
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** How the other dialects, and Azure, want the key: a header each, by what a provider is configured with. */
const SCHEMES = {
  'x-api-key': { dialect: 'anthropic-messages' },
  'x-goog-api-key': { dialect: 'gemini' },
  'api-key': { dialect: 'openai-responses', keyHeader: 'api-key' },
} as const;

test('no key reaches a cassette, whatever header it is shown in', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  const shown = new Set<string>();
  let count = 0;
  const { origin, close } = await serve(async (incoming, outgoing) => {
    await bodyOf(incoming);
    for (const [name, value] of Object.entries(incoming.headers)) if (value === KEY) shown.add(name);
    ECHOES[count % ECHOES.length]?.(outgoing);
    count += 1;
  });
  try {
    const config = writeConfig(
      folder,
      ...Object.entries(SCHEMES).map(([id, scheme]) => ({
        id,
        baseUrl: `${origin}/v1`,
        keyEnv: VARIABLE,
        extensions: [],
        ...scheme,
      })),
    );
    const folders = ['reports', 'expectations'].flatMap((name) => [`--${name}`, join(folder, name)]);
    const { code, output } = await startCli(
      ['live', '--config', config, ...folders, '--no-judge', '--scenario', ...SCENARIOS],
      { [VARIABLE]: KEY },
    ).ended;
    expect([code, shown]).toEqual([0, new Set(Object.keys(SCHEMES))]);
    const recordings = filesBelow(folder).filter((path) => path.endsWith('.yaml'));
    expect(recordings.length).toBe(Object.keys(SCHEMES).length * 2 * SCENARIOS.length);
    expect(leaksIn(folder, output)).toEqual([]);
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
});
