/** What the command line says names what was read, and what to do next. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli, runHere } from '../support/cli.ts';
import { serveCounted } from '../support/live-run.ts';
import { folderOfEachTest } from '../support/temporary-folder.ts';
import { expect, test } from '../support/test.ts';

const folder = folderOfEachTest();

test('problems of a configuration name the file that was read', async () => {
  const config = join(folder(), 'mine.json');
  writeFileSync(config, JSON.stringify({ providers: [{ id: 'a', naem: 'x' }] }));
  const { code, output } = await runCli('replay', '--config', config);
  expect([code, output.trimEnd().split('\n')]).toEqual([
    2,
    [
      `error: ${config}: providers[0].name: missing`,
      `${config}: providers[0].baseUrl: missing`,
      `${config}: providers[0].dialect: missing`,
      `${config}: providers[0].models: missing`,
      `${config}: providers[0].naem: unknown key; did you mean "name"?`,
    ],
  ]);
});

test('a module that checks itself is named as well', async () => {
  const config = join(folder(), 'mine.ts');
  const suite = join(process.cwd(), 'src', 'config', 'providers.ts');
  writeFileSync(join(folder(), 'package.json'), '{ "type": "module" }');
  writeFileSync(
    config,
    `import { defineProviders } from ${JSON.stringify(suite)};\nexport default defineProviders({ providers: [{ id: 'a' }] as never });\n`,
  );
  const { code, output } = await runCli('replay', '--config', config);
  expect([code, output.split('\n')[0]]).toEqual([2, `error: ${config}: providers[0].name: missing`]);
});

for (const url of ['htp://x', 'localhost:8080']) {
  test(`a base URL that is none is named: ${url}`, async () => {
    const { code, output } = await runCli('probe', url, '--model', 'm');
    expect([code, output]).toEqual([
      2,
      `error: ${url}: the base URL must be an http or https URL; give one such as http://127.0.0.1:8080/v1\n`,
    ]);
  });
}

test('names may stand behind one another or be parted by commas, and an unknown one comes with those like it', async () => {
  const names = ['--scenario', 'weather,three-turns', 'parallel-cities'];
  const { code, output } = await runCli('probe', 'http://127.0.0.1:9/v1', '--model', 'm', ...names);
  expect([code, output]).toEqual([
    2,
    'error: --scenario parallel-cities: no such scenario; known: parallel-off\n',
  ]);
});

test('an option of Playwright without -- says where it goes', async () => {
  const { code, output } = await runCli('replay', '--grep', '@weather');
  expect([code, output]).toEqual([
    2,
    "error: unknown option '--grep'\nwhere it is one of Playwright's, put it after --: replay -- --grep, as in replay -- --grep @weather\n",
  ]);
});

test('a folder of nights that is not there is named, with the nearest', async () => {
  mkdirSync(join(folder(), 'history'));
  const history = join(folder(), 'histroy');
  const reports = join(folder(), 'reports');
  const cassettes = join(folder(), 'cassettes');
  const own = 'openrouter/deepseek/deepseek-v3.2';
  cpSync(join('cassettes', own), join(cassettes, own), { recursive: true });
  await runCli('replay', '--cassettes', cassettes, '--reports', reports, '--no-report');
  const { output } = await runCli('report', '--reports', reports, '--history', history);
  expect(output).toContain(
    `--history ${history}: no such folder, so no night is shown; did you mean "history"?\n`,
  );
});

test('Ctrl-C during a probe prints the summary of what was judged', async () => {
  const served = await serveCounted({}, (count) => {
    if (count === 30) running.signals.emit('SIGINT');
  });
  const running = runHere(['probe', served.baseUrl, '--model', 'reference', '--in-flight', '1']);
  const { code, output } = await running.ended;
  await served.close();
  expect(code).toBe(130);
  expect(output).toMatch(/[\d,]+ conversations? \([\d,]+ exchanges?\) judged/u);
  expect(output).toContain('interrupted: the summary is of what was judged until then\n');
});

test('Ctrl-C before a conversation of a probe ends says that, and not that something was asked for wrongly', async () => {
  const served = await serveCounted({}, (count) => {
    if (count === 1) running.signals.emit('SIGINT');
  });
  const running = runHere(['probe', served.baseUrl, '--model', 'reference', '--in-flight', '1']);
  const { code, output } = await running.ended;
  await served.close();
  expect([code, output.trim().split('\n').at(-1)]).toEqual([
    130,
    'the run could not be completed: it was interrupted before a conversation ended; run it again',
  ]);
});

for (const url of [
  'http://a.test/v1?key=PLANTED',
  'http://a.test/v1?alt=sse&api-key=PLANTED',
  'http://u:PLANTED@a.test',
]) {
  test(`a base URL with a credential is refused, not shown, and the way to give it is told: ${url}`, async () => {
    const { code, output } = await runCli('probe', url, '--model', 'm');
    expect([code, output]).toEqual([
      2,
      'error: the base URL holds a credential, which would stand in every record; leave it out, and name the environment variable that holds it with --key-from\n',
    ]);
  });
}

const AT_NOBODY = 'http://127.0.0.1:9/v1';
const WRONG_OPTIONS: readonly (readonly [args: readonly string[], said: string])[] = [
  [['probe', AT_NOBODY, '--model', ''], '--model: its value is empty; write it as --model <name>'],
  [
    ['probe', AT_NOBODY, '--model', 'a\nb'],
    '--model "a\\nb": must be one line of text without white space around it; give the name that the endpoint knows',
  ],
  [
    ['profile', AT_NOBODY, '--model', ' m'],
    '--model " m": must be one line of text without white space around it; give the name that the endpoint knows',
  ],
  [
    ['probe', AT_NOBODY, '--model', 'm', '--header', 'X-A: a\nb'],
    '--header "X-A": has characters that a header cannot carry; correct it',
  ],
  [
    ['gateway', '--gateway', AT_NOBODY, '--header', 'X A: a'],
    '--header "X A": is not a header name; correct it',
  ],
  [
    ['probe', AT_NOBODY, '--model', 'm', '--header', 'Authorization: a'],
    '--header Authorization: is sent by the suite itself; name the variable that holds the key with --key-from',
  ],
  [
    ['probe', AT_NOBODY, '--model', 'm', '--scenario', ''],
    '--scenario: its value is empty; write it as --scenario <id...>',
  ],
  [['audit', 'cassettes', ''], 'audit: path is empty; recordings, or folders of them'],
  [['probe', '', '--model', 'm'], 'probe: url is empty; the base URL, such as http://127.0.0.1:8080/v1'],
  [['clients', '', 'x'], 'clients: command is empty; after --: the client, such as node my-client.mjs'],
  [['audit', 'cassettes', '--report='], '--report: its value is empty; write it as --report <folder>'],
];

for (const [args, said] of WRONG_OPTIONS) {
  test(`${args.map((arg) => JSON.stringify(arg)).join(' ')} names the option`, async () => {
    expect(await runCli(...args)).toMatchObject({ code: 2, output: `error: ${said}\n` });
  });
}
