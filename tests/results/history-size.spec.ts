/** How large a history grows. */
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TargetNight } from '../../src/results/history/night.ts';
import { formatNight } from '../../src/results/history/night-file.ts';
import { historySummary, targetHistory } from '../../src/results/history/page.ts';
import { readHistory, recordNight } from '../../src/results/history/store.ts';
import { check, conversation, DATE, runOf } from '../support/recorded-nights.ts';
import { folderOfEachTest } from '../support/temporary-folder.ts';
import { expect, test } from '../support/test.ts';

const folder = folderOfEachTest();

const MB = 1_000_000;

/** Numbers from 0 up to but not including 1, the same in every run. */
function randomNumbers(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

test('a year of nights of 200 targets and 90 checks stays below 50 MB, and its first view below 300 KB', () => {
  const random = randomNumbers();
  const pick = (most: number) => Math.floor(random() * most);
  const checks = new Map(
    Array.from({ length: 90 }, (_, at) => [
      `family-${at % 12}/some-check-${String(at).padStart(2, '0')}`,
      { level: 'MUST', subject: at % 9 === 0 ? 'model' : 'provider' } as const,
    ]),
  );
  // Of 25 scenarios in two deliveries: a check applies where its feature is used, and some apply nowhere.
  const applies = Array.from({ length: 90 }, () => Math.max(0, 10 * pick(6)));
  const failing = () => `${40 + pick(11)}f${1 + pick(9)}k1i${1 + pick(9)}S`;
  const cellsOfTarget = () =>
    applies.map((judged) => {
      if (judged === 0) return '-';
      return random() < 0.12 ? failing() : String(judged - pick(3));
    });
  const targets = Array.from({ length: 200 }, (_, at) => ({
    id: `openrouter/some-lab/some-model-${at}-instruct@upstream-${at % 11}`,
    cells: cellsOfTarget(),
  }));
  // Each night one cell is as on no other.
  const withOneOff = (cells: readonly string[]) => cells.with(pick(90), failing()).join(' ');
  const row = ({ id, cells }: (typeof targets)[number], run: string): TargetNight => ({
    target: id,
    run,
    dialect: 'openai-chat',
    checks,
    features: new Map(),
    complete: true,
    conversations: 50,
    unsent: 0,
    models: [id.slice('openrouter/'.length, id.indexOf('@'))],
    upstreams: ['DeepInfra', 'Fireworks', 'Together'],
    latency: {
      ms: 1000 + pick(9000),
      firstByteMs: 100 + pick(900),
      firstContentMs: 100 + pick(900),
      firstCallMs: 100 + pick(900),
      tokensPerSecond: pick(200),
    },
    usage: {
      promptTokens: 20_000 + pick(9999),
      completionTokens: 9000 + pick(999),
      totalTokens: 29_000 + pick(9999),
    },
    cost: pick(1_000_000) / 10_000_000,
    cells: withOneOff(cells),
  });
  let bytes = 0;
  for (let day = 0; day < 365; day += 1) {
    const date = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
    const id = `${String(day).padStart(8, '0')}-0000-4000-8000-000000000000`;
    const text = formatNight({
      date,
      runs: [
        {
          id,
          startedAt: `${date}T02:00:00Z`,
          mode: 'live',
          suite: { version: '0.1.0', commit: 'f'.repeat(40) },
          aborted: false,
          conversations: 10_000,
          skipped: {},
        },
      ],
      checks,
      targets: new Map(targets.map((target) => [target.id, row(target, id)])),
    });
    bytes += Buffer.byteLength(text);
    writeFileSync(join(folder(), `${date}.jsonl`), text);
  }
  expect(bytes).toBeGreaterThan(10 * MB);
  expect(bytes).toBeLessThan(50 * MB);

  const history = readHistory(folder());
  expect(history.problems).toEqual([]);
  expect(history.nights).toHaveLength(365);
  const summary = historySummary(history, { staleAfter: 3 });
  const first = summary.targets[0];
  expect(summary.targets).toHaveLength(200);
  expect(first?.strip).toHaveLength(365);
  expect(JSON.stringify(summary).length).toBeLessThan(0.3 * MB);
  expect(JSON.stringify(targetHistory(history, first?.target ?? '')).length).toBeLessThan(0.3 * MB);
});

test('a night of a full run is as small as the year was reckoned with', () => {
  const checks = Object.fromEntries(
    Array.from({ length: 90 }, (_, at) => [`family-${at % 12}/check-${at}`, check()]),
  );
  const ids = Object.keys(checks);
  const conversations = Array.from({ length: 200 }, (_, at) => `openrouter/lab/some-model-${at}`).flatMap(
    (target) =>
      Array.from({ length: 25 }, (_, scenario) =>
        (['streaming', 'buffered'] as const).map((delivery) =>
          conversation(target, {
            scenario: `scenario-${scenario}`,
            delivery,
            passed: ids.slice(scenario),
            notApplicable: ids.slice(0, scenario),
          }),
        ),
      ).flat(),
  );
  const { file } = recordNight(folder(), runOf(conversations, { checks }), { date: DATE });
  expect(statSync(file).size * 365).toBeLessThan(50 * MB);
});
