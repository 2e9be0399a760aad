/** The drift of verdicts, and how a drift is told. */
import { stripVTControlCharacters } from 'node:util';
import { type ConversationDrift, type DriftEntry, driftReport } from '../../src/drift/report.ts';
import { formatDrift } from '../../src/drift/report-text.ts';
import { type VerdictDrift, verdictDrift } from '../../src/drift/verdict-drift.ts';
import type { ConversationResult } from '../../src/results/conversation-result.ts';
import type { VerdictRecord } from '../../src/results/results.ts';
import { drift, jsonBody, NO_DRIFT } from '../support/drifted.ts';
import { expect, test } from '../support/test.ts';

const SAME_VERDICTS: VerdictDrift = {
  newlyFailing: [],
  newlyPassing: [],
  otherwiseChanged: [],
  observations: [],
};

test.describe('the drift of verdicts', () => {
  const key = { target: 'p/m', scenario: 'weather', delivery: 'streaming', sample: 1 } as const;

  function result(outcomes: Readonly<Record<string, VerdictRecord['outcome'] | 'pass' | 'not-applicable'>>) {
    const those = (wanted: string) => Object.keys(outcomes).filter((check) => outcomes[check] === wanted);
    const verdicts = Object.entries(outcomes).flatMap(([check, outcome]): VerdictRecord[] => {
      if (outcome === 'pass' || outcome === 'not-applicable') return [];
      const level = check.startsWith('may/') ? 'MAY' : 'SHOULD';
      const rest = { findings: [], findingCount: 0, reason: null, expectation: null };
      return [{ type: 'verdict', ...key, check, level, subject: 'provider', outcome, ...rest }];
    });
    const conversation: ConversationResult['conversation'] = {
      type: 'conversation',
      ...key,
      cassette: 'c.yaml',
      recordedAt: null,
      exchanges: 1,
      model: null,
      upstreams: [],
      ms: null,
      usage: null,
      cost: null,
      passed: those('pass'),
      notApplicable: those('not-applicable'),
    };
    return { conversation, verdicts };
  }

  const rules = ['ids/a', 'ids/b', 'ids/c', 'ids/d', 'ids/e', 'ids/new', 'may/f', 'may/g'].map((id) => ({
    id,
    level: id.startsWith('may/') ? ('MAY' as const) : ('MUST' as const),
    subject: 'provider' as const,
  }));

  test('tells newly failing, newly passing and otherwise changed checks, and observations apart', () => {
    const before = result({
      'ids/a': 'pass',
      'ids/b': 'fail',
      'ids/c': 'inconclusive',
      'ids/d': 'pass',
      'ids/e': 'error',
      'may/f': 'pass',
      'may/g': 'fail',
    });
    const after = result({
      'ids/a': 'fail',
      'ids/b': 'pass',
      'ids/c': 'pass',
      'ids/d': 'not-applicable',
      'ids/e': 'error',
      'ids/new': 'fail',
      'may/f': 'fail',
      'may/g': 'fail',
    });
    const subject = 'provider';
    expect(verdictDrift(before, after, rules)).toEqual({
      newlyFailing: [{ check: 'ids/a', level: 'SHOULD', subject, before: 'pass', after: 'fail' }],
      newlyPassing: [{ check: 'ids/b', level: 'SHOULD', subject, before: 'fail', after: 'pass' }],
      otherwiseChanged: [
        { check: 'ids/c', level: 'SHOULD', subject, before: 'inconclusive', after: 'pass' },
        { check: 'ids/d', level: 'MUST', subject, before: 'pass', after: 'not-applicable' },
      ],
      observations: [{ check: 'may/f', level: 'MAY', subject, before: 'pass', after: 'fail' }],
    });
  });

  test('of the same verdicts is none', () => {
    const one = result({ 'ids/a': 'pass', 'ids/b': 'fail', 'may/f': 'fail' });
    expect(verdictDrift(one, one, rules)).toEqual(SAME_VERDICTS);
  });
});

