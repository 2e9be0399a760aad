/** The command line as the package has it: one file, started with what V8 kept of it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageIn } from '../support/built.ts';
import { expect, test } from '../support/test.ts';

let folder: string;
let program: string;

test.beforeAll(() => {
  folder = mkdtempSync(join('reports', 'package-'));
  program = packageIn(folder);
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Its exit code, and all that it says. */
function run(...args: readonly string[]): Promise<string> {
  const command = [program, ...args];
  return new Promise((done) => {
    execFile(process.execPath, command, (error, stdout, stderr) =>
      done(`${error === null ? 0 : error.code}: ${stdout}${stderr}`),
    );
  });
}

function keptFiles(): string[] {
  const cli = dirname(program);
  return readdirSync(cli)
    .filter((name) => name.endsWith('.cache'))
    .map((name) => join(cli, name));
}

test('it starts again with what was compiled, and anew where that was changed', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(await run('--version')).toBe(`0: ${version}\n`);
  expect(await run('audti')).toContain("2: error: unknown command 'audti'\n(Did you mean audit?)");
  const cassette = 'cassettes/openrouter/moonshotai/kimi-k2-0905@deepinfra/weather.streaming.yaml';
  const first = await run('audit', cassette);
  expect(first).toMatch(/^0: .*1 conversation \(2 exchanges\) judged/su);

  const [kept = ''] = keptFiles().filter((file) => file.includes('.audit.'));
  const compiled = readFileSync(kept);
  expect(await run('audit', cassette)).toBe(first);
  expect(readFileSync(kept).equals(compiled)).toBe(true);

  writeFileSync(kept, compiled.fill(0xff, 4096, 8192));
  expect(await run('audit', cassette)).toBe(first);
  expect(readFileSync(kept).equals(compiled)).toBe(false);
  expect(keptFiles()).toHaveLength(2);
});

test('a configuration in TypeScript is loaded, by what was compiled too', async () => {
  const first = await run('live', '--plan', '--scenario', 'weather', '--target', 'local');
  expect(first).toMatch(/^0: .*local\/reference/su);
  expect(keptFiles().filter((file) => file.includes('.live.'))).toHaveLength(1);
  expect(await run('live', '--plan', '--scenario', 'weather', '--target', 'local')).toBe(first);
});

test('a configuration in TypeScript is loaded in a project that says that it is CommonJS', async () => {
  const project = mkdtempSync(join(folder, 'commonjs-'));
  writeFileSync(join(project, 'package.json'), '{"type":"commonjs"}');
  const provider = {
    id: 'own',
    name: 'Own',
    baseUrl: 'http://127.0.0.1:4127/v1',
    builtIn: 'reference',
    dialect: 'openai-chat',
    models: [{ id: 'reference' }],
  };
  const config = join(project, 'providers.config.ts');
  writeFileSync(config, `export default { providers: [${JSON.stringify(provider)}] };\n`);
  const plan = await run('live', '--plan', '--scenario', 'weather', '--config', config);
  expect(plan).toMatch(/^0: .*own\/reference/su);
  expect(plan).not.toContain('Warning');
});
