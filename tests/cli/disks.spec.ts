/** Disks that are full or read-only, and folders without permission: one line that names the place, and exit code 2. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { type Outlet, watchOutlets } from '../../src/cli/outlets.ts';
import { runCli } from '../support/cli.ts';
import { writeConfig } from '../support/live-run.ts';
import { expect, test } from '../support/test.ts';

const RECORDED = 'cassettes/openrouter/deepseek/deepseek-v3.2';

/** A folder made unfit, and made fit to be removed again. */
interface Disk {
  readonly code: string;
  readonly spoil: (place: string) => void;
  readonly mend: (place: string) => void;
}

function mounted(options: string): Pick<Disk, 'spoil' | 'mend'> {
  return {
    spoil: (place) => requireRun('/bin/mount', '-t', 'tmpfs', '-o', options, 'tmpfs', place),
    mend: (place) => requireRun('/bin/umount', place),
  };
}

const WITHOUT_PERMISSION: Disk = {
  code: 'EACCES',
  spoil: (place) => chmodSync(place, 0o500),
  mend: (place) => chmodSync(place, 0o700),
};

/** Root may mount, and has every permission; nobody else may mount, and needs one. */
const DISKS: Readonly<Record<string, Disk>> = {
  // A page for the lock of the folder, and none for what is to be written.
  ...(canMount()
    ? {
        'a full disk': { code: 'ENOSPC', ...mounted('size=4k') },
        'a read-only disk': { code: 'EROFS', ...mounted('ro') },
      }
    : {}),
  ...(process.getuid?.() === 0 ? {} : { 'a folder without permission': WITHOUT_PERMISSION }),
};

const AT_NOBODY = ['http://127.0.0.1:1/v1', '--model', 'm', '--scenario', 'weather'];
const COMMANDS: Readonly<Record<string, (place: string) => string[]>> = {
  'audit --report': (place) => ['audit', RECORDED, '--report', place],
  convert: (place) => ['convert', RECORDED, '--out', place],
  'history --add': (place) => ['history', '--add', join(folder, 'results.jsonl'), '--store', place],
  'probe --report': (place) => ['probe', ...AT_NOBODY, '--report', place],
  'replay --reports': (place) => ['replay', '--cassettes', join(folder, 'cassettes'), '--reports', place],
  'live --reports': (place) => [
    ...['live', '--config', writeConfig(folder, { baseUrl: 'http://127.0.0.1:1/v1' })],
    ...['--scenario', 'weather', '--reports', place],
  ],
};

let folder: string;

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'disks-'));
  cpSync(RECORDED, join(folder, 'cassettes', 'openrouter', 'deepseek', 'deepseek-v3.2'), { recursive: true });
  writeFileSync(join(folder, 'results.jsonl'), (await runCli('audit', RECORDED, '--json')).stdout);
  mkdirSync(join(folder, 'place'));
});

test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

for (const [disk, { code, spoil, mend }] of Object.entries(DISKS)) {
  for (const [name, command] of Object.entries(COMMANDS)) {
    test(`${name} on ${disk}: one line, and nothing is left`, async () => {
      const place = join(folder, 'place');
      spoil(place);
      try {
        const ran = await runCli(...command(place));
        // A live run that has begun can go on there.
        const left = readdirSync(place, { recursive: true, withFileTypes: true }).filter(
          (entry) => entry.isFile() && entry.name !== 'run.json',
        );
        const errors = ran.output.split('\n').filter((line) => line.startsWith('error: '));
        expect({ code: ran.code, errors, left }).toEqual({
          code: 2,
          errors: [expect.stringMatching(lineOf(place, code))],
          left: [],
        });
        expect(ran.output.trimEnd().split('\n').at(-1)).toBe(errors[0]);
      } finally {
        mend(place);
      }
    });
  }
}

const FULL = DISKS['a full disk'];
if (FULL !== undefined) {
  test('what goes to a file that takes a part of it is told to be lost', async () => {
    const place = join(folder, 'place');
    FULL.spoil(place);
    const [file, told] = [openSync(join(place, 'file'), 'w'), openSync(join(folder, 'told'), 'w')];
    try {
      let losses = 0;
      const stdout = outletTo(file);
      watchOutlets({ stdout, stderr: outletTo(told) }, () => {
        losses += 1;
      });
      stdout.write('x'.repeat(10_000));
      await new Promise((resolve) => stdout.once('close', resolve));
      const said = readFileSync(join(folder, 'told'), 'utf8');
      expect({ losses, said }).toEqual({
        losses: 1,
        said: 'error: standard output: cannot be written (ENOSPC); make room there\n',
      });
    } finally {
      for (const open of [file, told]) closeSync(open);
      FULL.mend(place);
    }
  });
}

/** Writes as Node does to a file: as much as fits, once. */
function outletTo(fd: number): Outlet {
  return Object.assign(
    new Writable({
      write(chunk: Uint8Array, _encoding, done) {
        writeSync(fd, chunk);
        done();
      },
    }),
    { fd },
  );
}

function lineOf(place: string, code: string): RegExp {
  const words = `cannot be written \\(${code}\\); make room there, or name a folder that can be written to$`;
  return new RegExp(`^error: ${place}(?:/\\S+)?: ${words}`, 'u');
}

function canMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'disks-'));
  const { status } = spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', place]);
  if (status === 0) requireRun('/bin/umount', place);
  rmSync(place, { recursive: true });
  return status === 0;
}

function requireRun(command: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}
