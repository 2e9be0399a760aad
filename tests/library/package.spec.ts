/** The package as others install it: what README.md and docs/library.md show is run in a project that has nothing else. */
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { listChecks } from '../../src/library/index.ts';
import { createReferenceProvider } from '../../src/provider/reference-provider.ts';
import { isBuilt } from '../support/built.ts';
import { runCli } from '../support/cli.ts';
import { environment } from '../support/environment.ts';
import { expect, test } from '../support/test.ts';

const lockSchema = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) });

/** What the library itself must not load. */
const RUNNERS = /^node_modules\/(?:@playwright\/test|playwright|playwright-core|vitest)$/u;

let project: string;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'package-'));
  writeFileSync(join(project, 'package.json'), '{ "name": "project", "private": true }');
  if (!isBuilt()) await run('npm', ['run', 'build'], '.');
  const packed = await run(
    'npm',
    ['pack', '--silent', '--ignore-scripts', '--pack-destination', project],
    '.',
  );
  expect(packed.code, packed.errors).toBe(0);
  const installed = join(project, 'node_modules', 'toolcall-conformance');
  mkdirSync(installed, { recursive: true });
  const archive = packed.output.trim().split('\n').at(-1) ?? '';
  await run('tar', ['-xzf', archive, '--strip-components', '1', '-C', installed]);
  for (const [name, code] of examples()) writeFileSync(join(project, name), code);
  mkdirSync(join(project, 'recordings'));
  cpSync('cassettes/local/reference/weather.streaming.yaml', join(project, 'recordings', 'weather.yaml'));
});

test.afterAll(() => rmSync(project, { recursive: true, force: true }));

test('ESM and CommonJS, where no test runner is installed', async () => {
  link((path, isDev) => !isDev && !RUNNERS.test(path));
  const judged = await run('node', ['judge.mjs']);
  expect({ ...judged, output: judged.output.split('\n').slice(0, 2) }).toEqual({
    code: 0,
    output: [
      'llm.example.org/my-model, Chat Completions, buffered, 1 exchange',
      'MUST ids/unique-in-response: fail',
    ],
    errors: '',
  });
  expect(await run('node', ['list.cjs'])).toEqual({
    code: 0,
    output: listChecks('anthropic-messages')
      .map(({ level, id, title }) => `${level} ${id} ${title}\n`)
      .join(''),
    errors: '',
  });
});

test('types, as Node and as a bundler resolve them', async () => {
  link((path, isDev) => isDev || RUNNERS.test(path));
  writeFileSync(
    join(project, 'wrong.ts'),
    "import { toKeepProtocol } from 'toolcall-conformance';\ntoKeepProtocol([], { failOn: 'never' });\n",
  );
  const check = (...args: string[]) =>
    run('node', ['node_modules/typescript/bin/tsc', '--noEmit', '--strict', '--types', 'node', ...args]);
  const nodes = await check(
    '--module',
    'nodenext',
    'readme.spec.ts',
    'agent.spec.ts',
    'agent.test.ts',
    'wrong.ts',
  );
  const bundlers = await check('--module', 'preserve', '--moduleResolution', 'bundler', 'wrong.ts');
  const error =
    /^wrong\.ts\(2,22\): error TS2322: Type '"never"' is not assignable to type '"must" \| "should" \| undefined'\.\n$/u;
  expect(nodes.output).toMatch(error);
  expect(bundlers.output).toMatch(error);
});

/**
 * What runs the program in each type of project: all of the first steps once, but for the report of `live`, which
 * tests/live/keys.spec.ts looks through, and once what reads the configuration; shards are replayed there below.
 */
