/** What GitHub shows: the summary of a step, and annotations. */

import { toAnnotations } from '../../src/exports/annotations.ts';
import { toStepSummary } from '../../src/exports/step-summary.ts';
import type { Expectation } from '../../src/gate/expectations.ts';
import { type Gate, gate } from '../../src/gate/gate.ts';
import { diffRuns } from '../../src/results/diff.ts';
import type { Results } from '../../src/results/results.ts';
import { plainText } from '../../src/text/display.ts';
import { anyText, CHECKS, finding, HOSTILE, resultsOf, saying } from '../support/exported-results.ts';
import fc from '../support/property.ts';
import { conversation, verdict } from '../support/records.ts';
import { expect, same, test } from '../support/test.ts';

const IDS = Object.keys(CHECKS);

function weigh(results: Results, expectations: readonly Expectation[] = []): Gate {
  const known = { checks: IDS, targets: Object.keys(results.run.targets), scenarios: [], conversations: [] };
  return gate({ ...results, expectations, failOn: 'must', known });
}

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
