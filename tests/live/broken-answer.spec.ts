/** An answer that breaks what reads it, by a bug of ours: it is kept, and a run that is gone on with does not ask again. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialectOf } from '../../src/dialects/catalogue.ts';
import { readCassette } from '../../src/evidence/cassette/read.ts';
import { runCli } from '../support/cli.ts';
import { serveCounted, writeConfig } from '../support/live-run.ts';
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
    const folders = ['reports', 'expectations'].flatMap((name) => [`--${name}`, join(folder, name)]);
    const command = ['live', '--config', config, ...folders, '--scenario', 'weather', '--no-judge'];
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
