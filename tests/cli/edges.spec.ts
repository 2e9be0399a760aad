/** Where nothing can be written or read: one line, and exit code 2. */
import {
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
import { runCli, startCli } from '../support/cli.ts';
import { expect, test } from '../support/test.ts';

const RECORDED = 'cassettes/openrouter/deepseek/deepseek-v3.2';

let folder: string;
/** Of a run that can be added to a history. */
let results: string;

test.beforeAll(async () => {
  results = join(mkdtempSync(join(tmpdir(), 'edges-')), 'results.jsonl');
  writeFileSync(results, (await runCli('audit', RECORDED, '--json')).stdout);
});

test.afterAll(() => rmSync(dirname(results), { recursive: true }));

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'edges-'));
  cpSync(RECORDED, join(folder, 'cassettes', 'openrouter', 'deepseek', 'deepseek-v3.2'), { recursive: true });
  writeFileSync(join(folder, 'file'), '');
});

test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Where no folder can be made. */
const PLACES: readonly (readonly [place: string, code: string])[] = [
  ['/proc/x', 'ENOENT'],
  ['/dev/full/x', 'ENOTDIR'],
  ['file', 'ENOTDIR'],
  ['file/x', 'ENOTDIR'],
  ['a'.repeat(300), 'ENAMETOOLONG'],
];

const COMMANDS: Readonly<Record<string, (place: string) => string[]>> = {
  'audit --report': (place) => ['audit', join(folder, 'cassettes'), '--report', place],
  'replay --reports': (place) => replayInto(place),
  init: (place) => ['init', place],
  'history --add': (place) => ['history', '--add', results, '--store', place],
  'probe --report': (place) => ['probe', 'http://127.0.0.1:1/v1', '--model', 'm', '--report', place],
  'probe --save': (place) => ['probe', 'http://127.0.0.1:1/v1', '--model', 'm', '--save', place],
  'watch --report': (place) => ['watch', '--upstream', 'http://127.0.0.1:1', '--report', place, '--', 'true'],
  'watch --save': (place) => ['watch', '--upstream', 'http://127.0.0.1:1', '--save', place, '--', 'true'],
  'clients --save': (place) => ['clients', '--save', place, '--', 'true'],
  'gateway --save': (place) => ['gateway', '--gateway', 'http://127.0.0.1:1/v1', '--save', place],
  'gateway --report': (place) => ['gateway', '--gateway', 'http://127.0.0.1:1/v1', '--report', place],
};

function replayInto(reports: string): string[] {
  return ['replay', '--cassettes', join(folder, 'cassettes'), '--reports', reports];
}

for (const [name, command] of Object.entries(COMMANDS)) {
  for (const [place, code] of PLACES) {
    test(`${name} ${place.slice(0, 12)}: one line`, async () => {
      const path = place.startsWith('/') ? place : join(folder, place);
      const ran = await runCli(...command(path));
      const line = `error: ${path}: cannot be written (${code}); make room there, or name a folder that can be written to\n`;
      expect({ code: ran.code, output: ran.output }).toEqual({ code: 2, output: line });
    });
  }
}

const FILES: readonly (readonly [file: string, code: string])[] = [
  ['/proc/x', 'ENOENT'],
  ['/dev/full/x', 'ENOTDIR'],
  ['.', 'EISDIR'],
];

for (const [file, code] of FILES) {
  for (const args of [
    ['clients', '--results', file, '--', 'true'],
    ['gateway', '--gateway', 'http://127.0.0.1:1/v1', '--results', file],
  ]) {
    test(`${args[0]} --results ${file}: one line before the run`, async () => {
      const { code: exit, output } = await runCli(...args);
      const line = `error: ${file}: cannot be written (${code}); make room there, or name a folder that can be written to\n`;
      expect({ code: exit, output }).toEqual({ code: 2, output: line });
    });
  }
}

