/** The command `replay` on folders of its own. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseResults } from '../../src/results/read-jsonl.ts';
import { type Ran, runCli, runHere, startCli } from '../support/cli.ts';
import { expect, test } from '../support/test.ts';

const KIMI = 'openrouter/moonshotai/kimi-k2-0905@deepinfra/weather.streaming.yaml';
const FREE = 'openrouter/deepseek/deepseek-chat-v3.1_free/weather.streaming.yaml';

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'replay-'));
  copyCassettes();
  cpSync('specs/expectations', join(folder, 'expectations'), { recursive: true });
});

test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The five that were recorded from a real gateway. */
function copyCassettes(): void {
  cpSync('cassettes/openrouter', join(folder, 'cassettes', 'openrouter'), { recursive: true });
}

function replay(...args: readonly string[]): Promise<Ran> {
  return runCli(...commandOf(...args));
}

function commandOf(...args: readonly string[]): string[] {
  const options = ['cassettes', 'expectations', 'reports'].flatMap((name) => [
    `--${name}`,
    join(folder, name),
  ]);
  return ['replay', '--no-report', ...options, ...args];
}

function resultsText(): string {
  return readFileSync(join(folder, 'reports', 'results.jsonl'), 'utf8');
}

/** results.jsonl without what is new in each run, and without the commit, which an installed package does not have. */
function lastingText(): string {
  return resultsText()
    .replace(/"commit":(?:null|"[0-9a-f]{40}")/u, '')
    .replace(/"id":"[0-9a-f-]{36}"/u, '')
    .replace(/"startedAt":"[^"]*"/u, '');
}

function results(): ReturnType<typeof parseResults> {
  return parseResults(resultsText(), 'results.jsonl');
}

function edit(cassette: string, change: (text: string) => string): void {
  const file = join(folder, 'cassettes', cassette);
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(file, after);
}

/** What is wrong or worth knowing in a run, a line each. */
function told(): string[] {
  return results()
    .verdicts.filter(({ outcome }) => outcome === 'fail')
    .map(({ target, scenario, level, check, findings, expectation }) => {
      const places = findings.map(({ exchange, event }) => `${exchange}/${event}`).join(' ');
      return `${target} ${scenario} ${level} ${check} ${places}${expectation === null ? '' : ' known'}`;
    });
}

test('the seeds hold, and every deviation is the one that was read from the bytes', async () => {
  const run = await replay('--fail-on', 'should');
  expect(run.output).toContain('5 conversations (10 exchanges) judged');
  expect(run.code).toBe(0);
  expect(told().filter((line) => !line.includes(' MAY '))).toEqual([
    'openrouter/deepseek/deepseek-chat-v3.1:free weather SHOULD usage/chunk-choices-empty 1/11 2/31 known',
    'openrouter/moonshotai/kimi-k2-0905@deepinfra weather SHOULD usage/chunk-choices-empty 1/3 2/3 known',
    'openrouter/qwen/qwen3-235b-a22b-2507 add-and-multiply SHOULD usage/chunk-choices-empty 1/6 2/28 known',
    'openrouter/qwen/qwen3-235b-a22b-2507 weather SHOULD cost/matches-upstream 1/5 known',
  ]);
  expect(told().filter((line) => line.includes(' MAY ') && !line.includes('usage/null-elsewhere'))).toEqual([
    'openrouter/deepseek/deepseek-chat-v3.1:free weather MAY ids/entropy 1/9',
    'openrouter/deepseek/deepseek-v3.2 weather MAY routing/model 1/1 2/1',
    'openrouter/moonshotai/kimi-k2-0905@deepinfra weather MAY ids/entropy 1/2',
    'openrouter/qwen/qwen3-235b-a22b-2507 add-and-multiply MAY ids/entropy 1/2 1/4',
    'openrouter/qwen/qwen3-235b-a22b-2507 weather MAY routing/stable 2/1',
    'openrouter/qwen/qwen3-235b-a22b-2507 weather MAY routing/model 1/1 2/1',
  ]);
});

test('every cassette of the repository keeps what it is held to', async () => {
  const run = await runCli(
    'replay',
    '--no-report',
    '--reports',
    join(folder, 'reports'),
    '--fail-on',
    'should',
  );
  expect(run.output).toMatch(/passed: [\d,]+ conversations? \([\d,]+ exchanges?\) judged/u);
  expect(run.code).toBe(0);
  // What nobody can tell: the rest of an answer that was cut off, and the prompt of one that the client left.
  const doubts = results().verdicts.filter(({ outcome }) => outcome === 'inconclusive');
  expect([...new Set(doubts.map(({ scenario, reason }) => `${scenario}: ${reason}`))]).toEqual([
    'truncated: exchange 1: the answer was cut off',
  ]);
});

