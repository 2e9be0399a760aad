/** Results as text and as a file: one line a record, in one order, written whole. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeResults } from '../../src/results/file.ts';
import { countResults, formatResults } from '../../src/results/jsonl.ts';
import { parseResults } from '../../src/results/read-jsonl.ts';
import { resultsOf } from '../support/records.ts';
import { expect, test } from '../support/test.ts';
import { conversation, failing, results, run, verdict } from '../support/written-results.ts';

test('writes one line a record, keys sorted, and nothing else', () => {
  const text = formatResults(results([conversation({ cost: 0.5, upstreams: ['b', 'a'] })]));
  const fields = '"impact":"major","level":"MUST"';
  const rest = '"subject":"provider","title":"t"';
  expect(text.split('\n')).toEqual([
    `{"checks":{"cost/present":{"authority":[],${fields},"order":3,${rest}},"ids/present":{"authority":[],${fields},"order":2,${rest}},"shape/chunk":{"authority":[],${fields},"order":1,${rest}}},"id":"r1","mode":"replay","scenarios":{"weather":{"title":"Weather"}},"schema":1,"startedAt":"2025-11-20T12:00:00Z","suite":{"commit":null,"version":"0.1.0"},"targets":{},"type":"run"}`,
    '{"cassette":"cassettes/p/m/weather.streaming.yaml","cost":0.5,"delivery":"streaming","exchanges":2,"model":"m","ms":null,"notApplicable":[],"passed":["shape/chunk","ids/present","cost/present"],"recordedAt":null,"sample":1,"scenario":"weather","target":"p/m","type":"conversation","upstreams":["b","a"],"usage":null}',
    '{"aborted":false,"counts":{"conversations":1,"exchanges":2,"failures":{"MAY":0,"MUST":0,"SHOULD":0},"known":0,"outcomes":{"error":0,"fail":0,"inconclusive":0,"not-applicable":0,"pass":3,"unsupported":0}},"type":"end"}',
    '',
  ]);
});

test('the order is that of code points, of numbers for samples, and of the catalogue for checks', () => {
  // In UTF-16 units U+FFFD follows U+1F600, in code points it comes first; locales would put a before Z.
  const conversations = [
    ...['\u{1f600}', '\ufffd', 'é', 'a', 'Z', 'Za'].map((target) => conversation({ target })),
    conversation({ target: 'Z', delivery: 'buffered' }),
    conversation({ target: 'Z', scenario: 'add' }),
    conversation({ target: 'Z', sample: 10 }),
    conversation({ target: 'Z', sample: 2, passed: [], notApplicable: ['cost/present', 'shape/chunk'] }),
  ];
  const given = results(conversations, [verdict({ target: 'Z', sample: 2, check: 'ids/present' })]);
  const lines = formatResults(given)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(
    lines.map(({ type, target, scenario, delivery, sample }) =>
      [type, target, scenario, delivery, sample].join(' ').trim(),
    ),
  ).toEqual([
    'run',
    'conversation Z add streaming 1',
    'conversation Z weather buffered 1',
    'conversation Z weather streaming 1',
    'conversation Z weather streaming 2',
    'verdict Z weather streaming 2',
    'conversation Z weather streaming 10',
    'conversation Za weather streaming 1',
    'conversation a weather streaming 1',
    'conversation é weather streaming 1',
    'conversation \ufffd weather streaming 1',
    'conversation \u{1f600} weather streaming 1',
    'end',
  ]);
  expect(lines[4].notApplicable).toEqual(['shape/chunk', 'cost/present']);

  const shuffled = {
    ...given,
    conversations: conversations.toReversed(),
    verdicts: given.verdicts.toReversed(),
  };
  expect(formatResults(shuffled)).toBe(formatResults(given));
});

test('what is written is read back, and written again the same', () => {
  const text = formatResults(failing);
  const read = parseResults(text, 'results.jsonl');
  expect(read).toEqual(failing);
  expect(Object.keys(read.run.checks)).toEqual(['shape/chunk', 'ids/present', 'cost/present']);
  expect(formatResults(read)).toBe(text);
});

test('sorts keys that look like numbers as text', () => {
  const scenarios = { '9': { title: '' }, '10': { title: '' } };
  const [line] = formatResults(resultsOf([], [], { ...run, scenarios })).split('\n');
  expect(line).toContain('"scenarios":{"10":{"title":""},"9":{"title":""}}');
});

test('counts outcomes, failures by level, and known deviations', () => {
  const expectation = { reason: 'r', link: null, since: '2025-11-20' };
  expect(
    countResults(
      [conversation(), conversation({ sample: 2, exchanges: 1, passed: ['a'], notApplicable: ['b', 'c'] })],
      [
        verdict(),
        verdict({ expectation }),
        verdict({ level: 'SHOULD', subject: 'model' }),
        verdict({ level: 'MAY' }),
        verdict({ outcome: 'inconclusive', expectation }),
        verdict({ outcome: 'unsupported' }),
        verdict({ outcome: 'error' }),
      ],
    ),
  ).toEqual({
    conversations: 2,
    exchanges: 3,
    outcomes: { pass: 4, fail: 4, inconclusive: 1, 'not-applicable': 2, unsupported: 1, error: 1 },
    failures: { MUST: 2, SHOULD: 1, MAY: 1 },
    known: 1,
  });
});

test('a verdict without its conversation is not written', () => {
  expect(() => formatResults(results([], [verdict()]))).toThrow(
    new Error('the verdict shape/chunk of p/m · weather · streaming · sample 1 has no conversation'),
  );
});

test('writes a file in one step, replaces it, and leaves nothing beside it', () => {
  const folder = test.info().outputPath('new', 'folder');
  const path = join(folder, 'results.jsonl');
  writeResults(path, results([]));
  writeResults(path, failing);
  expect(readFileSync(path, 'utf8')).toBe(formatResults(failing));
  expect(readdirSync(folder)).toEqual(['results.jsonl']);
});

test('says so when a file cannot be written, and leaves nothing behind', () => {
  const folder = test.info().outputPath('occupied');
  mkdirSync(join(folder, 'results.jsonl'), { recursive: true });
  writeFileSync(join(folder, 'results.jsonl', 'x'), '');
  const path = join(folder, 'results.jsonl');
  expect(() => writeResults(path, failing)).toThrow(
    expect.objectContaining({
      name: 'SuiteError',
      message: `${path}: cannot be written (EISDIR); make room there, or name a folder that can be written to`,
    }),
  );
  expect(readdirSync(folder)).toEqual(['results.jsonl']);
  expect(existsSync(join(path, 'x'))).toBe(true);
});
