/** Which files an audit judges, under which names, and what it says of the others. */
import { symlinkSync } from 'node:fs';
import { audit } from '../../src/audit/audit.ts';
import { formatResults } from '../../src/results/jsonl.ts';
import { parseResults } from '../../src/results/read-jsonl.ts';
import { ANSWER, ASK, goVcr, recordingsOfEachTest } from '../support/audited-files.ts';
import { bytesOf } from '../support/conversation-evidence.ts';
import fc from '../support/property.ts';
import { expect, test } from '../support/test.ts';

const { folder, at, shown, write } = recordingsOfEachTest();

const keysOf = (paths: readonly string[]) =>
  audit(paths).results.conversations.map(({ target, scenario }) => `${target} ${scenario}`);

test('judges what it finds, in order, and can be read back', () => {
  write({ 'b.yaml': goVcr(ASK, ANSWER, ASK), 'a/c.yaml': goVcr(ANSWER), 'README.md': '# Recordings' });
  const audited = audit([folder()], new Date(0));
  const { results, recordings, notRecordings, unreadable, skipped } = audited;
  expect(
    results.conversations.map(({ target, scenario, delivery, exchanges, cassette }) => [
      target,
      scenario,
      delivery,
      exchanges,
      cassette,
    ]),
  ).toEqual([
    ['llm.test/m', 'a/c.yaml', 'streaming', 1, 'a/c.yaml'],
    ['llm.test/m', 'b.yaml', 'streaming', 2, 'b.yaml'],
    ['llm.test/m', 'b.yaml#2', 'streaming', 1, 'b.yaml'],
  ]);
  expect({ recordings, notRecordings, unreadable, skipped }).toEqual({
    recordings: 2,
    notRecordings: 1,
    unreadable: [],
    skipped: [],
  });
  expect(results.run).toMatchObject({
    mode: 'audit',
    startedAt: '1970-01-01T00:00:00.000Z',
    targets: {
      'llm.test/m': { provider: 'llm.test', providerName: 'llm.test', model: 'm', upstream: null },
    },
  });
  expect(parseResults(formatResults(results), 'x').conversations.length).toBe(3);
  expect({ ...results, run: 0 }).toEqual({ ...audit([folder()]).results, run: 0 });
});

test('keys are unique whatever the files are called', () => {
  write({
    'one/x.yaml': goVcr(ASK, ASK),
    'two/x.yaml': goVcr(ASK),
    'two/one/x.yaml': goVcr(ASK),
    'two/y.yaml': goVcr(ASK, ASK),
    'two/y.yaml#2': goVcr(ASK),
  });
  const keys = keysOf([at('one'), at('two')]);
  expect(keys.map((key) => key.split(' ')[1])).toEqual([
    'recordings/one/x.yaml',
    'recordings/one/x.yaml#2',
    'two/one/x.yaml',
    'two/x.yaml',
    'y.yaml',
    'y.yaml#3',
    'y.yaml#2',
  ]);
});

test('a file is judged once, however often it is named', () => {
  write({ 'x/a.yaml': goVcr(ASK) });
  symlinkSync(at('x'), at('x/again'));
  expect(keysOf([folder(), at('x'), at('x/a.yaml')])).toEqual(['llm.test/m x/a.yaml']);
});

test('what cannot be read is named, and the rest is judged', () => {
  write({
    'a.yaml': goVcr(ASK),
    'broken.yaml': goVcr(ASK).slice(0, 200),
    'notes.json': '{}',
    'image.png': new Uint8Array([0x89, 0x50, 0, 1]),
  });
  const { unreadable, notRecordings, results } = audit([
    folder(),
    at('notes.json'),
    at('missing.yaml'),
    at('image.png'),
  ]);
  expect({ unreadable, notRecordings, judged: results.conversations.length }).toEqual({
    unreadable: [
      {
        file: shown('missing.yaml'),
        problem: `${shown('missing.yaml')}: does not exist; name a recording or a folder of recordings`,
      },
      { file: shown('broken.yaml'), problem: expect.stringMatching(/broken\.yaml:\d+: is not whole YAML/) },
      ...['image.png', 'notes.json'].map((name) => ({
        file: shown(name),
        problem: expect.stringMatching(new RegExp(`/${name}: is no recording of .*; leave it out$`)),
      })),
    ],
    notRecordings: 0,
    judged: 1,
  });
});

test('no file breaks an audit', () => {
  const whole = bytesOf(goVcr(ASK, ANSWER));
  fc.assert(
    fc.property(
      fc.nat(whole.length),
      fc.uint8Array({ maxLength: 30 }),
      fc.boolean(),
      (cut, noise, goesOn) => {
        const rest = goesOn ? whole.subarray(cut + noise.length) : new Uint8Array();
        write({ 'a.yaml': Buffer.concat([whole.subarray(0, cut), noise, rest]) });
        expect(audit([folder()]).results.verdicts.filter(({ outcome }) => outcome === 'error')).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});