for (const { type, asked } of [
  {
    type: 'commonjs',
    asked: (command: string) => (command.startsWith('live') ? `${command} --no-report` : command),
  },
  {
    type: 'module',
    asked: (command: string) =>
      command.startsWith('live') ? 'live --scenario weather --no-judge' : command.replace(/^replay.*/u, ''),
  },
]) {
  test(`the first steps of README.md, in a project of type ${type}`, async () => {
    test.setTimeout(180_000);
    link((path, isDev) => !isDev && path !== 'node_modules/vitest');
    const own = ownProject(type);
    mkdirSync(own);
    writeFileSync(join(own, 'package.json'), JSON.stringify({ type }));
    const [, block = ''] =
      /^```sh\n(npx toolcall-conformance init.*?)^```$/msu.exec(readFileSync('README.md', 'utf8')) ?? [];
    const commands = block
      .split('\n')
      .flatMap((line) => /^npx toolcall-conformance ([^#]+)/u.exec(line)?.[1]?.trim() ?? []);
    expect(commands).toHaveLength(4);
    const wanted = commands.map(asked).filter((command) => command !== '');
    const ended = [];
    for (const command of wanted) {
      const { code, output } = await program(own, command);
      ended.push([command, code, code === 0 ? '' : output]);
    }
    expect(ended).toEqual(wanted.map((command) => [command, 0, '']));
    expect(existsSync(join(own, 'reports', 'index.html'))).toBe(type === 'commonjs');
  });
}

test('shards, merged, are the whole: a failure in any turns it red, the bytes are the same but for id and time, and all reports are built', async () => {
  test.setTimeout(180_000);
  const own = ownProject('module');
  const [recording = ''] = readdirSync(join(own, 'cassettes'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('weather.buffered.yaml'))
    .map((name) => join(own, 'cassettes', name));
  breakPromise(recording);
  const folders = ['cassettes', 'expectations', 'reports'].flatMap((name) => [`--${name}`, join(own, name)]);
  const config = join(own, 'providers.config.ts');
  const whole = await runCli(
    'replay',
    '--no-report',
    '--config',
    config,
    ...folders,
    '--reports',
    join(own, 'whole'),
  );
  // Of two conversations there are at most two parts, and nothing falls to the third.
  for (const current of [1, 2, 3]) {
    const { code, output } = await program(own, `replay --shard ${current}/3`);
    expect(code, output).toBe(0);
  }
  expect(readdirSync(join(own, 'reports', 'shards'))).toEqual(
    [1, 2, 3].map((current) => `shard-${current}-of-3.zip`),
  );
  const merged = await program(own, 'merge reports/shards --reports merged');
  expect([whole.code, merged.code], merged.output).toEqual([1, 1]);
  expect(merged.output).toContain('MUST usage/total\n');
  expect(merged.output).toContain('conformance failures: 2 conversations (4 exchanges) judged');
  expect(resultsIn(join(own, 'merged'))).toBe(resultsIn(join(own, 'whole')));
  const errors = merged.output.split('\n').filter((line) => line.includes('Error'));
  expect(errors.filter((line) => !/Error: held against|Error Context/u.test(line))).toEqual([]);
  for (const page of ['index.html', 'allure/index.html', 'playwright/index.html']) {
    expect(existsSync(join(own, 'merged', page)), page).toBe(true);
  }
});

/** The page that shows a runner, the file with its example, the runner, and what the provider does wrong in a second copy of it. */
const RUNS = [
  {
    runner: 'Playwright Test',
    example: 'readme.spec.ts',
    command: ['node_modules/@playwright/test/cli.js', 'test', '--reporter=line', 'spec.ts'],
    fault: 'ids/too-long',
    failure:
      /SHOULD ids\/portable: fail\n +rule .*\n(?: +by .* https:.*\n)+ +at +exchange 1, event \d+, choices.*\n +found .*\n +expected /u,
    counts: ['1 failed', '3 passed'],
  },
  {
    runner: 'Vitest',
    example: 'agent.test.ts',
    command: ['node_modules/vitest/vitest.mjs', 'run', 'test.ts'],
    fault: 'shape/body-without-id',
    failure:
      /MUST shape\/completion: fail\n +rule .*\n(?: +by .* https:.*\n)+ +at +exchange 1, .*\n +found .*\n +expected /u,
    counts: ['1 failed | 1 passed'],
  },
];
for (const { runner, example, command, fault, failure, counts } of RUNS) {
  test(`the matcher in ${runner}, against the reference provider and one with a fault`, async () => {
    const providers = [createReferenceProvider(), createReferenceProvider({ fault })];
    const [conforming, faulty] = await Promise.all(providers.map((provider) => provider.listen()));
    for (const [name, code] of examples()) {
      writeFileSync(join(project, name), code.replaceAll('http://127.0.0.1:8080', conforming?.url ?? ''));
      const copy = code.replaceAll('http://127.0.0.1:8080', faulty?.url ?? '');
      if (name === example) writeFileSync(join(project, name.replace('.', '-of-faulty.')), copy);
    }
    const { code, output, errors } = await run('node', command);
    await Promise.all(providers.map((provider) => provider.close()));
    expect(code, output).toBe(1);
    expect(output + errors).toMatch(failure);
    for (const count of counts) expect(output).toContain(count);
  });
}

function ownProject(type: string): string {
  return join(project, `quick-start-${type}`);
}

/** Runs the installed program in a project. */
async function program(own: string, command: string): Promise<{ code: number | null; output: string }> {
  const file = join(project, 'node_modules/toolcall-conformance/dist/cli/toolcall-conformance.cjs');
  const { code, output, errors } = await run('node', [file, ...command.split(' ')], own);
  return { code, output: output + errors };
}

/** Makes the usage of a recorded answer wrong, which breaks a MUST. */
function breakPromise(recording: string): void {
  const text = readFileSync(recording, 'utf8');
  const broken = text.replace(/"total_tokens":(\d+)/u, (_, total) => `"total_tokens":${Number(total) + 1}`);
  expect(broken).not.toBe(text);
  writeFileSync(recording, broken);
}

/** results.jsonl without what is new in each run, and without the commit, which an installed package does not have. */
function resultsIn(reports: string): string {
  return readFileSync(join(reports, 'results.jsonl'), 'utf8')
    .replace(/"commit":(?:null|"[0-9a-f]{40}")/u, '')
    .replace(/"id":"[0-9a-f-]{36}"/u, '')
    .replace(/"startedAt":"[^"]*"/u, '');
}

/** Links packages of the checkout into the project, each that the lock file has at the top. */
function link(isWanted: (path: string, isDev: boolean) => boolean): void {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  for (const [path, { dev = false }] of Object.entries(packages)) {
    if (path.split('node_modules/').length !== 2 || !isWanted(path, dev)) continue;
    mkdirSync(join(project, dirname(path)), { recursive: true });
    if (existsSync(resolve(path)) && !existsSync(join(project, path)))
      symlinkSync(resolve(path), join(project, path));
  }
}

/** The spec in README.md, and the code blocks of docs/library.md by their file names. */
function examples(): (readonly [name: string, code: string])[] {
  const [, spec = ''] = /^```ts\n(.*?)^```$/msu.exec(readFileSync('README.md', 'utf8')) ?? [];
  const named = readFileSync('docs/library.md', 'utf8').matchAll(/^```[a-z]+ (\S+)\n(.*?)^```$/gmsu);
  return [
    ['readme.spec.ts', spec],
    ...Array.from(named, ([, name = '', code = '']) => [name, code] as const),
  ];
}

async function run(
  command: string,
  args: readonly string[],
  cwd: string = project,
): Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }> {
  const child = spawn(command, args, { cwd, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  const code = new Promise<number | null>((end) => child.once('close', end));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, output, errors };
}