test('two runs write the same bytes but for id and time', async () => {
  await replay();
  const first = lastingText();
  await replay();
  expect(lastingText()).toBe(first);
});

test('a flipped character of an id in the second request is pointed at', async () => {
  edit(KIMI, (text) => text.replace('"tool_call_id":"0"', '"tool_call_id":"1"'));
  const run = await replay();
  expect(run.code).toBe(2);
  expect(run.output).toContain('weather.streaming.yaml:');
  expect(run.output).toContain('request 2 of 2 is not the recorded one');
  expect(run.output).toContain('messages[3].tool_call_id: recorded "1", sent "0"');
});

test('a new MUST failure is red, and so is an expectation that no longer holds', async () => {
  edit(KIMI, (text) => text.replaceAll('"total_tokens":100', '"total_tokens":101'));
  const red = await replay();
  expect(red.code).toBe(1);
  expect(red.output).toContain('MUST usage/total\n');

  rmSync(join(folder, 'expectations'), { recursive: true });
  mkdirSync(join(folder, 'expectations', 'openrouter', 'moonshotai'), { recursive: true });
  const file = join(folder, 'expectations', 'openrouter', 'moonshotai', 'kimi-k2-0905@deepinfra.yaml');
  writeFileSync(file, '- check: usage/total\n  reason: it was counted wrong\n  since: 2026-11-20\n');
  expect((await replay()).code).toBe(0);

  copyCassettes();
  const stale = await replay();
  expect(stale.code).toBe(1);
  expect(stale.output).toContain('kimi-k2-0905@deepinfra.yaml:1: usage/total passes');
});

test('with a baseline only what is new since then is held against a provider, and what is gone against the run', async () => {
  edit(KIMI, (text) => text.replaceAll('"total_tokens":100', '"total_tokens":101'));
  expect((await replay()).code).toBe(1);
  const baseline = join(folder, 'baseline.jsonl');
  cpSync(join(folder, 'reports', 'results.jsonl'), baseline);
  const summary = join(folder, 'summary.md');
  const known = await replay('--baseline', baseline);
  expect(known.output).toContain('passed: 5 conversations');
  expect(known.code).toBe(0);
  expect(told()).toContainEqual(expect.stringContaining('MUST usage/total'));

  edit(FREE, (text) => text.replaceAll('"total_tokens":', '"total_tokens":1'));
  rmSync(join(folder, 'cassettes', 'openrouter', 'deepseek', 'deepseek-v3.2'), { recursive: true });
  const onGitHub = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
  const worse = await runHere(commandOf('--baseline', baseline), onGitHub).ended;
  expect(worse.code).toBe(1);
  expect(worse.output).toMatch(
    /^MUST usage\/total \(new\)\n.*\n {2}targets {4}openrouter\/deepseek\/deepseek-chat-v3\.1:free$/mu,
  );
  expect(worse.output).toContain('vanished: openrouter/deepseek/deepseek-v3.2 · weather · streaming');
  expect(worse.output).toMatch(
    /^::error file=.*weather\.streaming\.yaml,line=\d+,title=MUST usage\/total::/mu,
  );
  expect(readFileSync(summary, 'utf8')).toContain('1 conversations vanished');
});

test('expectations update writes what is to be explained, refuses to go on before it is, and takes out what is stale', async () => {
  edit(KIMI, (text) => text.replaceAll('"total_tokens":100', '"total_tokens":101'));
  expect((await replay()).code).toBe(1);
  const file = join(folder, 'expectations', 'openrouter', 'moonshotai', 'kimi-k2-0905@deepinfra.yaml');
  const update = () =>
    runCli(
      'expectations',
      'update',
      ...['cassettes', 'expectations', 'reports'].flatMap((name) => [`--${name}`, join(folder, name)]),
    );
  const added = await update();
  expect(added.output).toContain(`${file}: 1 added, 0 taken out`);
  expect(added.code).toBe(1);
  expect(readFileSync(file, 'utf8')).toMatch(
    /- check: usage\/total\n {2}reason: "?To be explained: .+"?\n {2}since: \d{4}-\d\d-\d\d\n$/u,
  );
  const unexplained = await replay();
  expect(unexplained.code).toBe(2);
  expect(unexplained.output).toMatch(/kimi-k2-0905@deepinfra\.yaml:\d+: .*is still to be explained/u);

  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(/To be explained: /u, 'it counts the prompt twice, '),
  );
  expect((await replay()).code).toBe(0);
  copyCassettes();
  expect((await replay()).code).toBe(1);
  const pruned = await update();
  expect([pruned.code, pruned.output]).toEqual([
    0,
    `${file}: 0 added, 1 taken out\nnothing is to be explained; replay again\n`,
  ]);
  expect((await replay()).code).toBe(0);
});

