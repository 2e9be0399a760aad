/** An answer that breaks what reads it, by a bug of ours: it is kept, and a run that is gone on with does not ask again. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialectOf } from '../../src/dialects/catalogue.ts';
import { readCassette } from '../../src/evidence/cassette/read.ts';
import { runCli } from '../support/cli.ts';
import { liveCommand, serveCounted, writeConfig } from '../support/live-run.ts';
import { expect, test } from '../support/test.ts';

test('the answer is in the cassette, the run goes on, and --resume leaves it as it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'broken-answer-'));
  const served = await serveCounted();
  const dialect = dialectOf('openai-chat');
  const { read } = dialect;
  // Every answer to a buffered request breaks its reader, whoever that is.
  const broken: typeof read = (exchange, number) => {
    if (
      exchange.response !== null &&
      !new TextDecoder().decode(exchange.request.body).includes('"stream":true')
    )
      throw new TypeError('Cannot convert object to primitive value');
    return read(exchange, number);
  };
  try {
    Object.assign(dialect, { read: broken });
    const config = writeConfig(folder, { baseUrl: served.baseUrl });
    const command = liveCommand(folder, config, '--scenario', 'weather', '--no-judge');
    const budget = ['--max-tokens', '1000000'];
    expect((await runCli(...command, ...budget)).code).toBe(0);
    const [id = ''] = readdirSync(join(folder, 'reports', 'live'));
    const cassettes = join(folder, 'reports', 'live', id, 'cassettes', 'test', 'reference');
    const recorded = () =>
      readdirSync(cassettes)
        .toSorted()
        .map((name) => {
          const { interactions } = readCassette(join(cassettes, name));
          return [name, interactions.map(({ exchange }) => exchange.response?.status)];
        });
    const first = [
      ['weather.buffered.yaml', [200]],
      ['weather.streaming.yaml', [200, 200]],
    ];
    expect(recorded()).toEqual(first);
    expect(served.asked).toHaveLength(3);
    expect((await runCli(...command, ...budget, '--resume', id)).code).toBe(0);
    expect(recorded()).toEqual(first);
    expect(served.asked).toHaveLength(3);
  } finally {
    Object.assign(dialect, { read });
    await served.close();
    rmSync(folder, { recursive: true });
  }
});

test('a recording that cannot be read keeps nothing else from being recorded, and stays as it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'unreadable-'));
  const served = await serveCounted();
  try {
    const config = writeConfig(folder, { baseUrl: served.baseUrl });
    const folders = ['reports', 'cassettes'].map((name) => [`--${name}`, join(folder, name)]);
    const command = ['--config', config, ...(folders[0] ?? []), '--scenario', 'weather'];
    await runCli('live', ...command, '--no-judge');
    const [id = ''] = readdirSync(join(folder, 'reports', 'live'));
    const cassettes = join(folder, 'reports', 'live', id, 'cassettes', 'test', 'reference');
    const [unreadable, missing] = ['weather.buffered.yaml', 'weather.streaming.yaml'].map((name) =>
      join(cassettes, name),
    );
    writeFileSync(unreadable ?? '', 'a: *b');
    rmSync(missing ?? '');
    const resumed = await runCli('live', ...command, '--no-judge', '--resume', id);
    expect(resumed.code).toBe(0);
    expect(resumed.output).toMatch(/weather\.buffered\.yaml:1: is not YAML: /u);
    expect(readFileSync(unreadable ?? '', 'utf8')).toBe('a: *b');
    expect(readCassette(missing ?? '').interactions).toHaveLength(2);
    const refreshed = await runCli(
      'record',
      ...command,
      ...folders.flat().slice(2),
      '--target',
      'test',
      '--resume',
      id,
    );
    expect(refreshed.code).toBe(2);
    expect(refreshed.output).toMatch(/not taken over: .*weather\.buffered\.yaml:1: is not YAML/u);
    expect(refreshed.output).toContain('1 of 2 cassettes refreshed');
  } finally {
    await served.close();
    rmSync(folder, { recursive: true });
  }
});
