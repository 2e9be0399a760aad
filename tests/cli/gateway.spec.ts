/** The command `gateway`: a small gateway of our own, as a process that it starts, and what it cannot work with. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecords } from '../../src/gateway/record.ts';
import { runCli, runHere } from '../support/cli.ts';
import { expect, test } from '../support/test.ts';

const START = ['--', process.execPath, '--import', 'tsx', 'tests/support/small-gateway-process.ts'] as const;
const CONFORMING = ['--listen', '0', '--no-faults', '--scenario', 'weather', '--time-limit', '60'];

test('a gateway that passes everything on, started with its upstream in the environment', async () => {
  const port = await freePort();
  const at = ['gateway', '--json', '--gateway', `http://127.0.0.1:${port}/v1`];
  const { code, stdout, output } = await runCli(...at, ...CONFORMING, ...START, String(port));
  const records = parseRecords(stdout, 'standard output');
  expect(records.map(({ type }) => type).filter((type) => type !== 'fate')).toEqual(['gateway']);
  expect(output).toMatch(/^the upstream of the gateway is http:\/\/127\.0\.0\.1:\d+\/v1; /u);
  expect(output).toMatch(/^Messages +kept$/mu);
  expect(output).toMatch(/\npassed: the gateway keeps all that matters\n$/u);
  const fates = records.flatMap((record) => (record.type === 'fate' ? [record.fate] : []));
  expect([...new Set(fates)].toSorted()).toEqual(['kept', 'not-shown']);
  expect(code).toBe(0);
});

test('the report has the matrix, and a page of the gateway', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  const port = await freePort();
  const at = ['gateway', '--gateway', `http://127.0.0.1:${port}/v1`, '--name', 'the small one'];
  const { code, output } = await runCli(...at, ...CONFORMING, '--report', folder, ...START, String(port));
  const matrix = readFileSync(join(folder, 'gateways', 'index.html'), 'utf8');
  const links = [...matrix.matchAll(/href="\.\.\/(gateways\/[^"#]+)"/gu)].map(([, file = '']) => file);
  const pages = [...new Set(links)].filter((file) => file !== 'gateways/index.html');
  const page = readFileSync(join(folder, pages[0] ?? ''), 'utf8');
  rmSync(folder, { recursive: true });
  expect(output).toMatch(/\d+ pages: .*index\.html/u);
  expect(pages).toHaveLength(1);
  expect(page).toContain('Through the small one');
  expect(page).toContain('id="t-messages"');
  expect(code).toBe(0);
});

test('keys of the gateway are in nothing that is written, though they pass on both wires', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  const port = await freePort();
  const [key, token] = ['sk-gateway-0123456789abcdef', 'tok-0123456789abcdef'];
  const at = ['gateway', '--json', '--gateway', `http://127.0.0.1:${port}/v1`, '--key-from', 'GATEWAY_KEY'];
  const keeping = [
    '--header',
    `X-Gateway-Token: ${token}`,
    '--save',
    folder,
    '--results',
    join(folder, 'all.jsonl'),
    '--report',
    join(folder, 'report'),
  ];
  const args = [...at, ...CONFORMING, ...keeping, ...START, String(port)];
  const { output } = await runHere(args, { GATEWAY_KEY: key }).ended;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const texts = files.map(({ name, parentPath }) => readFileSync(join(parentPath, name), 'utf8'));
  rmSync(folder, { recursive: true });
  expect(files.filter(({ name }) => name === 'index.html').length).toBeGreaterThan(4);
  expect(files.filter(({ name }) => /\.(?:yaml|jsonl)$/u.test(name)).length).toBeGreaterThan(4);
  expect([output, ...texts].filter((text) => text.includes(key) || text.includes(token))).toEqual([]);
});

/** A server that is no gateway of the upstream, and the end of the one line that says so. */
const UNFIT: Readonly<Record<string, readonly [RequestListener, why: RegExp]>> = {
  'one that answers by itself': [
    (_, answer) => answer.writeHead(200, { 'content-type': 'application/json' }).end('{"choices": []}'),
    /^error: the gateway answered \(HTTP 200\) without asking the upstream at http:\S+\/v1; point the gateway there\n$/mu,
  ],
  'one that refuses every key': [
    (_, answer) =>
      answer.writeHead(401, { 'content-type': 'application/json' }).end('{"error": {"message": "no key"}}'),
    /^error: the gateway answered \(HTTP 401: no key\) without asking the upstream at \S+; give the key of the gateway with --key-from or --header\n$/mu,
  ],
  'one that hangs up': [
    (request) => request.socket.destroy(),
    /^error: the gateway at http:\S+ does not answer \(.*\); start it, or name its command after --\n$/mu,
  ],
};

