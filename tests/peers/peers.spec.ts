/** The reference provider passes the suites of others, or a first party's reference says why not. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import * as z from 'zod';
import { createReferenceProvider, REFERENCE_MODEL } from '../../src/provider/reference-provider.ts';
import { expect, test } from '../support/test.ts';

const COMMANDS = join(import.meta.dirname, 'node_modules', '.bin');
const provider = createReferenceProvider();
let url = '';
let folder = '';

test.beforeAll(async () => {
  ({ url } = await provider.listen());
  folder = mkdtempSync(join(tmpdir(), 'peers-'));
});

test.afterAll(async () => {
  await provider.close();
  rmSync(folder, { recursive: true });
});

/** @returns the report that the peer wrote, whatever it exits with */
async function reported(command: string, args: readonly string[], report: string): Promise<unknown> {
  const env = { ...process.env, HOME: folder, NO_PROXY: '127.0.0.1' };
  await promisify(execFile)(join(COMMANDS, command), args, { env, cwd: folder }).catch(() => {});
  return JSON.parse(readFileSync(join(folder, report), 'utf8'));
}

/** What llmprobe asks for, and the first party does otherwise. One that passes must go. */
const DEFENDED: Readonly<Record<string, string>> = {
  // OpenAI's streams of Responses end with the terminal event: https://platform.openai.com/docs/api-reference/responses-streaming
  'responses-sse-missing-done': 'stream never sent the terminal `data: [DONE]` sentinel',
  // It asks for one token, and OpenAI takes no less than 16: https://platform.openai.com/docs/api-reference/responses/create
  'responses-finish-present': 'finish reason was null',
};

/** Caching is an offer, no promise, and a provider without it says 0: https://platform.openai.com/docs/guides/prompt-caching */
const UNCACHED = Object.fromEntries(
  ['chat', 'responses', 'messages'].flatMap((surface) => [
    [`${surface}-cache-hit`, 'cached_tokens was 0 on an identical repeated prompt'],
    [`${surface}-cache-prefix-hit`, 'cached_tokens was 0 after resending an identical prefix'],
  ]),
);

const llmprobeReport = z.object({
  conformance: z.object({
    bySurface: z.array(z.object({ surface: z.string(), passed: z.number(), total: z.number() })),
    results: z.array(
      z.object({
        outcome: z.string(),
        failures: z.array(z.object({ id: z.string(), severity: z.string(), message: z.string() })),
      }),
    ),
  }),
});

const DEPTHS: readonly (readonly [option: string, defended: object, lost: object])[] = [
  ['--no-bench', DEFENDED, { models: 0, chat: 0, responses: 2, messages: 0 }],
  ['--full', { ...DEFENDED, ...UNCACHED }, { models: 0, chat: 2, responses: 4, messages: 2 }],
];

for (const [depth, defended, lost] of DEPTHS) {
  test(`llmprobe ${depth}: every MUST is kept, or defended`, async () => {
    const args = [`${url}/v1`, '-k', 'any', '-m', REFERENCE_MODEL, '--no-save', '--json', '--no-bench'];
    const report = await reported('llmprobe', [...args, '--save', 'report.json', depth], 'report.json');
    const { bySurface, results } = llmprobeReport.parse(report).conformance;
    const failures = results
      .flatMap((result) => result.failures)
      .filter(({ severity }) => severity === 'MUST');
    expect(Object.fromEntries(failures.map(({ id, message }) => [id, message]))).toEqual(defended);
    expect(
      Object.fromEntries(bySurface.map(({ surface, passed, total }) => [surface, total - passed])),
    ).toEqual(lost);
    expect(bySurface.reduce((sum, { total }) => sum + total, 0)).toBeGreaterThanOrEqual(198);
  });
}

const compatcanaryReport = z.object({
  score: z.number(),
  compatible: z.boolean(),
  summary: z.object({ warnings: z.number(), failures: z.number() }),
});

test('compatcanary: 100 of 100', async () => {
  const args = ['scan', '--base-url', `${url}/v1`, '--model', REFERENCE_MODEL, '--api-key', 'any'];
  const more = ['--format', 'json', '--output', 'canary.json'];
  const report = compatcanaryReport.parse(await reported('compatcanary', [...args, ...more], 'canary.json'));
  expect(report).toEqual({ score: 100, compatible: true, summary: { warnings: 0, failures: 0 } });
});