const CALLS = 'openrouter/qwen/qwen3-235b-a22b-2507/add-and-multiply.streaming.yaml';

/** Each with a wrong of its own, and what is said of it. */
const BROKEN: Readonly<Record<string, { text: (whole: string) => string; told: RegExp }>> = {
  [FREE]: {
    text: () => 'version: 2\ninteractions: [}\n',
    told: /_free\/weather\.streaming\.yaml:2: is not/u,
  },
  [KIMI]: {
    text: (whole) => whole.slice(0, whole.indexOf('code: 200') - 20),
    told: /@deepinfra\/weather\.streaming\.yaml:\d+: .*(cut off|ends too early)/u,
  },
  'openrouter/deepseek/deepseek-v3.2/weather.streaming.yaml': {
    text: (whole) => whole.replace('version: 2', 'version: 9'),
    told: /v3\.2\/weather\.streaming\.yaml:2: version 9 is unknown/u,
  },
  'openrouter/qwen/qwen3-235b-a22b-2507/weather.streaming.yaml': {
    text: (whole) => whole.replace(/^ {4}body: \|\+[\s\S]*?(?=^ {4}headers:)/mu, ''),
    told: /2507\/weather\.streaming\.yaml:\d+: interactions\[0\]\.response\.body is missing/u,
  },
};

test('a cassette that cannot be read is one error that says what is wrong and where, and the others are judged', async () => {
  for (const [cassette, { text }] of Object.entries(BROKEN)) edit(cassette, text);
  const run = await replay();
  expect(run.code).toBe(2);
  for (const { told: message } of Object.values(BROKEN)) expect(run.output).toMatch(message);
  const { conversations, verdicts } = results();
  const outcomesOf = (cassette: string) => {
    const found = conversations.find((each) => cassette.endsWith(each.cassette.replace(/^cassettes\//u, '')));
    return verdicts
      .filter(({ target, scenario }) => target === found?.target && scenario === found.scenario)
      .map(({ outcome }) => outcome);
  };
  for (const cassette of Object.keys(BROKEN)) expect(outcomesOf(cassette)).toContain('error');
  expect(outcomesOf(CALLS)).toContain('fail');
  expect(outcomesOf(CALLS)).not.toContain('error');
});

test('a cassette that belongs to nobody is an error before anything runs', async () => {
  cpSync(join(folder, 'cassettes', KIMI), join(folder, 'cassettes', 'openrouter', 'stray.yaml'));
  const run = await replay();
  expect(run.code).toBe(2);
  expect(run.output).toMatch(/stray\.yaml: belongs to no target, scenario and delivery; add the target/u);
});

test('many cassettes that belong to nobody are one line', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    cpSync(join(folder, 'cassettes', KIMI), join(folder, 'cassettes', 'openrouter', `${name}.yaml`));
  const run = await replay();
  expect(run.code).toBe(2);
  expect(run.output.replaceAll(`${folder}/`, '').match(/^.*belong to no target.*$/gmu)).toEqual([
    'error: cassettes/openrouter/a.yaml, cassettes/openrouter/b.yaml, cassettes/openrouter/c.yaml and 2 more: ' +
      'belong to no target, scenario and delivery; add the target to the configuration and replay again, or move the files',
  ]);
});

test('Playwright, in processes of its own, finds what is found here, and ends as the gate says', async () => {
  edit(KIMI, (text) => text.replace('version: 2', 'version: 9'));
  const here = await replay('--fail-on', 'should');
  const foundHere = lastingText();
  // The tests of one concern judge every conversation, and a worker ends with each test that fails.
  const command = commandOf('--fail-on', 'should');
  const whole = await startCli([...command, '--', '--workers=1', '--grep=@tool-call-ids']).ended;
  expect(lastingText()).toBe(foundHere);
  expect([here.code, whole.code]).toEqual([2, 2]);
  expect(here.output).toContain('version 9 is unknown');
  expect(whole.output.endsWith(here.output)).toBe(true);
});
