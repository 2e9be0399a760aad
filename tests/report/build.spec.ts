/** What building the report does to the folder that it goes into. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildReport, type ReportInput } from '../../src/report/site/build.ts';
import type { Results } from '../../src/results/results.ts';
import { SuiteError } from '../../src/system/failure.ts';
import { syntheticHistory } from '../support/nights.ts';
import { conversation, resultsOf, targetRecord } from '../support/records.ts';
import { folderOfEachTest } from '../support/temporary-folder.ts';
import { expect, test } from '../support/test.ts';

const folder = folderOfEachTest();

function resultsFor(...targets: readonly string[]): Results {
  const conversations = targets.map((target) =>
    conversation({ target, cassette: `cassettes/${target}.yaml` }),
  );
  return resultsOf(conversations, [], { targets: {} });
}

function build(results: Results, rest: Partial<ReportInput> = {}): Promise<number> {
  return buildReport({
    results,
    evidence: () => ({ problem: 'none here' }),
    folder: folder(),
    ...rest,
  });
}

/** Every file below the folder with its text, but for the list of files. */
function filesIn(root: string): Record<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'report-files.txt')
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [file.slice(root.length + 1), readFileSync(file, 'utf8')]));
}

/** The files of the report, but for those of further pages, which have a folder of their own. */
function filesOfOldPages(): string[] {
  return Object.keys(filesIn(folder()))
    .filter((file) => /^(?:[^/]+$|(?:badges|checks|conversations|diff|history|run|targets)\/)/u.test(file))
    .sort();
}

function pagesIn(folder: string): string[] {
  return Object.keys(filesIn(folder)).filter((file) => file.endsWith('.html'));
}

test('a page for the matrix, the checks, each target and each conversation', async () => {
  expect(await build(resultsFor('p/one', 'p/two'))).toBe(pagesIn(folder()).length);
  expect(filesOfOldPages()).toEqual([
    'badges/p_one.json',
    'badges/p_one.svg',
    'badges/p_two.json',
    'badges/p_two.svg',
    'checks/index.html',
    'compare-data.js',
    'compare.js',
    'conversations/p_one__weather__streaming/index.html',
    'conversations/p_two__weather__streaming/index.html',
    'diff/index.html',
    'history/index.html',
    'index.html',
    'judge-worker.js',
    'judge.js',
    'matrix-data.js',
    'matrix.js',
    'report.css',
    'report.js',
    'run/index.html',
    'targets/p_one/index.html',
    'targets/p_two/index.html',
  ]);
});

test('the same run gives the same bytes, whatever was there before', async () => {
  await build(resultsFor('p/one'));
  const once = filesIn(folder());
  await build(resultsFor('p/one', 'p/two'));
  await build(resultsFor('p/one'));
  expect(filesIn(folder())).toEqual(once);
});

test('what others wrote into the folder stays', async () => {
  mkdirSync(join(folder(), 'targets', 'mine'), { recursive: true });
  writeFileSync(join(folder(), 'results.jsonl'), 'x');
  writeFileSync(join(folder(), 'targets', 'mine', 'notes.txt'), 'y');
  await build(resultsFor('p/one'));
  await build(resultsFor());
  const { 'results.jsonl': lines, 'targets/mine/notes.txt': notes } = filesIn(folder());
  expect({ lines, notes }).toEqual({ lines: 'x', notes: 'y' });
  expect(existsSync(join(folder(), 'targets', 'p_one'))).toBe(false);
});

test('a page of somebody else is not replaced', async () => {
  writeFileSync(join(folder(), 'index.html'), 'mine');
  await expect(build(resultsFor('p/one'))).rejects.toThrow(
    new SuiteError(
      `${join(folder(), 'index.html')}: not written by an earlier report, so it is not replaced; name another folder or remove it`,
    ),
  );
  expect(filesIn(folder())).toEqual({ 'index.html': 'mine' });
});

const sumOf = (text: string) => createHash('sha256').update(text).digest('hex');

