/** api/v1: every document is valid by its schema, and says what the results say. */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { apiFiles, writeApi } from '../../src/exports/api.ts';
import { nightOfRun } from '../../src/results/history/night-of-run.ts';
import type { History } from '../../src/results/history/store.ts';
import { finishReport } from '../../src/system/placing.ts';
import { HOSTILE, resultsOf, saying } from '../support/exported-results.ts';
import { conversation, verdict } from '../support/records.ts';
import { stoppedAtMove } from '../support/stopped-at-move.ts';
import { expect, test } from '../support/test.ts';

const noHistory: History = { nights: [], problems: [] };

test.describe('api/v1', () => {
  let folder: string;

  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'api-'));
  });

  test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const results = resultsOf(
    [
      conversation({ passed: ['arguments/json'], upstreams: ['u'], ms: 10, cost: 0.5 }),
      conversation({ delivery: 'buffered', passed: ['ids/present'], notApplicable: ['arguments/json'] }),
    ],
    [
      verdict(),
      verdict({ check: 'ids/portable', outcome: 'inconclusive', reason: 'r' }),
      verdict({
        check: 'ids/portable',
        delivery: 'buffered',
        level: 'SHOULD',
        expectation: { reason: 'r', link: null, since: '2025-11-20' },
      }),
    ],
  );
  const nights = ['2025-11-18', '2025-11-19', '2025-11-20'].map((date) => {
    const { run } = results;
    return nightOfRun(
      {
        ...results,
        run: {
          ...run,
          id: date === '2025-11-20' ? run.id : `r-${date}`,
          startedAt: `${date}T02:00:00.000Z`,
        },
      },
      date,
    );
  });

  test('every document is valid by the schema that is published beside it and that it names', () => {
    for (const word of ['p/m', HOSTILE]) {
      const files = writeApi(folder, word === HOSTILE ? saying(word) : results, { nights, problems: [] });
      const ajv = new Ajv2020({ strict: true });
      formats.default(ajv);
      const documents = files.filter((file) => !file.includes('/schema/'));
      expect(documents.length).toBeGreaterThan(6);
      for (const file of documents) {
        const document = JSON.parse(readFileSync(join(folder, file), 'utf8'));
        const schema = join(folder, file, '..', document.$schema);
        expect(ajv.validate(JSON.parse(readFileSync(schema, 'utf8')), document), ajv.errorsText()).toBe(true);
      }
    }
  });

  test('a schema refuses a document that lacks a field', () => {
    const files = new Map(
      apiFiles(results, noHistory, { nights: 1 }).map(({ file, text }) => [file, JSON.parse(text)]),
    );
    for (const name of ['targets', 'checks', 'runs', 'latest']) {
      const document = files.get(`api/v1/${name}.json`);
      const schema = files.get(`api/v1/${document.$schema}`);
      const [field = ''] = Object.keys(document).filter((key) => key !== '$schema');
      const ajv = new Ajv2020();
      formats.default(ajv);
      expect(ajv.validate(schema, document)).toBe(true);
      expect(ajv.validate(schema, { ...document, [field]: undefined })).toBe(false);
    }
  });

  test('the latest run counts outcomes by target and check', () => {
    writeApi(folder, results, noHistory);
    const latest = JSON.parse(readFileSync(join(folder, 'api/v1/latest.json'), 'utf8'));
    const none = { firstByteMs: null, firstContentMs: null, firstCallMs: null, tokensPerSecond: null };
    expect(latest).toEqual({
      $schema: 'schema/run.json',
      date: '2025-11-20',
      id: 'r1',
      startedAt: '2025-11-20T02:00:00.000Z',
      mode: 'replay',
      suite: { version: '0.1.0', commit: null },
      aborted: false,
      conversations: 2,
      skipped: {},
      targets: [
        {
          target: 'p/m',
          complete: true,
          conversations: 2,
          unsent: 0,
          models: ['m'],
          upstreams: ['u'],
          latency: { ms: 10, ...none },
          usage: null,
          cost: 0.5,
          features: {},
          checks: [
            { check: 'arguments/json', judged: 1, passed: 1 },
            { check: 'ids/portable', judged: 2, passed: 0, failed: 1, known: 1, inconclusive: 1 },
            { check: 'ids/present', judged: 2, passed: 1, failed: 1, worst: 'MUST' },
          ],
          notApplicable: [],
        },
      ],
    });
    const run = JSON.parse(readFileSync(join(folder, 'api/v1/runs/r1.json'), 'utf8'));
    expect(run).toEqual({ ...latest, $schema: '../schema/run.json' });
  });

  test('runs of the last nights have documents, older ones are listed without', () => {
    const files = new Map(
      apiFiles(results, { nights, problems: [] }, { nights: 2 }).map(({ file, text }) => [file, text]),
    );
    const { runs } = JSON.parse(files.get('api/v1/runs.json') ?? '');
    expect(runs.map(({ id, date, file }: Record<string, unknown>) => [id, date, file])).toEqual([
      ['r1', '2025-11-20', 'runs/r1.json'],
      ['r-2025-11-19', '2025-11-19', 'runs/r-2025-11-19.json'],
      ['r-2025-11-18', '2025-11-18', null],
    ]);
    expect([...files.keys()].filter((file) => file.startsWith('api/v1/runs/')).sort()).toEqual([
      'api/v1/runs/r-2025-11-19.json',
      'api/v1/runs/r1.json',
    ]);
  });

  test('what is stopped while it replaces an earlier one leaves the earlier one or the new one', () => {
    const api = join(folder, 'api');
    const later = { nights: nights.slice(0, 1), problems: [] };
    const write = (history: History, word: string) => writeApi(folder, saying(word), history);
    const whole = (history: History, word: string) =>
      Object.fromEntries(
        apiFiles(saying(word), history, { nights: 30 }).map(({ file, text }) => [file, text]),
      );
    const [old, fresh] = [whole(noHistory, 'old'), whole(later, 'new')];
    let stops = 0;
    for (let isStopped = true; isStopped; stops += 1) {
      rmSync(api, { recursive: true, force: true });
      write(noHistory, 'old');
      isStopped = stoppedAtMove(stops, () => write(later, 'new'));
      expect([{}, old, fresh], `move ${stops}`).toContainEqual(textsIn('api/v1'));
      finishReport(api);
      expect([old, fresh], `move ${stops}`).toContainEqual(textsIn('api/v1'));
      expect(readdirSync(api).toSorted(), `move ${stops}`).toEqual(['report-files.txt', 'v1']);
    }
    expect(stops).toBeGreaterThan(3);
  });

  test('what an earlier version wrote without a list is replaced, and its runs are removed', () => {
    const list = join(folder, 'api/report-files.txt');
    writeApi(folder, saying('old'), { nights, problems: [] });
    rmSync(list);
    writeApi(folder, saying('new'), noHistory);
    const fresh = apiFiles(saying('new'), noHistory, { nights: 30 });
    expect(textsIn('api/v1')).toEqual(Object.fromEntries(fresh.map(({ file, text }) => [file, text])));
    expect(existsSync(list)).toBe(true);
  });

  for (const [what, text] of [
    ['a document of others', '{"runs":[]}\n'],
    ['one that names another schema', '{"$schema":"schema/run.json","runs":[]}\n'],
    ['one on several lines', '{"$schema":"schema/runs.json",\n"runs":[]}\n'],
    ['one that is cut off', '{"$schema":"schema/runs.json","runs":['],
  ] as const) {
    test(`${what} in the place of one of ours is not replaced`, () => {
      writeApi(folder, saying('old'), noHistory);
      rmSync(join(folder, 'api/report-files.txt'));
      writeFileSync(join(folder, 'api/v1/runs.json'), text);
      const before = textsIn('api/v1');
      expect(() => writeApi(folder, saying('new'), noHistory)).toThrow(
        'runs.json: not written by an earlier report, so it is not replaced; name another folder or remove it',
      );
      expect(textsIn('api/v1')).toEqual(before);
    });
  }

  test('files of others beside what an earlier version wrote without a list stay, and links are not followed', () => {
    writeApi(folder, saying('old'), noHistory);
    rmSync(join(folder, 'api/report-files.txt'));
    const others = ['api/v1/runs/mine.json', 'api/v1/mine.json', 'api/v1/schema/mine.json', 'api/mine.json'];
    const mine = `{"$schema":"schema/mine.json","mine":1}\n`;
    for (const file of others) writeFileSync(join(folder, file), mine);
    writeFileSync(join(folder, 'run.json'), '{"$schema":"../schema/run.json","id":"x"}\n');
    symlinkSync('../../../run.json', join(folder, 'api/v1/runs/linked.json'));
    writeApi(folder, saying('new'), noHistory);
    for (const file of others) expect(readFileSync(join(folder, file), 'utf8')).toBe(mine);
    expect(existsSync(join(folder, 'api/v1/runs/linked.json'))).toBe(true);
    expect(JSON.parse(readFileSync(join(folder, 'api/v1/latest.json'), 'utf8')).targets[0].target).toBe(
      'new',
    );
  });

  /** Every file below a path of the folder, by its own. */
  function textsIn(below: string): Record<string, string> {
    const names = existsSync(join(folder, below))
      ? readdirSync(join(folder, below), { recursive: true, encoding: 'utf8' })
      : [];
    const files = names.map((name) => `${below}/${name}`).filter((file) => file.endsWith('.json'));
    return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  }

  test('no name leads out of the folder', () => {
    const word = '../../../out';
    writeApi(join(folder, 'site'), resultsOf([conversation({ target: word })], [], { id: word }), noHistory);
    expect(readdirSync(folder)).toEqual(['site']);
    expect(readdirSync(join(folder, 'site')).sort()).toEqual(['api']);
    expect(existsSync(join(folder, 'site/api/v1/runs'))).toBe(true);
  });
});
