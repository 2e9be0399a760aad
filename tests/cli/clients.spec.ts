/** The command `clients`: a client of our own on the conforming provider, and with seeded faults. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseRecords } from '../../src/clients/record.ts';
import { runCli } from '../support/cli.ts';
import { folderOfEachTest } from '../support/temporary-folder.ts';
import { expect, test } from '../support/test.ts';

const CLIENT = ['--', process.execPath, 'clients/fetch/client.mjs'];

const folder = folderOfEachTest();

/** Each fault, and what it does to a client that reads a stream with a regular expression. */
const FAULTS = {
  'framing/no-done': 'tolerates',
  'framing/half-an-object': 'reports',
  'deltas/id-late': 'corrupts',
  'deltas/index-collision': 'reports',
  'finish/stop-with-nothing': 'corrupts',
  'choice/call-despite-none': 'not-shown',
};

for (const reused of [true, false]) {
  test(`six faults, ${reused ? 'one process for all' : 'a process for each'}`, async () => {
    const results = join(folder(), 'clients.jsonl');
    const { code, output } = await runCli(
      ...[
        'clients',
        '--time-limit',
        '60',
        '--fault',
        ...Object.keys(FAULTS),
        '--results',
        results,
        '--name',
        'plain fetch',
      ],
      ...['--delivery', 'streaming', ...(reused ? ['--reuse'] : []), ...CLIENT],
    );
    const records = parseRecords(readFileSync(results, 'utf8'), results);
    const trials = records.flatMap((record) => (record.type === 'trial' ? [record] : []));
    expect(Object.fromEntries(trials.map(({ fault, outcome }) => [fault, outcome]))).toEqual(FAULTS);
    expect(code).toBe(1);
    expect(output).toContain(
      'corrupts deltas/id-late (streaming): ids/echoed: the assistant message does not',
    );
    expect(output).toMatch(/streaming │ 1 +│ 2 +│ 2 +│ 0 +│ 1 /u);
  });
}

test('a client that lost its connection is asked again, without a fault and before one reached it', async () => {
  const at = (name: string) => join(folder(), name);
  const [program, runs, results] = [at('client.mjs'), at('runs'), at('clients.jsonl')];
  const lines = [
    `import { appendFileSync, readFileSync } from 'node:fs';`,
    `appendFileSync(${JSON.stringify(runs)}, '.');`,
    `if (readFileSync(${JSON.stringify(runs)}).length % 2 === 1) console.log('{"error":"TypeError: fetch failed"}');`,
    `else await import(${JSON.stringify(pathToFileURL('clients/fetch/client.mjs').href)});`,
  ];
  writeFileSync(program, lines.join('\n'));
  const narrow = ['--fault', 'framing/no-done', '--delivery', 'streaming', '--results', results];
  const { code } = await runCli('clients', ...narrow, '--', process.execPath, program);
  const records = parseRecords(readFileSync(results, 'utf8'), results);
  const trials = records.flatMap((record) => (record.type === 'trial' ? [record.outcome] : []));
  expect([trials, readFileSync(runs, 'utf8'), code]).toEqual([['tolerates'], '....', 0]);
});

/** A client, and why it is of no use. */
const UNFIT: Readonly<Record<string, readonly [program: string, why: string]>> = {
  'one that sends nothing': ['', 'it sent no request to the base URL'],
  'one that fails': ['throw new TypeError("no agent here")', '(TypeError: no agent here)'],
  'one that only asks': [
    `const { baseUrl, prompt, tools } = JSON.parse(process.env.TOOLCALL_TASK);
     const offered = tools.map((tool) => ({ type: 'function', function: { name: tool.name, parameters: tool.parameters } }));
     const body = { model: 'any', messages: [{ role: 'system', content: 'You are a helpful assistant' }, { role: 'user', content: prompt }], tools: offered };
     await fetch(baseUrl + '/chat/completions', { method: 'POST', body: JSON.stringify(body) });`,
    'it stopped before the last answer',
  ],
  'one that never streams': [
    `process.env.TOOLCALL_TASK = JSON.stringify({ ...JSON.parse(process.env.TOOLCALL_TASK), delivery: 'buffered' });
     await import(${JSON.stringify(pathToFileURL('clients/fetch/client.mjs').href)});`,
    'it asks for no stream, whatever its task says: choose --delivery buffered',
  ],
  'one that fails in several lines': [
    `console.log(JSON.stringify({ error: 'one\\n::error::two' }));
     const { baseUrl } = JSON.parse(process.env.TOOLCALL_TASK);
     await fetch(baseUrl + '/chat/completions', { method: 'POST', body: '{"model":"any","messages":[{"role":"user","content":"hi"}]}' });`,
    ': one ::error::two',
  ],
  'one that never ends': ['setInterval(() => {}, 1000)', 'it came to no end in its time'],
};

for (const [name, [program, why]] of Object.entries(UNFIT)) {
  test(`${name} cannot be judged`, async () => {
    const file = join(folder(), 'client.mjs');
    writeFileSync(file, program);
    const { code, output } = await runCli(
      ...[
        'clients',
        '--fault',
        'framing/half-an-object',
        '--time-limit',
        name === 'one that never ends' ? '2' : '60',
        '--',
        process.execPath,
        file,
      ],
    );
    expect([code, output]).toEqual([
      2,
      expect.stringContaining(
        'the client cannot hold the conversation weather (streaming) with the conforming provider: ',
      ),
    ]);
    expect(output).toContain(why);
  });
}

test('what is asked for wrongly is told', async () => {
  const ran = async (...args: string[]) => (await runCli('clients', ...args, ...CLIENT)).output.trim();
  expect(await ran('--fault', 'deltas/id-lat')).toContain('did you mean "deltas/id-late"');
  expect(await ran('--dialect', 'openai')).toContain('--dialect openai: no such dialect');
  expect(await ran('--scenario', 'truncated')).toContain(
    'is no scenario for a client; choose weather, add-and-multiply, sequential-calls, no-arguments',
  );
  const { code, output } = await runCli('clients', '--', join(folder(), 'nothing'));
  expect([code, output]).toEqual([2, expect.stringContaining('cannot be started')]);
});