test('a replay that judges nothing leaves the results and the reports before it', async () => {
  const reports = join(folder, 'reports');
  const [good, bad] = [replayInto(reports), replayInto(reports)];
  expect((await runCli(...good, '--no-report')).code).toBe(0);
  const before = readdirSync(reports).map((name) => [name, readFileSync(join(reports, name), 'utf8')]);
  rmSync(join(folder, 'cassettes', 'openrouter'), { recursive: true });
  const ran = await runCli(...bad);
  expect(ran.code).toBe(2);
  expect(readdirSync(reports).map((name) => [name, readFileSync(join(reports, name), 'utf8')])).toEqual(
    before,
  );
});

test('a folder that no run has written into is not emptied', async () => {
  const mine = join(folder, 'reports', 'playwright', 'mine.ts');
  mkdirSync(join(folder, 'reports', 'playwright'), { recursive: true });
  writeFileSync(mine, 'mine');
  const ran = await runCli(...replayInto(join(folder, 'reports')));
  expect(ran).toMatchObject({
    code: 2,
    output: `error: ${join(folder, 'reports', 'playwright')}: not written by an earlier run, so it is not replaced; name another folder or remove it\n`,
  });
  expect(existsSync(mine)).toBe(true);
});

const NO_FILES: readonly (readonly [args: readonly string[], said: string])[] = [
  [
    ['history', '--add', '/dev/zero', '--store', 'x'],
    '/dev/zero: cannot be read (ENODEV); name the results.jsonl of a run',
  ],
  [
    ['audit', RECORDED, '--baseline', '/dev/zero'],
    '/dev/zero: cannot be read (ENODEV); name the results.jsonl of a run',
  ],
  ...(
    [
      ['--against', '--against /dev/zero: it is a device; name a JSON file of flags'],
      ['--baseline', '--baseline /dev/zero: it is a device; name the profile.json of an earlier run'],
      ['--history', '--history /dev/zero: cannot be read (ENODEV); make it readable, or leave it out'],
    ] as const
  ).map(
    ([option, said]) =>
      [['profile', 'http://127.0.0.1:1/v1', '--model', 'm', option, '/dev/zero'], said] as const,
  ),
  [
    ['watch', '--upstream', 'http://127.0.0.1:1', '--ca', '/dev/zero', '--', 'true'],
    '--ca /dev/zero: cannot be read (it is a device); name a file of certificates',
  ],
  [
    ['serve', '--profile', '/dev/zero'],
    '--profile /dev/zero: it is a device; name a JSON file as docs/serve.md describes it',
  ],
  [['replay', '--config', '/dev/zero'], '/dev/zero: is a folder or a device; name a file with --config'],
  [['replay', '--config', 'tests'], 'tests: is a folder or a device; name a file with --config'],
  [['merge', 'package.json'], 'package.json: is no folder; name the one that holds the shards'],
];

for (const [args, said] of NO_FILES) {
  test(`${args.join(' ')}: one line, and nothing is waited for`, async () => {
    expect(await runCli(...args)).toMatchObject({ code: 2, output: `error: ${said}\n` });
  });
}

test('a working directory that is gone: one line before anything is done', async () => {
  const before = process.cwd();
  const gone = join(folder, 'gone');
  mkdirSync(gone);
  process.chdir(gone);
  rmSync(gone, { recursive: true });
  const ran = await runCli('audit', folder).finally(() => process.chdir(before));
  expect(ran).toMatchObject({
    code: 2,
    output: 'error: the working directory is gone; change into a folder that is there\n',
  });
});

test('a client that cannot be started: one line, and the process ends', async () => {
  const { ended } = startCli(['clients', '--fault', 'ids/too-long', '--', '/nope']);
  expect(await ended).toMatchObject({
    code: 2,
    output: 'error: /nope: cannot be started (spawn /nope ENOENT); name a command after --\n',
  });
});

test('a pipe that is closed ends nothing, and the exit code is the one that was earned', async () => {
  const { child, ended } = startCli(['audit', join(folder, 'cassettes')]);
  child.stdout?.destroy();
  child.stderr?.destroy();
  expect((await ended).code).toBe(0);
});
