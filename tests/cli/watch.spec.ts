/** The command `watch`: a real client in front of the reference provider, with the tap between them. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { audit } from '../../src/audit/audit.ts';
import { createReferenceProvider } from '../../src/provider/reference-provider.ts';
import { readResults } from '../../src/results/file.ts';
import { runCli, startCli } from '../support/cli.ts';
import { expect, test } from '../support/test.ts';

const AGENT = [process.execPath, 'tests/support/small-agent.mjs'];
const KEY = 'sk-live/Planted+7f3e"9a&1c5b=2d8f6e4a';

let folder: string;
const closing: (() => Promise<void>)[] = [];

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-'));
});

test.afterEach(async () => {
  rmSync(folder, { recursive: true });
  for (const close of closing.splice(0)) await close();
});

/** @returns the base URL of a reference provider */
async function provider(fault?: string): Promise<string> {
  const served = createReferenceProvider(fault === undefined ? {} : { fault });
  closing.push(() => served.close());
  return `${(await served.listen()).url}/v1`;
}

const watching = (...args: readonly string[]) => startCli(['watch', ...args], { OPENAI_API_KEY: KEY }).ended;
const lastLine = (output: string) => output.trim().split('\n').at(-1);

test('a client of a conforming provider passes, and its recordings are judged alike by audit', async () => {
  const saved = join(folder, 'cassettes');
  const report = join(folder, 'report');
  const { code, output } = await watching(
    ...['--upstream', await provider(), '--save', saved, '--report', report, '--', ...AGENT],
  );
  expect(output).toContain('the agent says: ');
  expect([code, output]).toEqual([
    0,
    expect.stringContaining('passed: 2 conversations (4 exchanges) judged'),
  ]);
  const watched = readResults(join(report, 'results.jsonl'));
  const audited = audit([saved]).results;
  expect(watched.conversations).toEqual(audited.conversations);
  expect(watched.verdicts).toEqual(audited.verdicts);
  const files = [folder].flatMap((one) => readdirSync(one, { recursive: true, withFileTypes: true }));
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'));
  expect(texts.length).toBeGreaterThan(3);
  expect(texts.filter((text) => text.includes('Planted') || text.includes(KEY))).toEqual([]);
});

test('with --json standard output has the results alone', async () => {
  const { code, stdout } = await watching('--upstream', await provider(), '--json', '--', ...AGENT);
  const kinds = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).type);
  expect([code, kinds.at(0), kinds.at(-1)]).toEqual([0, 'run', 'end']);
});

test('a command that sends nothing, fails, or cannot be started ends with 2', async () => {
  const upstream = await provider();
  const idle = await watching('--upstream', upstream, '--', process.execPath, '-e', '');
  expect([idle.code, lastLine(idle.output)]).toEqual([
    2,
    'the run could not be completed: no model is asked in 0 exchanges of 0 recordings; give the client the base URL of the tap',
  ]);
  const failed = await watching('--upstream', upstream, '--', process.execPath, '-e', 'process.exit(7)');
  expect([failed.code, lastLine(failed.output)]).toEqual([2, 'the command ended with 7']);
  const missing = await watching('--upstream', upstream, '--', join(folder, 'nothing'));
  expect([missing.code, missing.output]).toEqual([2, expect.stringContaining('cannot be started (spawn ')]);
});

test('without a command it serves, tells findings as they come with who broke it, and ends with the summary', async () => {
  const upstream = await provider('ids/too-long');
  const { child, ended } = startCli(['watch', '--upstream', upstream, '--fail-on', 'should']);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text) => {
      said += text;
    });
  }
  await expect.poll(() => said).toContain('GOOGLE_GEMINI_BASE_URL=');
  const [, url = ''] = /^OPENAI_BASE_URL=(\S+)$/mu.exec(said) ?? [];
  await promisify(execFile)(AGENT[0] ?? '', AGENT.slice(1), {
    env: { OPENAI_BASE_URL: url, OPENAI_API_KEY: KEY },
  });
  await expect
    .poll(() =>
      said.split('\n').filter((line) => line.endsWith('SHOULD ids/portable, broken by the provider')),
    )
    .toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+\/my-model · streaming · \S+\.yaml: /u)]);
  expect(said).not.toContain('judged in');
  child.kill('SIGINT');
  const { code, output } = await ended;
  expect([code, output]).toEqual([
    1,
    expect.stringContaining('conformance failures: 2 conversations (4 exchanges) judged in 2 recordings'),
  ]);
  const [, kept = ''] = /the recordings are in (\S+)/u.exec(output) ?? [];
  expect(
    readdirSync(kept, { recursive: true }).filter((name) => String(name).endsWith('.yaml')),
  ).toHaveLength(2);
  rmSync(kept, { recursive: true });
});

test('recordings in which a rule was broken are kept, whether or not the gate counts it', async () => {
  const { code, output } = await watching('--upstream', await provider('ids/too-long'), '--', ...AGENT);
  const [, kept = ''] = /the recordings are in (\S+)/u.exec(output) ?? [];
  const [, next = ''] = /next +npx toolcall-conformance audit (\S+) --verbose/u.exec(output) ?? [];
  expect([code, resolve(next).startsWith(kept), existsSync(next)]).toEqual([0, true, true]);
  rmSync(kept, { recursive: true });
});

test('bad options end with 2 and one line', async () => {
  const lines = [];
  for (const args of [
    ['--upstream', 'nowhere'],
    ['--upstream', 'http://a/v1', 'http://b/v1'],
    ['--upstream', 'http://a/v1?x=1'],
    ['--upstream', 'http://a/v1', '--ca', 'missing.pem'],
    ['--upstream', 'http://a/v1', '--env', 'X=b'],
    ['--upstream', 'http://a/v1', '--max-body', '0'],
  ]) {
    const { code, output } = await runCli('watch', ...args);
    lines.push([code, output.trim()]);
  }
  expect(lines).toEqual([
    [
      2,
      'error: --upstream nowhere: is no http or https URL; write it as https://openrouter.ai/api/v1, or as name=URL',
    ],
    [2, 'error: --upstream http://b/v1: two have no name; write it as another-name=URL'],
    [2, 'error: --upstream http://a: has a query or a user; leave it out, and have the client send it'],
    [2, expect.stringContaining('error: --ca missing.pem: cannot be read (ENOENT')],
    [2, expect.stringContaining('error: --env X=b: no upstream is called b')],
    [2, 'error: --max-body 0: must be a whole number of MiB from 1 to 512'],
  ]);
});