test('a list of files removes neither what lies outside nor what no report wrote', async () => {
  const inside = join(folder(), 'report');
  const outside = join(folder(), 'outside');
  mkdirSync(outside);
  mkdirSync(inside);
  symlinkSync(outside, join(inside, 'link'));
  const bystanders = ['bystander.txt', 'outside/page.html', 'report/results.jsonl', 'report/notes.txt'];
  for (const file of bystanders) writeFileSync(join(folder(), file), 'x');
  const named = [
    '../bystander.txt',
    join(folder(), 'bystander.txt'),
    'a/../../bystander.txt',
    'link/page.html',
  ];
  const list = [
    ...named.map((file) => `${sumOf('x')}  ${file}`),
    'results.jsonl',
    `${sumOf('y')}  notes.txt`,
    `${sumOf('x')}  .`,
  ];
  writeFileSync(join(inside, 'report-files.txt'), list.join('\n'));
  await build(resultsFor('p/one'), { folder: inside });
  expect(bystanders.map((file) => existsSync(join(folder(), file)))).toEqual([true, true, true, true]);
});

test('a folder of the report that is a link is not followed', async () => {
  const inside = join(folder(), 'report');
  mkdirSync(join(folder(), 'outside'));
  mkdirSync(inside);
  symlinkSync(join(folder(), 'outside'), join(inside, 'checks'));
  await expect(build(resultsFor('p/one'), { folder: inside })).rejects.toThrow(
    new SuiteError(
      `${join(inside, 'checks')}: not written by an earlier report, so it is not replaced; name another folder or remove it`,
    ),
  );
  expect(readdirSync(join(folder(), 'outside'))).toEqual([]);
});

test('a page that was changed since is not replaced', async () => {
  await build(resultsFor('p/one'));
  writeFileSync(join(folder(), 'index.html'), 'mine');
  await expect(build(resultsFor('p/one'))).rejects.toThrow(/index\.html: not written by an earlier report/u);
});

test('a report that cannot be finished leaves the earlier one, and nothing else', async () => {
  await build(resultsFor('p/one'));
  const before = filesIn(folder());
  const broken = build(resultsFor('p/one', 'p/two'), {
    evidence: () => {
      throw new Error('broken');
    },
  });
  await expect(broken).rejects.toThrow('broken');
  expect(filesIn(folder())).toEqual(before);
});

test('what a report left behind that was stopped is removed', async () => {
  const left = join(folder(), '.report-01234567-89ab-cdef-0123-456789abcdef.tmp', 'new');
  mkdirSync(left, { recursive: true });
  writeFileSync(join(left, 'index.html'), 'half');
  await build(resultsFor('p/one'));
  expect(readdirSync(folder()).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('without evidence conversations have no pages, and nothing leads to one', async () => {
  expect(await buildReport({ results: resultsFor('p/one'), folder: folder() })).toBe(
    pagesIn(folder()).length,
  );
  expect(filesOfOldPages().filter((file) => file.endsWith('.html'))).toEqual([
    'checks/index.html',
    'diff/index.html',
    'history/index.html',
    'index.html',
    'run/index.html',
    'targets/p_one/index.html',
  ]);
  const leading = Object.entries(filesIn(folder())).filter(
    ([file, text]) => file.endsWith('.html') && text.includes('conversations/'),
  );
  expect(leading.map(([file]) => file)).toEqual([]);
});

test('a recording in a dialect that this version does not know is said, not guessed at', async () => {
  const results = resultsFor('p/one');
  const target = targetRecord({ model: 'one', dialect: 'morse' });
  await build({ ...results, run: { ...results.run, targets: { 'p/one': target } } }, { evidence: () => [] });
  expect(filesIn(folder())['conversations/p_one__weather__streaming/index.html']).toContain(
    'this version cannot read the dialect morse',
  );
});

test('what is known of earlier runs is part of the page of its target', async () => {
  const checks = new Map([['ids/present', { level: 'MUST', subject: 'provider' } as const]]);
  const history = syntheticHistory({ from: '2025-11-01', days: 3, targets: ['p/one'], checks });
  await build(resultsFor('p/one'), { history });
  expect(filesIn(folder())['targets/p_one/index.html']).toContain('2025-11-03');
  await build(resultsFor('p/one'));
  expect(filesIn(folder())['targets/p_one/index.html']).not.toContain('2025-11-03');
});

test('the evidence of one conversation is asked for at a time, and once', async () => {
  const asked: string[] = [];
  await build(resultsFor('p/one', 'p/two'), {
    evidence: (cassette, { target }) => {
      asked.push(`${cassette} ${target}`);
      return [];
    },
  });
  expect(asked).toEqual(['cassettes/p/one.yaml p/one', 'cassettes/p/two.yaml p/two']);
});
