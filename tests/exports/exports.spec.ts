/** Results in other formats: each is read back by a parser, with hostile text wherever a provider chooses the words. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { toAnnotations } from '../../src/exports/annotations.ts';
import { apiFiles, writeApi } from '../../src/exports/api.ts';
import { toCsv } from '../../src/exports/csv.ts';
import { toJUnit } from '../../src/exports/junit.ts';
import { toStepSummary } from '../../src/exports/step-summary.ts';
import type { Expectation } from '../../src/gate/expectations.ts';
import { type Gate, gate, isHeldAgainst } from '../../src/gate/gate.ts';
import { diffRuns } from '../../src/results/diff.ts';
import { nightOfRun } from '../../src/results/history/night-of-run.ts';
import type { History } from '../../src/results/history/store.ts';
import { countResults } from '../../src/results/jsonl.ts';
import type { ConversationRecord, Results, RunRecord, VerdictRecord } from '../../src/results/results.ts';
import { plainText } from '../../src/text/display.ts';
import fc, { codePoint } from '../support/property.ts';
import { conversation, replayRun, targetRecord, verdict } from '../support/records.ts';
import { expect, same, test } from '../support/test.ts';

const check = (fields: Partial<RunRecord['checks'][string]> = {}): RunRecord['checks'][string] => ({
  level: 'MUST',
  impact: 'major',
  subject: 'provider',
  title: 'Every call has an id',
  authority: [{ name: 'OAS', url: 'https://example.org/oas', promise: 'ids are required' }],
  ...fields,
});

const CHECKS = {
  'ids/present': check(),
  'ids/portable': check({ level: 'SHOULD' }),
  'arguments/json': check({ subject: 'model' }),
};
const IDS = Object.keys(CHECKS);

function resultsOf(
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[] = [],
  run: Partial<RunRecord> = {},
): Results {
  return {
    run: replayRun({
      targets: Object.fromEntries(conversations.map((one) => [one.target, targetRecord()])),
      checks: CHECKS,
      ...run,
    }),
    conversations,
    verdicts,
    end: { type: 'end', aborted: false, counts: countResults(conversations, verdicts) },
  };
}

const isHeld = (verdict: VerdictRecord): boolean => isHeldAgainst(verdict, { failOn: 'must' });

function weigh(results: Results, expectations: readonly Expectation[] = []): Gate {
  const known = { checks: IDS, targets: Object.keys(results.run.targets), scenarios: [], conversations: [] };
  return gate({ ...results, expectations, failOn: 'must', known });
}

const finding = {
  exchange: 2,
  event: 5,
  path: 'choices[0].delta',
  message: 'the id is gone',
  found: 'null',
  expected: 'a string',
};

/** Everything that could break out of a page, a table, a terminal or an XML document. */
const HOSTILE =
  '<script>alert(1)</script>]]>&amp;"\'|\n\r\t\u0000\u001b[31mred\u202egnp.exe\ufffe\uffff\ud800 **b** [x](javascript:1) @org/team #12 ::error::x %0A';

/** A run in which every word that a provider or a recording chooses is this one. */
function saying(word: string): Results {
  const key = { target: word, scenario: word } as const;
  return resultsOf(
    [conversation({ ...key, cassette: word, model: word, upstreams: [word], passed: ['arguments/json'] })],
    [
      verdict({
        ...key,
        findings: [{ ...finding, path: word, message: word, found: word, expected: word }],
        findingCount: 3,
      }),
      verdict({ ...key, check: 'ids/portable', outcome: 'error', reason: word }),
    ],
  );
}

const anyText = fc.oneof(
  fc.string({ unit: codePoint, maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom(...'<>&"\'|,;=+-@\n\r\t\u0000\u001b\u202e\ufffe\uffff\ud800 a[]'),
    maxLength: 30,
  }),
);

const READ_XML = {
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  trimValues: false,
  isArray: (name: string) => ['testsuite', 'testcase', 'property'].includes(name),
};