for (const [name, [listener, why]] of Object.entries(UNFIT)) {
  test(`${name} is told in one line`, async () => {
    const server = createServer(listener);
    const port = await listening(server);
    const { code, output } = await runCli(
      'gateway',
      '--gateway',
      `http://127.0.0.1:${port}/v1`,
      ...CONFORMING,
    );
    server.close();
    expect(output).toMatch(why);
    expect(code).toBe(2);
  });
}

test('nothing listens at the address', async () => {
  const { code, output } = await runCli(
    ...['gateway', '--gateway', `http://127.0.0.1:${await freePort()}/v1`, ...CONFORMING],
  );
  expect(output).toMatch(
    /^error: the gateway at \S+ does not answer \(.*\); start it, or name its command after --\n$/mu,
  );
  expect(code).toBe(2);
});

/** What is typed, or started, and the one line that says what is wrong with it. */
const WRONG: Readonly<Record<string, readonly [options: readonly string[], why: RegExp]>> = {
  'another dialect on its inner wire': [
    ['--inner', 'openai-responses', ...START],
    /^error: the gateway speaks openai-chat to its upstream \(at \/v1\/chat\/completions\); give --inner openai-chat\n$/mu,
  ],
  'a command that ends': [
    ['--', process.execPath, '-e', 'process.exit(3)'],
    /^error: the command of the gateway ended with 3 before it listened; run it alone\n$/mu,
  ],
  'a command that is none': [
    ['--', 'no-such-gateway-anywhere'],
    /^error: no-such-gateway-anywhere: cannot be started \(.*ENOENT\); name a command after --\n$/mu,
  ],
  'no such dialect': [['--dialect', 'openai'], /^error: --dialect openai: no such dialect; .*openai-chat/mu],
  'no such inner dialect': [['--inner', 'gemin'], /^error: --inner gemin: no such dialect; .*gemini/mu],
  'no port': [['--listen', 'http'], /^error: --listen http: is no port; give a number from 0 to 65535\n$/mu],
  'no version': [
    ['--package', 'hono'],
    /^error: --package hono: has no version; write it as name@version\n$/mu,
  ],
};

for (const [name, [options, why]] of Object.entries(WRONG)) {
  test(`${name} is told in one line`, async () => {
    const port = await freePort();
    const args = options.includes(START[1]) ? [...options, String(port)] : options;
    const at = ['gateway', '--gateway', `http://127.0.0.1:${port}/v1`];
    const { code, output } = await runCli(...at, ...CONFORMING, ...args);
    expect(output).toMatch(why);
    expect(code).toBe(2);
  });
}

test('Ctrl-C ends the command of the gateway too', async () => {
  const port = await freePort();
  const at = ['gateway', '--gateway', `http://127.0.0.1:${port}/v1`, '--listen', '0', '--no-faults'];
  const { signals, output, ended } = runHere([...at, ...START, String(port)]);
  await expect.poll(() => listens(port)).toBe(true);
  signals.emit('SIGINT');
  expect((await ended).code).toBe(130);
  expect(output()).toContain('interrupted: nothing was compared; run it again');
  expect(await listens(port)).toBe(false);
});

async function listens(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' });
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
