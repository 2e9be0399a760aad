import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Expectation, readExpectations } from '../../src/gate/expectations.ts';
import { SuiteError } from '../../src/system/failure.ts';
import { expect, test } from '../support/test.ts';

const targets = [
  { id: 'p/deepseek/chat:free', folder: 'p/deepseek/chat_free' },
  { id: 'p/kimi@deepinfra/fp8', folder: 'p/kimi@deepinfra/fp8' },
];

/** A folder with these files, by name and text. */
function folderOf(files: Record<string, string>): string {
  const folder = test.info().outputPath('expectations');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

test('reads every file of every target, in the order of their names', () => {
  const folder = folderOf({
    'README.md': '# How to write one',
    'p/kimi@deepinfra/fp8.yaml': '- {check: b, reason: r, since: 2025-01-01}\n',
    'p/gone.yaml': '- {check: c, reason: r, since: 2025-01-01}\n',
    'p/deepseek/chat_free.yaml': [
      '# why',
      '- check: ids/portable',
      '  reason: ids hold a colon',
      '  since: 2025-11-20',
      '- check: ids/portable',
      '  scenario: weather',
      '  delivery: streaming',
      '  reason: the same, but worse',
      '  link: https://example.com/issues/1',
      '  since: 2025-11-20',
      '',
    ].join('\n'),
    'q/none.yaml': '[]\n',
  });
  const plain = { scenario: null, delivery: null, reason: 'r', link: null, since: '2025-01-01', line: 1 };
  const free = {
    target: 'p/deepseek/chat:free',
    check: 'ids/portable',
    file: `${folder}/p/deepseek/chat_free.yaml`,
  };
  const expected: Expectation[] = [
    {
      ...free,
      scenario: null,
      delivery: null,
      reason: 'ids hold a colon',
      link: null,
      since: '2025-11-20',
      line: 2,
    },
    {
      ...free,
      scenario: 'weather',
      delivery: 'streaming',
      reason: 'the same, but worse',
      link: 'https://example.com/issues/1',
      since: '2025-11-20',
      line: 5,
    },
    { ...plain, target: 'p/gone', check: 'c', file: `${folder}/p/gone.yaml` },
    { ...plain, target: 'p/kimi@deepinfra/fp8', check: 'b', file: `${folder}/p/kimi@deepinfra/fp8.yaml` },
  ];
  expect(readExpectations(folder, targets)).toEqual(expected);
});

test('a folder that is not there holds none', () => {
  expect(readExpectations(test.info().outputPath('nowhere'), targets)).toEqual([]);
});

test('a folder that is a file is refused', () => {
  const file = join(folderOf({ 'x.yaml': '[]' }), 'x.yaml');
  const message = `${file}: cannot be read (ENOTDIR); name a folder of expectations`;
  expect(() => readExpectations(file, targets)).toThrow(
    expect.objectContaining({ name: 'SuiteError', message }),
  );
});

const good = '- {check: a, reason: r, since: 2025-01-01}';
const malformed: [what: string, text: string, ...problems: string[]][] = [
  [
    'text that is not YAML',
    `${good}\n- a: b: c\n`,
    '2: not YAML: Nested mappings are not allowed in compact mappings',
  ],
  ['a key twice', '- check: a\n  check: b\n', '2: not YAML: Map keys must be unique'],
  [
    'keys twice at any depth',
    '- check: [{a: 1}, {a: 1,\n    a: 2}]\n  b: {c: {d: 1}}\n  check: b\n',
    '2: not YAML: Map keys must be unique',
    '4: not YAML: Map keys must be unique',
  ],
  ['an unknown tag', `${good}\n- !env X\n`, '2: not YAML: Unresolved tag: !env'],
  [
    'an alias of nothing',
    '- *x\n',
    '1: not YAML: Unresolved alias (the anchor must be set before the alias): x',
  ],
  ['an empty file', '', '1: expected a list, found null'],
  ['a mapping', '# a comment\ncheck: a\n', '2: expected a list, found an object'],
  ['an entry that is text', `${good}\n- ids/unique\n`, '2: [1]: expected an object, found a string'],
  [
    'an unknown key',
    `${good}\n- check: b\n  reason: r\n  scenaro: weather\n  since: 2025-01-01\n`,
    '4: [1].scenaro: unknown key; did you mean "scenario"?',
  ],
  [
    'an unknown key near none',
    '- check: b\n  reason: r\n  owner: me\n  since: 2025-01-01\n',
    '3: [0].owner: unknown key; known: check, scenario, delivery, reason, link, since',
  ],
  [
    'missing fields',
    `${good}\n- scenario: weather\n`,
    '2: [1].check: missing',
    '2: [1].reason: missing',
    '2: [1].since: missing',
  ],
  [
    'values that are none',
    '- check: 7\n  reason: " "\n  delivery: steaming\n  link: issue 1\n  since: 2025-02-30\n',
    '1: [0].check: expected a string, found 7',
    '3: [0].delivery: unknown value "steaming"; did you mean "streaming"?',
    '2: [0].reason: must say why the deviation is accepted',
    '4: [0].link: must be an http or https URL',
    '5: [0].since: must be a date such as 2025-11-20',
  ],
  [
    'the same deviation twice',
    `${good}\n- {check: a, delivery: buffered, reason: r, since: 2025-01-01}\n${good}\n`,
    '3: [2]: the same deviation stands in line 1; remove one',
  ],
  [
    'a list of 130,000 wrong entries',
    `[${'1,'.repeat(130_000)}]`,
    ...Array.from({ length: 50 }, (_, at) => `1: [${at}]: expected an object, found 1`),
    '1: has 129950 more problems like these',
  ],
  [
    'a mapping of 130,000 keys',
    Array.from({ length: 130_000 }, (_, at) => `key${at}: 1\n`).join(''),
    '1: expected a list, found an object',
  ],
  [
    'an entry of 130,000 unknown keys',
    `${good.slice(0, -1)}, ${Array.from({ length: 130_000 }, (_, at) => `key${at}: 1`).join(', ')}}`,
    ...Array.from(
      { length: 50 },
      (_, at) => `1: [0].key${at}: unknown key; known: check, scenario, delivery, reason, link, since`,
    ),
    '1: has 129950 more problems like these',
  ],
  [
    'aliases that stand for more than the memory holds',
    `- &a0 [x]\n${Array.from({ length: 30 }, (_, at) => `- &a${at + 1} [${Array(9).fill(`*a${at}`)}]\n`).join('')}`,
    '1: not YAML: Excessive alias count indicates a resource exhaustion attack',
  ],
];

for (const [what, text, ...problems] of malformed) {
  test(`refuses ${what}`, () => {
    const folder = folderOf({ 'p/m.yaml': text });
    expect(() => readExpectations(folder, targets)).toThrow(
      new SuiteError(problems.map((problem) => `${folder}/p/m.yaml:${problem}`).join('\n')),
    );
  });
}

test('lists the problems of all files, and refuses the name .yml', () => {
  const folder = folderOf({ 'p/a.yaml': 'x', 'p/b.yml': good, 'p/c.yaml': 'y' });
  expect(() => readExpectations(folder, targets)).toThrow(
    new SuiteError(
      [
        `${folder}/p/a.yaml:1: expected a list, found a string`,
        `${folder}/p/b.yml: the name ends with .yml; rename the file to end with .yaml`,
        `${folder}/p/c.yaml:1: expected a list, found a string`,
      ].join('\n'),
    ),
  );
});