test.describe('JUnit', () => {
  test('one suite a target, one case a verdict, and what the gate does not count is skipped with its dialogue', () => {
    const accepted = { reason: 'the provider knows', link: null, since: '2025-11-20' };
    const results = resultsOf(
      [
        conversation({ ms: 1500, passed: [], notApplicable: ['arguments/json'] }),
        conversation({ delivery: 'buffered', ms: 500, passed: ['ids/portable'] }),
        conversation({ target: 'p/n', sample: 2, passed: ['arguments/json'] }),
      ],
      [
        verdict({ findings: [finding], findingCount: 2 }),
        verdict({ check: 'ids/portable', level: 'SHOULD', findings: [finding], findingCount: 1 }),
        verdict({ delivery: 'buffered', findings: [finding], findingCount: 1, expectation: accepted }),
        verdict({
          delivery: 'buffered',
          check: 'arguments/json',
          outcome: 'inconclusive',
          reason: 'no call',
        }),
        verdict({ target: 'p/n', sample: 2, outcome: 'error', reason: 'the check broke' }),
        verdict({
          target: 'p/n',
          sample: 2,
          check: 'ids/portable',
          outcome: 'unsupported',
          reason: 'declared',
        }),
      ],
    );
    const xml = toJUnit(results, { isHeld, lineOf: (_cassette, exchange) => exchange * 100 });
    expect(XMLValidator.validate(xml)).toBe(true);
    const place = 'exchange 2, event 5, choices[0].delta: the id is gone';
    const classOf = (delivery: string, target = 'p/m') => `${target}.weather.${delivery}`;
    const properties = (notApplicable: string) => ({
      property: [
        { name: 'run', value: 'r1' },
        { name: 'mode', value: 'replay' },
        { name: 'suite', value: '0.1.0' },
        { name: 'dialect', value: 'openai-chat' },
        { name: 'not-applicable', value: notApplicable },
      ],
    });
    const timestamp = '2025-11-20T02:00:00.000Z';
    expect(new XMLParser({ ...READ_XML, trimValues: true }).parse(xml).testsuites).toEqual({
      name: 'toolcall-conformance',
      tests: '8',
      failures: '1',
      errors: '1',
      skipped: '4',
      testsuite: [
        {
          name: 'p/m',
          tests: '5',
          failures: '1',
          errors: '0',
          skipped: '3',
          time: '2.000',
          timestamp,
          properties: properties('1'),
          testcase: [
            {
              classname: classOf('streaming'),
              name: 'ids/present',
              time: '0',
              file: 'c',
              line: '200',
              failure: {
                type: 'MUST',
                message: `MUST ids/present: ${place} (and 1 more)`,
                '#text': `MUST ids/present\n${place}; found null; expected a string\nand 1 more`,
              },
            },
            {
              classname: classOf('streaming'),
              name: 'ids/portable',
              time: '0',
              file: 'c',
              line: '200',
              skipped: { message: `does not count at this gate: SHOULD, by the provider: ${place}` },
            },
            {
              classname: classOf('buffered'),
              name: 'ids/present',
              time: '0',
              file: 'c',
              line: '200',
              skipped: { message: `known since 2025-11-20: the provider knows: ${place}` },
            },
            { classname: classOf('buffered'), name: 'ids/portable', time: '0' },
            {
              classname: classOf('buffered'),
              name: 'arguments/json',
              time: '0',
              file: 'c',
              skipped: { message: 'inconclusive: no call' },
            },
          ],
        },
        {
          name: 'p/n',
          tests: '3',
          failures: '0',
          errors: '1',
          skipped: '1',
          time: '0.000',
          timestamp,
          properties: properties('0'),
          testcase: [
            {
              classname: classOf('streaming', 'p/n'),
              name: 'ids/present · sample 2',
              time: '0',
              file: 'c',
              error: { type: 'error', message: 'the check broke', '#text': 'the check broke' },
            },
            {
              classname: classOf('streaming', 'p/n'),
              name: 'ids/portable · sample 2',
              time: '0',
              file: 'c',
              skipped: { message: 'unsupported: declared' },
            },
            { classname: classOf('streaming', 'p/n'), name: 'arguments/json · sample 2', time: '0' },
          ],
        },
      ],
    });
  });

  test('hostile text is shown as text: nothing breaks out, and what XML forbids is named', () => {
    const xml = toJUnit(saying(HOSTILE), { isHeld, lineOf: () => 7 });
    expect(XMLValidator.validate(xml)).toBe(true);
    const [suite] = new XMLParser(READ_XML).parse(xml).testsuites.testsuite;
    const shown = HOSTILE.replaceAll(/[\n\t]/g, ' ');
    const named = ['\r', '\u0000', '\u001b', '\u202e', '\ufffe', '\uffff', '\ud800'];
    const spelled = ['000D', '0000', '001B', '202E', 'FFFE', 'FFFF', 'D800'];
    const expected = named
      .reduce((text, one, at) => text.replaceAll(one, `<U+${spelled[at]}>`), shown)
      .replaceAll(/ {2,}/g, ' ');
    expect(suite.name).toBe(expected);
    expect(suite.testcase).toHaveLength(3);
    expect(suite.testcase[0].failure['#text']).toContain(`${expected}; found ${expected}`);
    expect(xml).not.toContain('<script>');
  });

  test('whatever the words, the document is XML 1.0 and gives them back', () => {
    fc.assert(
      fc.property(anyText, (word) => {
        const xml = toJUnit(saying(word), { isHeld, lineOf: () => 7 });
        same(XMLValidator.validate(xml), true);
        // https://www.w3.org/TR/xml/#charsets
        expect(xml).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
        const [suite] = new XMLParser(READ_XML).parse(xml).testsuites.testsuite;
        const shown = plainText(word, 300)
          .replaceAll(/[\n\t]+/g, ' ')
          .replaceAll('\ufffe', '<U+FFFE>')
          .replaceAll('\uffff', '<U+FFFF>');
        same(suite.name, shown);
      }),
      { numRuns: 100 },
    );
  });
});

