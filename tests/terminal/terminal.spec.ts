import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { columnsOf, type Output } from '../../src/terminal/columns.ts';
import { countsTable } from '../../src/terminal/counts-table.ts';
import { progressLine } from '../../src/terminal/progress-line.ts';
import { type RuleBlock, ruleBlock } from '../../src/terminal/rule-block.ts';
import { wrapped } from '../../src/terminal/wrapped.ts';
import { expect, test } from '../support/test.ts';

/** A stream, and what was written to it. */
function output(size: Pick<Output, 'isTTY' | 'columns'>): { stream: Output; said: () => string } {
  let said = '';
  const stream = new Writable({
    decodeStrings: false,
    write(text, _encoding, done) {
      said += String(text);
      done();
    },
  });
  return { stream: Object.assign(stream, size), said: () => stripVTControlCharacters(said) };
}

test('lines are as wide as the terminal, from 60 columns on', () => {
  const widths = [120, 60, 59, 10, 0, undefined].map((columns) =>
    columnsOf(output(columns === undefined ? {} : { columns }).stream),
  );
  expect(widths).toEqual([120, 60, 60, 60, 160, 160]);
});

test('a word stays whole, and no line begins with a command of the runner of GitHub', () => {
  expect(wrapped('a path/to/a/long/file.yaml ::error::x', 12, 2)).toBe(
    'a\n  path/to/a/long/file.yaml\n  \\::error::x',
  );
});

test('counts stand in a table, or below one another where it is too wide', () => {
  const rows = [
    { name: 'p/a', counts: { conversations: 0, MUST: 0, SHOULD: 2 } },
    { name: 'p/b', counts: { conversations: 3, MUST: 1, SHOULD: 0 } },
  ];
  expect(countsTable('target', rows, 80)).toBe(
    [
      '┌────────┬───────────────┬──────┬────────┐',
      '│ target │ conversations │ MUST │ SHOULD │',
      '├────────┼───────────────┼──────┼────────┤',
      '│ p/a    │ 0             │ 0    │ 2      │',
      '│ p/b    │ 3             │ 1    │ 0      │',
      '└────────┴───────────────┴──────┴────────┘',
    ].join('\n'),
  );
  expect(countsTable('target', rows, 40)).toBe(
    ['p/a', '  conversations 0, SHOULD 2', 'p/b', '  conversations 3, MUST 1'].join('\n'),
  );
});

test('the next command stays on one line', () => {
  const block: RuleBlock = {
    level: 'MUST',
    check: 'ids/unique',
    title: 'Each call of an answer has an id of its own',
    notes: ['new'],
    isHeld: true,
    facts: [['count', '3 of 4 conversations, 5 places; inconclusive in 1']],
    next: 'npx toolcall-conformance audit a/long/path/to/a/recording.yaml --verbose',
  };
  expect(stripVTControlCharacters(ruleBlock(block, 40)).split('\n')).toEqual([
    'MUST ids/unique (new)',
    '  Each call of an answer has an id of',
    '  its own',
    '  count      3 of 4 conversations, 5',
    '             places; inconclusive in 1',
    `  next       ${block.next}`,
  ]);
});

test('progress is shown on a terminal alone, and not in the first two seconds', async () => {
  const said = async (size: Pick<Output, 'isTTY' | 'columns'>) => {
    let now = 0;
    const { stream, said } = output(size);
    const line = await progressLine(stream, () => now);
    for (now of [0, 1999, 2000, 2050, 2100]) line.show(() => `<at ${now}>`);
    return said().match(/<at \d+>/gu) ?? [];
  };
  expect(
    await Promise.all([said({ isTTY: true, columns: 80 }), said({}), said({ isTTY: true, columns: 0 })]),
  ).toEqual([['<at 2000>', '<at 2100>'], [], []]);
});
