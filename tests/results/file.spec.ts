import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeResults } from '../../src/results/file.ts';
import { countResults, formatResults } from '../../src/results/jsonl.ts';
import { parseResults, ResultsFileError } from '../../src/results/read-jsonl.ts';
import type { ConversationRecord, Results, VerdictRecord } from '../../src/results/results.ts';
import { SuiteError } from '../../src/system/failure.ts';
import * as records from '../support/records.ts';
import { expect, test } from '../support/test.ts';

/** In the order of a catalogue, which is not that of the alphabet. */
const checks = {
  'shape/chunk': { order: 1, ...records.checkRecord() },
  'ids/present': { order: 2, ...records.checkRecord() },
  'cost/present': { order: 3, ...records.checkRecord() },
};
const run = {
  startedAt: '2025-11-20T12:00:00Z',
  targets: {},
  scenarios: { weather: { title: 'Weather' } },
  checks,
};

/** Of two exchanges, in which every check passed. */
function conversation(fields: Partial<ConversationRecord> = {}): ConversationRecord {
  return records.conversation({
    cassette: 'cassettes/p/m/weather.streaming.yaml',
    exchanges: 2,
    passed: Object.keys(checks),
    ...fields,
  });
}

function verdict(fields: Partial<VerdictRecord> = {}): VerdictRecord {
  return records.verdict({ check: 'shape/chunk', ...fields });
}

function results(
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[] = [],
): Results {
  return records.resultsOf(conversations, verdicts, run);
}

const failing = results(
  [conversation({ passed: ['shape/chunk'] })],
  [
    verdict({ check: 'ids/present' }),
    verdict({ check: 'cost/present', outcome: 'inconclusive', reason: 'r' }),
  ],
);

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
  const [line] = formatResults(records.resultsOf([], [], { ...run, scenarios })).split('\n');
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

/** Lines: 1 run, 2 conversation, 3 verdict ids/present, 4 verdict cost/present, 5 end. */
const lines = formatResults(failing).trimEnd().split('\n');
const line = (number: number) => lines[number - 1] ?? '';
const edited = (number: number, from: string, to: string) =>
  lines.with(number - 1, line(number).replace(from, to));
const again = 'run the suite again to write the file anew';
const named = 'p/m · weather · streaming · sample 1';