test.describe('the report', () => {
  const changed = (check: string, before: 'pass' | 'fail' | 'inconclusive', after: 'pass' | 'fail') =>
    ({ check, level: 'MUST', subject: 'provider', before, after }) as const;

  function entry(name: string, change: Partial<ConversationDrift> | null, target = 'p/m'): DriftEntry {
    const [scenario = '', delivery] = name.split('.');
    return {
      target,
      scenario,
      delivery: delivery === 'streaming' ? 'streaming' : 'buffered',
      sample: 1,
      drift: change === null ? null : { structure: NO_DRIFT, verdicts: SAME_VERDICTS, ...change },
    };
  }

  const text = (entries: readonly DriftEntry[]) => stripVTControlCharacters(formatDrift(entries));

  const costGone = drift(
    [jsonBody({ usage: { cost: 1, details: { input: 1, output: 1 } } })],
    [jsonBody({ usage: { cost: '1', tokens: 2 } })],
  );

  test('tells what conversations of a target share once, aligned, and the others in a line', () => {
    const verdicts = {
      ...SAME_VERDICTS,
      newlyFailing: [changed('ids/unique', 'pass', 'fail')],
      newlyPassing: [changed('cost/present', 'fail', 'pass')],
      otherwiseChanged: ['a', 'b', 'c', 'd'].map((check) => changed(`ids/${check}`, 'inconclusive', 'pass')),
    };
    const entries = [
      entry('weather.streaming', { structure: costGone, verdicts }),
      entry('same.streaming', {}),
      ...['weather.buffered', 'choice.streaming', 'choice.buffered'].map((name) =>
        entry(name, { structure: costGone }),
      ),
      entry('new.streaming', null),
      entry('weather.streaming', { structure: costGone }, 'p/other'),
      entry('same.buffered', {}),
    ];
    expect(text(entries)).toBe(
      [
        'p/m',
        '  weather.streaming, weather.buffered and 2 more',
        '    -  answer  usage.details            object, 2 fields below',
        '    ~  answer  usage.cost               integer → string',
        '    +  answer  usage.tokens             integer',
        '  weather.streaming',
        '    -  check   ids/unique               pass → fail (MUST)',
        '    +  check   cost/present             fail → pass (MUST)',
        '    ~  check   ids/a, ids/b and 2 more  inconclusive → pass (MUST)',
        'p/other',
        '  weather.streaming',
        '    -  answer  usage.details  object, 2 fields below',
        '    ~  answer  usage.cost     integer → string',
        '    +  answer  usage.tokens   integer',
        'no drift in 2 conversations',
        'new, without an older recording: 1 conversation (p/m · new.streaming)',
      ].join('\n'),
    );
  });

  test('says "sometimes" only when no conversation is sure', () => {
    const rare = drift([jsonBody({ a: 1 }), jsonBody({})], [jsonBody({})]);
    const sure = drift([jsonBody({ a: 1 })], [jsonBody({})]);
    expect(text([entry('x.buffered', { structure: rare })])).toContain('-  answer  a  integer  (sometimes)');
    const both = text([entry('x.buffered', { structure: rare }), entry('y.buffered', { structure: sure })]);
    expect(both).toBe('p/m\n  x.buffered, y.buffered\n    -  answer  a  integer');
  });

  test('lets no provider write on the terminal', () => {
    const hostile = { '\u001b[2J\n\u009b1m\u202e': 1, ['x'.repeat(5000)]: 1 };
    const written = text([entry('x.buffered', { structure: drift([jsonBody({})], [jsonBody(hostile)]) })]);
    expect(written).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(written.split('\n')).toHaveLength(4);
    expect(Math.max(...written.split('\n').map((line) => line.length))).toBeLessThan(140);
  });

  test('shows the first 50 lines of a long drift and says how many more there are', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, 1]));
    const lines = text([entry('x.buffered', { structure: drift([jsonBody({})], [jsonBody(many)]) })]).split(
      '\n',
    );
    expect(lines).toHaveLength(53);
    expect(lines.at(-1)).toBe('    and 10 more');
  });

  test('does not pass over what could be compared in part only', () => {
    const written = text([entry('x.buffered', { structure: { ...NO_DRIFT, incomplete: true } })]);
    expect(written).toContain('~  answer  (too large)  compared in part: up to 5000 paths');
  });

  test('of nothing says so', () => {
    expect(text([])).toBe('no drift in 0 conversations');
  });

  test('has a form for JSON that holds the same', () => {
    const entries = [
      entry('weather.streaming', { structure: costGone }),
      entry('same.streaming', {}),
      entry('new.streaming', null),
    ];
    const key = { target: 'p/m', delivery: 'streaming', sample: 1 };
    const report = driftReport(entries);
    expect(report).toEqual({
      schema: 1,
      drifted: [{ ...key, scenario: 'weather', structure: costGone, verdicts: SAME_VERDICTS }],
      added: [{ ...key, scenario: 'new' }],
      unchanged: 1,
    });
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});
