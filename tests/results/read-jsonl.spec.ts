/** Files of results that are damaged, cut off or of another version: what is said of each. */
import { formatResults } from '../../src/results/jsonl.ts';
import { parseResults, ResultsFileError } from '../../src/results/read-jsonl.ts';
import { expect, test } from '../support/test.ts';
import { failing } from '../support/written-results.ts';

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

function errorOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