const malformed: [what: string, lines: string[], problem: string, message: string][] = [
  [
    'an empty file',
    [],
    'no-run',
    '1: the file does not start with a run record; name a results.jsonl of this suite',
  ],
  [
    'a file of something else',
    ['{"name":"x"}'],
    'no-run',
    '1: the file does not start with a run record; name a results.jsonl of this suite',
  ],
  [
    'a missing run record',
    lines.slice(1),
    'no-run',
    '1: the file does not start with a run record; name a results.jsonl of this suite',
  ],
  ['a line that is not JSON', lines.with(2, '{"type":'), 'not-json', `3: the line is not JSON; ${again}`],
  ['an empty line', lines.toSpliced(2, 0, ''), 'not-json', `3: the line is not JSON; ${again}`],
  [
    'an unknown record type',
    lines.with(2, '{"type":"note"}'),
    'unknown-type',
    '3: unknown record type "note"; known are run, conversation, verdict and end',
  ],
  [
    'a record without a type',
    lines.with(2, '[]'),
    'unknown-type',
    '3: unknown record type (absent); known are run, conversation, verdict and end',
  ],
  [
    'a later schema',
    edited(1, '"schema":1', '"schema":2'),
    'wrong-schema',
    '1: the results have schema 2, this version reads 1; read them with the version that wrote them',
  ],
  [
    'no schema',
    edited(1, '"schema":1,', ''),
    'wrong-schema',
    '1: the results have schema (absent), this version reads 1; read them with the version that wrote them',
  ],
  [
    'a field of another type',
    edited(2, '"sample":1', '"sample":"1"'),
    'invalid-record',
    '2: sample: Invalid input: expected number, received string; see docs/results.md for the records',
  ],
  [
    'a second run record',
    lines.toSpliced(1, 0, line(1)),
    'second-run',
    '2: a second run record; keep the results of each run in a file of its own',
  ],
  [
    'no end record',
    lines.slice(0, 4),
    'truncated',
    `4: the file is truncated: it has no end record; ${again}`,
  ],
  ['a line after the end', [...lines, ''], 'after-end', `6: the file goes on after its end record; ${again}`],
  [
    'a conversation twice',
    lines.toSpliced(4, 0, line(2)),
    'duplicate-conversation',
    `5: ${named} already stands in line 2; ${again}`,
  ],
  [
    'a verdict of no conversation',
    edited(3, '"sample":1', '"sample":2'),
    'orphan-verdict',
    `3: the verdict ids/present comes without the conversation p/m · weather · streaming · sample 2 before it; ${again}`,
  ],
  [
    'a verdict before its conversation',
    lines.toSpliced(1, 0, line(3)),
    'orphan-verdict',
    `2: the verdict ids/present comes without the conversation ${named} before it; ${again}`,
  ],
  [
    'a check of no catalogue',
    edited(3, 'ids/present', 'ids/absent'),
    'unknown-check',
    `3: the check ids/absent is not among the checks of the run record; ${again}`,
  ],
  [
    'a passed check of no catalogue',
    edited(2, 'shape/chunk', 'shape/chunks'),
    'unknown-check',
    `2: the check shape/chunks is not among the checks of the run record; ${again}`,
  ],
  [
    'two verdicts of a check',
    lines.toSpliced(3, 0, line(3)),
    'repeated-check',
    `4: the check ids/present appears twice for ${named}; ${again}`,
  ],
  [
    'a verdict of a passed check',
    edited(2, '["shape/chunk"]', '["shape/chunk","ids/present"]'),
    'repeated-check',
    `3: the check ids/present appears twice for ${named}; ${again}`,
  ],
  [
    'a check passed and not applicable',
    edited(2, '"notApplicable":[]', '"notApplicable":["shape/chunk"]'),
    'repeated-check',
    `2: the check shape/chunk appears twice for ${named}; ${again}`,
  ],
  [
    'a check left out',
    lines.toSpliced(3, 1),
    'missing-check',
    `2: the check cost/present is neither passed, nor not applicable, nor has a verdict for ${named}; ${again}`,
  ],
  [
    'wrong counts',
    edited(5, '"fail":1', '"fail":2'),
    'wrong-counts',
    `5: counts.outcomes.fail is 2, but the file holds 1; ${again}`,
  ],
  [
    'a type of 5,000 levels',
    edited(2, '"type":"conversation"', `"type":${'['.repeat(5000)}${']'.repeat(5000)}`),
    'unknown-type',
    '2: unknown record type that is a list; known are run, conversation, verdict and end',
  ],
  [
    'a schema of 300,000 characters',
    edited(1, '"schema":1', `"schema":"${'x'.repeat(300_000)}"`),
    'wrong-schema',
    `1: the results have schema "${'x'.repeat(79)}…, this version reads 1; read them with the version that wrote them`,
  ],
  [
    'a list of 300,000 wrong values',
    edited(1, '"authority":[]', `"authority":[${'1,'.repeat(300_000)}1]`),
    'invalid-record',
    `1: the record holds more than can be read; ${again}`,
  ],
];

for (const [what, malformedLines, problem, message] of malformed) {
  test(`refuses ${what}`, () => {
    const text = malformedLines.map((each) => `${each}\n`).join('');
    const error = errorOf(() => parseResults(text, 'out/results.jsonl'));
    expect(error).toBeInstanceOf(ResultsFileError);
    expect(error).toMatchObject({
      problem,
      file: 'out/results.jsonl',
      message: `out/results.jsonl:${message}`,
    });
  });
}

test('wherever a file is cut off, it is refused as truncated', () => {
  const text = formatResults(failing);
  expect(parseResults(text.slice(0, -1), 'f')).toEqual(failing);
  for (let length = 1; length < text.length - 1; length += 1) {
    const cut = text.slice(0, length);
    const at = cut.trimEnd().split('\n').length;
    expect(errorOf(() => parseResults(cut, 'f'))).toMatchObject({
      problem: 'truncated',
      message: `f:${at}: the file is truncated: it has no end record; ${again}`,
    });
  }
});

test('fields that a later version adds are let through', () => {
  expect(parseResults(`${edited(2, '"cost":null', '"colour":"red","cost":null').join('\n')}\n`, 'f')).toEqual(
    failing,
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
  expect(errorOf(() => writeResults(path, failing))).toEqual(
    new SuiteError(
      `${path}: cannot be written (EISDIR); make room there, or name a folder that can be written to`,
    ),
  );
  expect(readdirSync(folder)).toEqual(['results.jsonl']);
  expect(existsSync(join(path, 'x'))).toBe(true);
});

function errorOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