/** Reads CSV as RFC 4180 defines it. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (field.lastIndex < text.length) {
    const start = field.lastIndex;
    const match = field.exec(text);
    if (match === null) throw new Error(`not CSV at ${start}: ${text.slice(start, start + 40)}`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

test.describe('CSV', () => {
  test('one line a verdict, passes and what does not apply included', () => {
    const results = resultsOf(
      [conversation({ passed: ['arguments/json'], notApplicable: ['ids/portable'] })],
      [
        verdict({
          findings: [finding],
          findingCount: 1,
          expectation: { reason: 'r', link: null, since: '2025-11-20' },
        }),
      ],
    );
    expect(readCsv(toCsv(results)).map((row) => row.join('|'))).toEqual([
      'target|scenario|delivery|sample|check|family|level|impact|subject|outcome|known_since|findings|exchange|event|path|message|found|expected|reason|cassette|dialect',
      'p/m|weather|streaming|1|ids/present|ids|MUST|major|provider|fail|2025-11-20|1|2|5|choices[0].delta|the id is gone|null|a string||c|openai-chat',
      'p/m|weather|streaming|1|ids/portable|ids|SHOULD|major|provider|not-applicable||0||||||||c|openai-chat',
      'p/m|weather|streaming|1|arguments/json|arguments|MUST|major|model|pass||0||||||||c|openai-chat',
    ]);
  });

  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\n=1', ' =1', '＝1+1', '\ufeff=1']) {
    test(`${JSON.stringify(formula)} is no formula to a spreadsheet`, () => {
      const [, row = []] = readCsv(toCsv(saying(formula)));
      expect(row[0]?.startsWith("'") || row[0]?.startsWith('<U+')).toBe(true);
    });
  }

  test('whatever the words, every line has every field, none is a formula, and the words come back', () => {
    fc.assert(
      fc.property(anyText, (word) => {
        const rows = readCsv(toCsv(saying(word)));
        same(
          rows.map((row) => row.length),
          [21, 21, 21, 21],
        );
        same(
          rows.flat().filter((text) => /^[=+\-@\t\r\n]/.test(text)),
          [],
        );
        expect([plainText(word, 4000), `'${plainText(word, 4000)}`]).toContain(rows[1]?.[0]);
      }),
      { numRuns: 200 },
    );
  });
});

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

  test('no name leads out of the folder', () => {
    const word = '../../../out';
    writeApi(join(folder, 'site'), resultsOf([conversation({ target: word })], [], { id: word }), noHistory);
    expect(readdirSync(folder)).toEqual(['site']);
    expect(readdirSync(join(folder, 'site')).sort()).toEqual(['api']);
    expect(existsSync(join(folder, 'site/api/v1/runs'))).toBe(true);
  });
});

/** What is left of a summary when its own Markdown and HTML are taken away must mean nothing to GitHub. */
function foreignSigns(markdown: string): string[] {
  return markdown.split('\n').flatMap((line) => {
    const bare = line
      .replace(/^(?:#+ |- |\|(?:---?:?\|?|[:|-])*$)/, '')
      .replaceAll(/<\/?code>|<br>|\*\*(?:MUST|SHOULD|MAY)\*\*|&#\d+;| \| |^\| | \|$/g, '');
    return [...bare.matchAll(/[<>&|*_`[\]\\@#$~\p{Cc}\p{Bidi_Control}]/gu)].map(([sign]) => sign);
  });
}

test.describe('step summary', () => {
  test('names the targets that were skipped, and why a run could not be completed', () => {
    const judged = resultsOf([conversation({ passed: IDS })], []);
    const results = { ...judged, run: { ...judged.run, skipped: { 'q/m': 'Q_KEY is not set' } } };
    const text = toStepSummary(results, {
      ...weigh(results, []),
      incomplete: 'nothing listens at h:1',
      red: true,
    });
    const plain = text.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
    expect(plain.split('\n').slice(0, 10)).toEqual([
      '## Tool calling: the run could not be completed',
      '',
      '<code>the run could not be completed: nothing listens at h:1</code>',
      '',
      '1 conversation (1 exchange) judged.',
      '',
      '### Skipped targets (1)',
      '',
      '- <code>q/m</code>: <code>Q_KEY is not set</code>',
      '',
    ]);
  });

  test('says the decision, what is held against whom, and the targets side by side', () => {
    const results = resultsOf(
      [
        conversation({ sample: 1 }),
        conversation({ sample: 2 }),
        conversation({ target: 'p/n', passed: IDS }),
      ],
      [
        verdict({ sample: 2, findings: [finding], findingCount: 1 }),
        verdict({ sample: 1, findings: [finding], findingCount: 1 }),
      ],
    );
    const stale: Expectation = {
      target: 'p/n',
      check: 'ids/present',
      scenario: null,
      delivery: null,
      reason: 'r',
      link: null,
      since: '2025-11-20',
      file: 'specs/expectations/p/n.yaml',
      line: 3,
    };
    const before = resultsOf([conversation({ passed: IDS }), conversation({ scenario: 'add' })]);
    const text = toStepSummary(results, weigh(results, [stale]), diffRuns(before, results));
    const plain = text.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
    expect(plain.split('\n')).toEqual([
      '## Tool calling: conformance failures',
      '',
      '3 conversations (3 exchanges) judged.',
      '',
      '### New failures (1)',
      '',
      '- **MUST** <code>p/m · weather · streaming · ids/present</code><br><code>exchange 2, event 5, choices[0].delta: the id is gone; in 2 samples</code>',
      '',
      '### Since the baseline',
      '',
      '1 newly failing, 0 newly passing, 0 unknown now, 3 added, 2 removed, 1 conversations vanished.',
      '',
      '### Newly failing (1)',
      '',
      '- **MUST** <code>p/m · weather · streaming · ids/present</code> pass → fail',
      '',
      '### Vanished conversations (1)',
      '',
      '- <code>p/m · add · streaming</code>',
      '',
      '### Stale expectations (1)',
      '',
      '- <code>specs/expectations/p/n.yaml:3</code> <code>ids/present passes in the conversation it applies to; remove the expectation</code>',
      '',
      '### Targets (2)',
      '',
      '| target | conversations | passed | MUST fails | SHOULD fails | known | inconclusive | by model or client | error |',
      '|---|--:|--:|--:|--:|--:|--:|--:|--:|',
      '| <code>p/m</code> | 2 | 0 | 2 | 0 | 0 | 0 | 0 | 0 |',
      '| <code>p/n</code> | 1 | 3 | 0 | 0 | 0 | 0 | 0 | 0 |',
      '',
      '',
    ]);
  });

  test('hostile text means nothing to Markdown, HTML or a terminal', () => {
    const results = saying(HOSTILE);
    expect(foreignSigns(toStepSummary(results, weigh(results), diffRuns(resultsOf([]), results)))).toEqual(
      [],
    );
    fc.assert(
      fc.property(anyText, (word) => {
        const said = saying(word);
        same(foreignSigns(toStepSummary(said, weigh(said))), []);
      }),
      { numRuns: 100 },
    );
  });

  test('stays below the limit of GitHub whatever a provider sends, and says what it left out', () => {
    const many = Array.from({ length: 3000 }, (_, at) => `p/${at}/${'*'.repeat(1_000_000 / 500)}`);
    const results = resultsOf(
      many.map((target) => conversation({ target })),
      many.map((target) => verdict({ target, findings: [{ ...finding, message: '|'.repeat(5000) }] })),
    );
    const text = toStepSummary(results, weigh(results));
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    const told = text.split('\n').filter((line) => line.includes('…') && line.length < 100);
    expect(told).toEqual([
      '- … and 2,900 more, in the report',
      expect.stringMatching(
        /^… 2,\d\d\d more lines, left out for the limit of GitHub; the report has them\.$/,
      ),
    ]);
  });
});

/** A workflow command as GitHub's runner reads it. */
function readCommand(line: string): Record<string, string> {
  const [, kind = '', properties = '', message = ''] = /^::(\w+) (.*?)::(.*)$/u.exec(line) ?? [];
  const decode = (text: string) => decodeURIComponent(text.replaceAll(/%(?!25|0D|0A|3A|2C)/g, '%25'));
  const pairs = properties.split(',').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), decode(pair.slice(at + 1))];
  });
  return { kind, ...Object.fromEntries(pairs), message: decode(message) };
}

test.describe('annotations', () => {
  test('a failure stands on the line of its exchange, a stale expectation on its own', () => {
    const results = resultsOf(
      [
        conversation({ cassette: 'cassettes/p/m/weather.streaming.yaml' }),
        conversation({ target: 'p/n', passed: IDS }),
      ],
      [
        verdict({ findings: [finding], findingCount: 1 }),
        verdict({ check: 'ids/portable', outcome: 'error', reason: 'the check broke' }),
      ],
    );
    const expectation: Expectation = {
      target: 'p/n',
      check: 'ids/present',
      scenario: null,
      delivery: null,
      reason: 'r',
      link: null,
      since: '2025-11-20',
      file: 'specs/expectations/p/n.yaml',
      line: 3,
    };
    const lineOf = (cassette: string, exchange: number) =>
      cassette.startsWith('cassettes/') ? exchange * 10 : null;
    expect(toAnnotations(results, weigh(results, [expectation]), lineOf).split('\n')).toEqual([
      '::error file=cassettes/p/m/weather.streaming.yaml,line=20,title=MUST ids/present::p/m · weather · streaming · ids/present: exchange 2, event 5, choices[0].delta: the id is gone',
      '::error file=cassettes/p/m/weather.streaming.yaml,title=ids/portable broke::p/m · weather · streaming · ids/portable: the check broke',
      '::warning file=specs/expectations/p/n.yaml,line=3,title=stale expectation of ids/present::ids/present passes in the conversation it applies to; remove the expectation',
      '',
    ]);
  });

  test('a threshold that is not met is an error without a place', () => {
    const results = resultsOf([conversation({ passed: IDS })]);
    const rate = {
      target: 'p/m',
      check: 'arguments/json',
      passed: 3,
      judged: 10,
      interval: { low: 0.1, high: 0.6 },
      threshold: 0.9,
      standing: 'broken',
      scenario: 'weather',
      delivery: 'streaming',
    } as const;
    expect(toAnnotations(results, { ...weigh(results), rates: [rate] }, () => 1)).toBe(
      '::error title=below the threshold of arguments/json::p/m: weather, streaming: 3 of 10 samples passed, at least 90 %25 are to\n',
    );
  });

  test('no more than GitHub shows, and the last one says how many are left', () => {
    const targets = Array.from({ length: 25 }, (_, at) => `p/m${at}`);
    const results = resultsOf(
      targets.map((target) => conversation({ target })),
      targets.map((target) => verdict({ target, findings: [finding], findingCount: 1 })),
    );
    const lines = toAnnotations(results, weigh(results), () => 1)
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toBe('::error title=16 more::the summary of the job lists them all');
  });

  test('whatever the words, each command is one line and comes back as it was meant', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constant(HOSTILE), fc.constant('a:b,c=d%25::error::x')), (word) => {
        const results = saying(word);
        const text = toAnnotations(results, weigh(results), () => 7);
        expect(text).toMatch(/^(?:::(?:error|warning) [^\n\r]*\n)*$/u);
        expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
        const [command = {}] = text.trimEnd().split('\n').map(readCommand);
        const shown = plainText(word, 300).replaceAll(/[\n\t]+/g, ' ');
        expect(command).toMatchObject({ kind: 'error', file: shown, line: '7', title: 'MUST ids/present' });
      }),
      { numRuns: 200 },
    );
  });

  test('nothing to say is nothing', () => {
    const results = resultsOf([conversation({ passed: IDS })]);
    expect(toAnnotations(results, weigh(results), () => 1)).toBe('');
  });
});
