/** What the pages Run, Diff and History say, and how much of it is loaded at first. */

import { NO_CLIENTS } from '../../src/clients/record.ts';
import { bundleAssets } from '../../src/report/site/bundle.ts';
import { HISTORY_DATA_FILE, HISTORY_FILE } from '../../src/report/site/history/addresses.ts';
import { filesOf } from '../../src/report/site/pages.ts';
import { siteSource } from '../../src/report/site/site-source.ts';
import type { NightCheck } from '../../src/results/history/night.ts';
import { historySummary, targetHistory } from '../../src/results/history/page.ts';
import type { History } from '../../src/results/history/store.ts';
import { targetHistoryFile } from '../../src/results/page-addresses.ts';
import { syntheticHistory } from '../support/nights.ts';
import { checkRecord, resultsOf } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

const MUST = { level: 'MUST', subject: 'provider' } as const;

const KB = 1000;

/** As many checks as the promise speaks of. */
const NINETY: ReadonlyMap<string, NightCheck> = new Map(
  Array.from({ length: 90 }, (_, at) => [
    `family-${at % 12}/some-check-${String(at).padStart(2, '0')}`,
    MUST,
  ]),
);

/** The files of the report of an empty run. */
function filesWith(history: History) {
  const evidence = {
    evidenceOf: null,
    recordingOf: () => null,
    faults: [],
    clients: NO_CLIENTS,
    gateways: [],
    profiles: [],
  };
  const checks = Object.fromEntries([...NINETY].map(([id, check]) => [id, checkRecord(check)]));
  const results = resultsOf([], [], { mode: 'live', checks });
  return filesOf(siteSource(results, { history }, evidence), {});
}

/** The text of a page, without its elements. */
function textOf({ pages }: ReturnType<typeof filesWith>, name: string): string {
  return String(pages.find(({ file }) => file === name)?.text())
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/\s+/gu, ' ');
}

/** Nights of a target that answers in all of them, and of one that does not on the given days. */
function nightsWithOutage(days: number, outage: readonly number[]): History {
  return syntheticHistory({
    from: '2025-11-18',
    days,
    targets: ['p/dead', 'p/well'],
    checks: new Map([['ids/present', MUST]]),
    outages: new Map([['p/dead', { days: outage, reason: 'HTTP 401' }]]),
  });
}

test('a night in which nothing of a target was judged is no answer, and not the same', () => {
  const files = filesWith(nightsWithOutage(4, [1, 2]));
  expect(textOf(files, HISTORY_FILE)).toContain('19 1 no answer 20 1 no answer 21 same');
  expect(textOf(files, targetHistoryFile('p/dead'))).toContain(
    '2025-11-19 to 2025-11-20: no answer: HTTP 401, 2 days',
  );
  for (const date of ['2025-11-19', '2025-11-20']) {
    expect(textOf(files, `diff/${date}.html`)).toContain('p/dead no answer: HTTP 401');
  }
});

test('a night in which nothing changed says so once, and lists nothing', () => {
  const history = syntheticHistory({
    from: '2025-11-18',
    days: 2,
    targets: ['p/well'],
    checks: new Map([['ids/present', MUST]]),
  });
  expect(textOf(filesWith(history), 'diff/2025-11-19.html')).toContain(
    'consecutive nights Nothing changed. Every feature and every verdict is as it was. The history keeps',
  );
});

test('the front page says what got worse since the night before, and which targets gave no answer', () => {
  const front = filesWith(nightsWithOutage(2, [1]))
    .pages.find(({ file }) => file === 'index.html')
    ?.text();
  expect(front).toContain(
    '<a href="diff/2025-11-19.html">no check newly failing in the night of 2025-11-19, no answer of 1 target</a>',
  );
  expect(filesWith({ nights: [], problems: [] }).pages[0]?.text()).not.toContain('worse');
});

test('a target may be called index and keeps off the front page of the history', () => {
  expect(targetHistoryFile('index')).not.toBe(HISTORY_FILE);
  expect(targetHistoryFile('p/m')).toBe('history/p_m.html');
});

test('the first view of a year of 200 targets and 90 checks is below 300 KB, and so is each thing loaded later', async () => {
  const targets = Array.from(
    { length: 200 },
    (_, at) => `openrouter/some-lab/some-model-${at}-instruct@upstream-${at % 11}`,
  );
  const history = syntheticHistory({
    from: '2024-11-21',
    days: 365,
    targets,
    checks: NINETY,
    gaps: [40, 41],
  });
  const { pages, others } = filesWith(history);
  const sizeOf = (name: string) => {
    const text = [...pages, ...others].find(({ file }) => file === name)?.text();
    expect(text, name).toBeDefined();
    return Buffer.byteLength(text ?? '');
  };
  const bundled = await bundleAssets();
  const assets = ['report.css', 'report.js'].reduce(
    (sum, file) => sum + Buffer.byteLength(bundled.get(file) ?? ''),
    0,
  );
  expect(sizeOf(HISTORY_FILE) + assets).toBeLessThan(300 * KB);
  expect(sizeOf(HISTORY_DATA_FILE)).toBeLessThan(300 * KB);
  const [first] = historySummary(history, { staleAfter: 3 }).targets;
  expect(sizeOf(first?.file ?? '')).toBeLessThan(300 * KB);
  expect(targetHistory(history, first?.target ?? '')?.nights).toHaveLength(363);
});

test('a history has a page for each night and target, a diff for each night but the first, all of other names', () => {
  const history = syntheticHistory({
    from: '2025-11-18',
    days: 3,
    targets: ['p/m', 'P/m', 'index'],
    checks: NINETY,
  });
  const { pages, others } = filesWith(history);
  const files = [...pages, ...others].map(({ file }) => file.toLowerCase());
  expect(new Set(files).size).toBe(files.length);
  expect(pages.map(({ file }) => file).filter((file) => /^(?:run|diff)\//u.test(file))).toEqual([
    'run/index.html',
    'diff/index.html',
    'diff/2025-11-19.html',
    'diff/2025-11-20.html',
    'run/2025-11-18.html',
    'run/2025-11-19.html',
    'run/2025-11-20.html',
  ]);
  expect(pages.filter(({ file }) => file.startsWith('history/'))).toHaveLength(1 + 3);
});
