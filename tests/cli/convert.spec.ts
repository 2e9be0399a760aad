/** The command `convert`. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli, startCli } from '../support/cli.ts';
import { expect, test } from '../support/test.ts';

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'convert-'));
  cpSync('cassettes/openrouter/deepseek', join(folder, 'recordings'), { recursive: true });
});

test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Its answer as lines of chunks, without its request. */
const ALONE =
  '{"object":"chat.completion.chunk","choices":[]}\n{"object":"chat.completion.chunk","choices":[]}\n';

test('cassettes are judged as what they were made of, and stand where it stood', async () => {
  writeFileSync(join(folder, 'recordings', 'alone.txt'), ALONE);
  const out = join(folder, 'out');
  const converted = await runCli('convert', join(folder, 'recordings'), '--out', out);
  expect(converted).toMatchObject({
    code: 0,
    output: `written: 3 cassettes (5 exchanges) in ${out}\n`,
  });
  const judged = async (path: string) => {
    const { stdout } = await startCli(['audit', path, '--json']).ended;
    return stdout
      .split('\n')
      .filter((line) => /"type":"(?:conversation|verdict)"/u.test(line))
      .map((line) => line.replaceAll('alone.txt.yaml', 'alone.txt'));
  };
  expect(await judged(out)).toEqual(await judged(join(folder, 'recordings')));
});

test('credentials are masked, and kept when that is asked for', async () => {
  const recording = join(folder, 'recordings', 'deepseek-v3.2', 'weather.streaming.yaml');
  const key = 'sk-proj-PLANTED0123456789abcdef';
  writeFileSync(
    recording,
    readFileSync(recording, 'utf8').replaceAll('"finish_reason":"tool_calls"', `"finish_reason":"${key}"`),
  );
  const convert = async (name: string, ...more: string[]) => {
    const { output } = await runCli('convert', recording, '--out', join(folder, name), ...more);
    return [
      output.includes('1 credential masked'),
      readFileSync(join(folder, name, 'weather.streaming.yaml'), 'utf8').includes(key),
    ];
  };
  expect([await convert('masked'), await convert('kept', '--keep-secrets')]).toEqual([
    [true, false],
    [false, true],
  ]);
});

test('what cannot be read is named, files that are there are left alone, and the end is 2', async () => {
  const recordings = join(folder, 'recordings');
  writeFileSync(join(recordings, 'broken.har'), '{"log": {"creator": {}, "entries": [');
  const first = await runCli('convert', recordings, '--out', join(folder, 'out'));
  expect(first.code).toBe(2);
  expect(first.output).toMatch(
    /^not converted: .*broken\.har: is not whole JSON .*\nwritten: 2 cassettes \(4 exchanges\) in /u,
  );
  const second = await runCli('convert', recordings, '--out', join(folder, 'out'));
  expect(second.code).toBe(2);
  expect(second.output).toContain(
    'weather.streaming.yaml: is there already; name another folder with --out\n',
  );
  expect(second.output).toContain(
    'error: convert: no recording was converted; name one, or a folder of recordings\n',
  );
});
