/** Pipes, devices and links out of a folder: named, and never waited for. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findFiles } from '../../src/audit/find-files.ts';
import { bytesOf } from '../../src/audit/found-bytes.ts';
import { readCassette } from '../../src/evidence/cassette/read.ts';
import { runCli } from '../support/cli.ts';
import { folderOfEachTest } from '../support/temporary-folder.ts';
import { expect, test } from '../support/test.ts';

const RECORDED = 'cassettes/openrouter/deepseek/deepseek-v3.2/weather.streaming.yaml';

const folder = folderOfEachTest();

const NO_FILE = 'is a device, a pipe or a socket and was not read; leave it out';
const LEADS_OUT = 'is a link out of the folder and was not read; name what it leads to, or leave it out';

test('what is no file is passed over in a folder, and cannot be read as an argument', () => {
  const [pipe, device] = [join(folder(), 'pipe.yaml'), join(folder(), 'device.yaml')];
  execFileSync('/usr/bin/mkfifo', [pipe]);
  symlinkSync('/dev/zero', device);
  const named = (file: string, problem: string) => {
    const shown = relative('', file);
    return { file: shown, problem: `${shown}: ${problem}` };
  };
  expect(findFiles([folder()])).toEqual({
    files: [],
    unreadable: [],
    passedOver: [named(device, LEADS_OUT), named(pipe, NO_FILE)],
  });
  expect(findFiles([pipe, device])).toEqual({
    files: [],
    unreadable: [named(pipe, NO_FILE), named(device, NO_FILE)],
    passedOver: [],
  });
  for (const file of [pipe, device])
    expect(() => readCassette(file)).toThrow(/\.yaml: is not a file; move it, or record it again$/u);
});

test('a file without a length is not opened: in /proc its content is made while it is read, and may never end', () => {
  expect(bytesOf({ path: join(folder(), 'gone'), size: 0 })).toEqual(new Uint8Array());
});

test('a name that is no UTF-8 is named as such, in a folder and as a folder', () => {
  const odd = Buffer.concat([Buffer.from(`${folder()}/r`), Buffer.from([0xe9, 0xff])]);
  mkdirSync(odd);
  writeFileSync(Buffer.concat([Buffer.from(`${folder()}/`), Buffer.from([0xe9]), Buffer.from('.yaml')]), '');
  const shown = relative('', folder());
  const problem = 'has a name that is no UTF-8 and was not read; rename it';
  expect(findFiles([folder()]).unreadable.map((each) => each.problem)).toEqual([
    `${shown}/r\uFFFD\uFFFD: ${problem}`,
    `${shown}/\uFFFD.yaml: ${problem}`,
  ]);
});

test('links are followed as far as the arguments go', () => {
  const [here, there] = [join(folder(), 'here'), join(folder(), 'there')];
  mkdirSync(join(here, 'below'), { recursive: true });
  mkdirSync(there);
  writeFileSync(join(here, 'below', 'a.yaml'), '');
  writeFileSync(join(there, 'b.yaml'), '');
  symlinkSync(join(here, 'below'), join(here, 'again'));
  symlinkSync(there, join(here, 'other'));
  symlinkSync(join(there, 'b.yaml'), join(here, 'linked.yaml'));
  symlinkSync(join(folder(), 'nowhere'), join(here, 'lost.yaml'));
  symlinkSync(join(here, 'circle'), join(here, 'circle'));
  writeFileSync(join(here, '.c.yaml.0.tmp'), 'unfinished');
  const found = (...paths: readonly string[]) => {
    const { files, unreadable, passedOver } = findFiles(paths);
    expect(unreadable).toEqual([]);
    return {
      files: files.map(({ name }) => name),
      passedOver: passedOver.map(({ problem }) => problem.slice(relative('', here).length + 1)),
    };
  };
  const out = (...names: readonly string[]) => names.map((name) => `${name}: ${LEADS_OUT}`);
  expect(found(here)).toEqual({
    files: ['again/a.yaml'],
    passedOver: out('circle', 'linked.yaml', 'lost.yaml', 'other'),
  });
  expect(found(here, there)).toEqual({
    files: ['again/a.yaml', 'linked.yaml'],
    passedOver: out('circle', 'lost.yaml'),
  });
  expect(found(join(here, 'linked.yaml'))).toEqual({ files: ['linked.yaml'], passedOver: [] });
});

test('the recordings beside a link out of the folder are judged, and the link is named', async () => {
  cpSync(RECORDED, join(folder(), 'weather.yaml'));
  symlinkSync('/etc/passwd', join(folder(), 'passwd.yaml'));
  const { code, output } = await runCli('audit', folder());
  expect(code).toBe(0);
  expect(output).toContain(`not read: ${relative('', join(folder(), 'passwd.yaml'))}: ${LEADS_OUT}\n`);
  expect(output).toContain('1 conversation (2 exchanges) judged in 1 recording');
});

test('a replay refuses folders that are links, since nothing of them would be judged', async () => {
  const cassettes = join(folder(), 'cassettes');
  cpSync('cassettes/openrouter/deepseek', join(cassettes, 'openrouter', 'deepseek'), { recursive: true });
  symlinkSync(join(cassettes, 'openrouter'), join(cassettes, 'openai'));
  const reports = join(folder(), 'reports');
  expect(await runCli('replay', '--cassettes', cassettes, '--reports', reports)).toMatchObject({
    code: 2,
    output: `error: ${join(cassettes, 'openai')}: is a link to a folder, which is not searched; put the folder itself there, or name another folder than ${cassettes}\n`,
  });
});
