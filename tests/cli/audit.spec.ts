/** The command `audit`. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { RECORDING_FORMATS } from '../../src/evidence/recordings/read-recording.ts';
import { parseResults } from '../../src/results/read-jsonl.ts';
import { runCli, runHere, startCli } from '../support/cli.ts';
import { expect, test } from '../support/test.ts';

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'));
  cpSync('cassettes/openrouter', join(folder, 'recordings'), { recursive: true });
});

test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('--json prints results that can be read back, with a target for each model', async () => {
  const { code, stdout } = await startCli(['audit', join(folder, 'recordings'), '--json']).ended;
  const { run, conversations } = parseResults(stdout, 'stdout');
  expect(code).toBe(0);
  expect(run.mode).toBe('audit');
  expect(Object.keys(run.targets)).toEqual([
    'openrouter.ai/deepseek/deepseek-chat-v3.1:free',
    'openrouter.ai/deepseek/deepseek-v3.2',
    'openrouter.ai/moonshotai/kimi-k2-0905@deepinfra',
    'openrouter.ai/qwen/qwen3-235b-a22b-2507',
  ]);
  expect(conversations.map(({ exchanges }) => exchanges)).toEqual([2, 2, 2, 2, 2]);
});

test('--fail-on decides what is red, and --report writes pages with the evidence', async () => {
  const report = join(folder, 'report');
  const { code, output } = await runCli(
    'audit',
    join(folder, 'recordings'),
    '--fail-on',
    'should',
    '--report',
    report,
  );
  expect(code).toBe(1);
  expect(output).toContain('conformance failures: 5 conversations (10 exchanges) judged in 5 recordings');
  expect(['index.html', 'results.jsonl'].filter((name) => !existsSync(join(report, name)))).toEqual([]);
});

test('a report has the results for other programs, and with --allure its pages', async () => {
  const report = join(folder, 'report');
  const { code } = await runCli('audit', join(folder, 'recordings'), '--report', report);
  expect(code).toBe(0);
  const files = ['junit.xml', 'results.csv', 'features.csv', 'api/v1/latest.json', 'badges', 'allure'];
  expect(files.filter((name) => !existsSync(join(report, name)))).toEqual(['allure']);
  expect(readFileSync(join(report, 'junit.xml'), 'utf8')).toContain('tests=');
  expect(await runCli('audit', join(folder, 'recordings'), '--allure')).toMatchObject({
    code: 2,
    output: 'error: --allure: the report needs a folder; name one with --report\n',
  });
});

test('what a baseline or an expectation knows is not held against a provider', async () => {
  const recordings = join(folder, 'recordings');
  const audit = (...more: string[]) => runCli('audit', recordings, '--fail-on', 'should', ...more);
  const { code, stdout } = await startCli(['audit', recordings, '--json', '--fail-on', 'should']).ended;
  expect(code).toBe(1);
  const baseline = join(folder, 'baseline.jsonl');
  writeFileSync(baseline, stdout);
  const same = await audit('--baseline', baseline);
  expect(same.code).toBe(0);
  expect(same.output).toContain('passed: 5 conversations (10 exchanges) judged');

  const expectations = join(folder, 'expectations');
  const held = parseResults(stdout, 'stdout').verdicts.filter(
    ({ outcome, level, subject }) => outcome === 'fail' && level !== 'MAY' && subject === 'provider',
  );
  expect(held.length).toBeGreaterThan(0);
  for (const { target, check } of held) {
    const file = join(expectations, `${target.replaceAll(':', '_')}.yaml`);
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, `- {check: ${check}, reason: known, since: 2026-01-01}\n`);
  }
  expect((await audit('--expectations', expectations)).code).toBe(0);
  writeFileSync(join(expectations, 'nobody.yaml'), '- {check: ids/present, reason: x, since: 2026-01-01}\n');
  const stale = await audit('--expectations', expectations);
  expect(stale.code).toBe(1);
  expect(stale.output).toContain('no target "nobody"');
});

test('GitHub is told as by a replay', async () => {
  const summary = join(folder, 'summary.md');
  const { output } = await runHere(['audit', join(folder, 'recordings'), '--fail-on', 'should'], {
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: summary,
  }).ended;
  expect(output).toMatch(/::error file=.*recordings.*yaml,line=\d+,title=SHOULD /u);
  expect(readFileSync(summary, 'utf8')).toContain('conformance failures');
});

test('a recording that cannot be read is told, the others are judged, and the end is 2', async () => {
  writeFileSync(
    join(folder, 'recordings', 'broken.yaml'),
    'version: 2\ninteractions:\n- id: 0\n  request: 7\n',
  );
  const { code, output } = await runCli('audit', join(folder, 'recordings'));
  expect(code).toBe(2);
  expect(output).toMatch(/unreadable: .*broken\.yaml:\d+: interactions\[0\]\.request/u);
  expect(output).toContain(
    '5 conversations (10 exchanges) judged in 5 recordings; 1 unreadable, 0 other files',
  );
  expect(output.trim().split('\n').at(-1)).toMatch(
    /^the run could not be completed: 1 file could not be read: .*broken\.yaml:\d+: interactions\[0\]\.request/u,
  );
});

test('a path that is not there, and one that is no recording, are errors', async () => {
  const missing = await runCli('audit', join(folder, 'nowhere'));
  expect(missing.code).toBe(2);
  expect(missing.output).toContain('nowhere');
  const other = await runCli('audit', 'package.json');
  expect(other.code).toBe(2);
  expect(other.output).toContain('package.json: is no recording');
  const near = join(folder, 'near.json');
  writeFileSync(near, '{"log":[{"request":{},"response":{}}]}');
  expect((await runCli('audit', near)).output).toContain(
    'near.json: is no recording: it comes nearest to HAR, but entries is missing; restore it, or leave it out\n',
  );
});

test('--formats prints every format that can be read, and without it a path is needed', async () => {
  const { code, stdout } = await startCli(['audit', '--formats']).ended;
  expect(code).toBe(0);
  expect(stdout).toBe(RECORDING_FORMATS.map(({ name, keeps }) => `${name}: ${keeps}\n`).join(''));
  expect(await runCli('audit')).toMatchObject({
    code: 2,
    output: 'error: audit: name a recording, or a folder of recordings\n',
  });
});

test('what is left out is said on standard error with counts by reason, with --json too', async () => {
  const embeddings = (host: string) => ({
    time: 1,
    request: { method: 'POST', url: `https://${host}/v1/embeddings`, headers: [] },
    response: { status: 200, headers: [], content: { text: '{}' } },
  });
  const entries = [embeddings('a.test'), embeddings('b.test'), embeddings('a.test')];
  writeFileSync(join(folder, 'recordings', 'other.har'), JSON.stringify({ log: { creator: {}, entries } }));
  writeFileSync(join(folder, 'recordings', 'notes.md'), '# Notes');
  writeFileSync(join(folder, 'recordings', 'broken.har'), '{"log": {"creator": {}, "entries": [');
  for (const more of [[], ['--json']]) {
    const { code, stdout, output } = await runCli('audit', join(folder, 'recordings'), ...more);
    expect(code).toBe(2);
    expect(output).toContain('not judged: 3 exchanges: embeddings (a.test: 2, b.test: 1)\n');
    expect(output).toContain('not judged: 1 file: no recording\n');
    expect(output).toMatch(/unreadable: .*broken\.har: is not whole JSON/u);
    expect(output).toContain('the run could not be completed: 1 file could not be read: ');
    expect(stdout).not.toContain('not judged');
  }
});

test('planted credentials are in no output, how many were masked is said, and --keep-secrets shows them', async () => {
  const key = 'sk-proj-PLANTED0123456789abcdef';
  const recording = join(folder, 'recordings', 'deepseek', 'deepseek-v3.2', 'weather.streaming.yaml');
  const before = readFileSync(recording, 'utf8');
  const url = /url: (\S+)/u.exec(before)?.[1] ?? '';
  writeFileSync(
    recording,
    before
      .replaceAll(`url: ${url}`, `url: ${url}?key=${key}`)
      .replaceAll('"finish_reason":"tool_calls"', `"finish_reason":"${key}"`),
  );
  const textOf = (report: string) =>
    readdirSync(report, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
  const audit = async (report: string, ...more: string[]) => {
    const options = ['--report', join(folder, report), '--verbose', ...more];
    const { output } = await runCli('audit', join(folder, 'recordings'), ...options);
    return { output, all: `${output}\n${textOf(join(folder, report))}` };
  };
  const [told, json, kept] = [
    await audit('a'),
    await audit('b', '--json'),
    await audit('c', '--keep-secrets'),
  ];
  expect([told, json, kept].map(({ all }) => all.includes('PLANTED'))).toEqual([false, false, true]);
  const line = 'masked: 1 credential of the recordings; --keep-secrets shows what stands there\n';
  expect([told, json, kept].map(({ output }) => output.includes(line))).toEqual([true, true, false]);
});
