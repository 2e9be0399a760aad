/** The commands `serve` and `probe` side by side, as README.md writes them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, fetch } from 'undici';
import { dialects } from '../../src/dialects/catalogue.ts';
import { type Running, runCli, runHere, startCli } from '../support/cli.ts';
import { expect, test } from '../support/test.ts';

let running: Running | undefined;

test.afterEach(async () => {
  running?.signals.emit('SIGINT');
  await running?.ended;
  running = undefined;
});

/** Starts the reference provider on a free port. @returns the base URL that all dialects share */
async function served(...more: readonly string[]): Promise<string> {
  const started = runHere(['serve', '--port', '0', ...more]);
  running = started;
  await expect.poll(() => started.output()).toContain('every dialect: ');
  return /every dialect: (\S+),/u.exec(started.output())?.[1] ?? '';
}

const lastLine = (output: string) => output.trim().split('\n').at(-1);

test('README.md has the pair that is tried here', () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(readme).toContain('probe http://127.0.0.1:8080/v1 --model my-model');
  expect(readme).toContain('serve --port 8080');
});

for (const { id } of dialects()) {
  test(`a probe of the reference provider below /v1 passes, in ${id}`, async () => {
    test.setTimeout(180_000);
    const url = await served();
    const { code, output } = await runCli('probe', url, '--model', 'my-model', '--dialect', id);
    expect([code, lastLine(output)]).toEqual([
      0,
      expect.stringMatching(/^passed: [\d,]+ conversations? \([\d,]+ exchanges?\) judged$/u),
    ]);
  });
}

test('with --model only the models that it names are served', async () => {
  const url = await served('--model', 'one', '--model', 'two');
  const probe = (model: string) => runCli('probe', url, '--model', model, '--scenario', 'weather');
  const [known, other] = [await probe('two'), await probe('my-model')];
  expect([known.code, other.code]).toEqual([0, 2]);
  expect(lastLine(other.output)).toContain('no model my-model: the server has one, two');
});

test('--log keeps a line for each request, and --list-faults tells the names', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'serve-'));
  const log = join(folder, 'log.jsonl');
  const url = await served('--log', log);
  const base = url.replace(/\/v1$/u, '/fault/ids/counter/v1');
  await runCli('probe', base, '--model', 'm', '--scenario', 'weather', '--delivery', 'buffered');
  const lines = readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  rmSync(folder, { recursive: true });
  expect(lines.map(({ at: _, ...line }) => line)).toContainEqual({
    method: 'POST',
    path: '/fault/ids/counter/v1/chat/completions',
    dialect: 'openai-chat',
    status: 200,
    fault: 'ids/counter',
    shown: true,
    why: null,
  });
  const { code, stdout } = await runCli('serve', '--list-faults');
  expect([code, stdout.split('\n').filter((line) => line.startsWith('ids/counter'))]).toEqual([
    0,
    [
      'ids/counter: the id is 0 (buffered: openai-chat, openai-responses, anthropic-messages, gemini, bedrock-converse, ollama)',
    ],
  ]);
});

test('a log that cannot be written ends the server with one line, and not as a failure does', async () => {
  const { child, ended } = startCli(['serve', '--log', '/dev/full']);
  child.stdout?.once('data', async (text: string) => {
    const url = /every dialect: (\S+),/u.exec(text)?.[1] ?? '';
    await fetch(`${url}/nowhere`, { method: 'POST' }).catch(() => {});
  });
  const { code, output } = await ended;
  expect([code, lastLine(output)]).toEqual([
    2,
    'error: /dev/full: cannot be written (ENOSPC); make room there, or name a folder that can be written to',
  ]);
});

test('credentials of --header and --body are told, and stand in nothing that is written', async () => {
  const url = await served();
  const folder = join(mkdtempSync(join(tmpdir(), 'serve-')), 'cassettes');
  const { output, stdout } = await runCli(
    ...['probe', url, '--model', 'm', '--scenario', 'weather', '--json', '--save', folder],
    ...['--header', 'X-Team-Key: PLANTED-HEADER-0123', '--body', '{"user":"sk-PLANTED0123456789abcdef"}'],
  );
  const cassettes = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  expect(output).toContain(
    '--header and --body: 2 credentials, masked in all that is written; --key-from reads one\n',
  );
  rmSync(join(folder, '..'), { recursive: true });
  expect(cassettes.length).toBe(2);
  expect([stdout, output, ...cassettes].filter((text) => text.includes('PLANTED'))).toEqual([]);
});

const [CERTIFICATE, KEY] = ['tests/support/tls/certificate.pem', 'tests/support/tls/key.pem'];

test('with a certificate it speaks HTTPS to who trusts it, and to nobody else', async () => {
  const url = await served('--tls-cert', CERTIFICATE, '--tls-key', KEY);
  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/v1$/u);
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hello' }] }),
  };
  const trusting = new Agent({ connect: { ca: readFileSync(CERTIFICATE) } });
  const answer = await fetch(`${url}/chat/completions`, { ...request, dispatcher: trusting });
  await answer.text();
  await trusting.close();
  expect(answer.status).toBe(200);
  const { code, output } = await runCli('probe', url, '--model', 'm', '--scenario', 'weather');
  expect([code, output]).toEqual([2, expect.stringContaining('self-signed certificate')]);
});

test('the tap in front of it passes on what its own authority vouches for', async () => {
  const url = await served('--tls-cert', CERTIFICATE, '--tls-key', KEY);
  const agent = ['--', process.execPath, 'tests/support/small-agent.mjs'];
  const { code, output } = await startCli(['watch', '--upstream', url, '--ca', CERTIFICATE, ...agent]).ended;
  expect([code, lastLine(output)]).toEqual([
    0,
    expect.stringMatching(/^passed: 2 conversations \(4 exchanges\) judged/u),
  ]);
});

const NO_PAIR: Readonly<Record<string, readonly [args: readonly string[], said: string]>> = {
  'no key': [['--tls-cert', CERTIFICATE], '--tls-cert: has no key; give --tls-key too'],
  'no certificate': [['--tls-key', KEY], '--tls-key: has no certificate; give --tls-cert too'],
  'a file that is not there': [
    ['--tls-cert', 'nothing.pem', '--tls-key', KEY],
    '--tls-cert nothing.pem: cannot be read (ENOENT',
  ],
  'nothing in PEM': [
    ['--tls-cert', 'package.json', '--tls-key', KEY],
    '--tls-cert package.json: holds nothing in PEM; name a file that does',
  ],
  'a device': [
    ['--tls-cert', '/dev/zero', '--tls-key', KEY],
    '--tls-cert /dev/zero: cannot be read (it is a device); name a file in PEM',
  ],
  'two certificates': [
    ['--tls-cert', CERTIFICATE, '--tls-key', CERTIFICATE],
    `--tls-cert ${CERTIFICATE} --tls-key ${CERTIFICATE}: are no pair (`,
  ],
};

for (const [name, [args, said]] of Object.entries(NO_PAIR)) {
  test(`a certificate with ${name} is said in one line`, async () => {
    const { code, output } = await runCli('serve', '--port', '0', ...args);
    expect([code, output]).toEqual([2, expect.stringContaining(said)]);
    expect(output.trim().split('\n')).toHaveLength(1);
  });
}
