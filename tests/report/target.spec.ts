/** What the page of a target says above its verdicts. */

import { badgeSchema } from '../../src/exports/badge.ts';
import { sampledRates } from '../../src/report/site/sampled-rates.ts';
import { siteModel, type TargetModel } from '../../src/report/site/site-model.ts';
import { badgeSvg, endpointBadge } from '../../src/report/site/target/badge.tsx';
import { consumptionOf, median, speedOf } from '../../src/report/site/target/latency.ts';
import { reproduceCommand } from '../../src/report/site/target/reproduce.ts';
import type { ConversationRecord, VerdictRecord } from '../../src/results/results.ts';
import { share } from '../../src/text/quantities.ts';
import { checkRecord, conversation, resultsOf, samples, targetRecord, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

const CHECKS = {
  'ids/present': checkRecord(),
  'ids/portable': checkRecord({ level: 'SHOULD' }),
  'arguments/json': checkRecord({ subject: 'model' }),
};

function targetOf(
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[] = [],
): TargetModel {
  const { targets } = siteModel(
    resultsOf(conversations, verdicts, { targets: { 'p/m': targetRecord() }, checks: CHECKS }),
  );
  const [target] = targets;
  if (target === undefined) throw new Error('the run has a target');
  return target;
}

const expectation = { reason: 'known', link: null, since: '2025-10-01' };
const badges: readonly (readonly [message: string, color: string, verdicts: readonly VerdictRecord[]])[] = [
  ['breaks 1 MUST rule', 'a3160f', [verdict(), verdict({ check: 'ids/portable', level: 'SHOULD' })]],
  ['breaks 1 SHOULD rule', '7d4400', [verdict({ check: 'ids/portable', level: 'SHOULD' })]],
  ['1 known deviation', '7d4400', [verdict({ expectation })]],
  [
    '1 check could not be judged',
    '53595f',
    [verdict(), verdict({ check: 'ids/portable', outcome: 'error' })],
  ],
  ['no rule broken in 1 conversation', '1b6536', []],
  ['no rule broken in 1 conversation', '1b6536', [verdict({ check: 'arguments/json', subject: 'model' })]],
  ['no rule broken in 1 conversation', '1b6536', [verdict({ level: 'MAY' })]],
];

for (const [message, color, verdicts] of badges) {
  test(`the badge says "${message}" of ${verdicts.map(({ check, outcome }) => `${check} ${outcome}`).join(', ') || 'passes'}`, () => {
    const badge = endpointBadge(targetOf([conversation()], verdicts));
    expect(badge).toEqual({ schemaVersion: 1, label: 'tool calling', message, color });
    expect(badgeSchema.parse(badge)).toEqual(badge);
  });
}

test('the badge of a target that was not run says so', () => {
  expect(endpointBadge(targetOf([])).message).toBe('not run');
});

test('the picture of a badge is an SVG of its own, with its words for those who do not see it', () => {
  const svg = badgeSvg(endpointBadge(targetOf([conversation()], [verdict()])));
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
  expect(svg).toContain('aria-label="tool calling: breaks 1 MUST rule"');
  expect(svg).not.toMatch(/<script|href/);
});

test('the command that judges a target again is safe in a shell and in a pattern', () => {
  expect([
    reproduceCommand('replay', 'openrouter/kimi-k2.5@deepinfra'),
    reproduceCommand('live', "p/it's $(rm)"),
    reproduceCommand('audit', 'h/m'),
  ]).toEqual([
    "npx toolcall-conformance replay -- --grep 'openrouter/kimi-k2\\.5@deepinfra · '",
    "npx toolcall-conformance live --target 'p/it'\\''s $(rm)'",
    'npx toolcall-conformance audit RECORDINGS',
  ]);
});

test('speeds are medians over the answers whose arrival was recorded, by delivery', () => {
  const timing = {
    exchange: 1,
    firstByteMs: 300,
    firstContentMs: null,
    firstCallMs: 500,
    tokensPerSecond: 40,
  };
  const { conversations } = targetOf([
    conversation({ timings: [timing, { ...timing, exchange: 2, firstByteMs: 500, firstCallMs: null }] }),
    conversation({ scenario: 'other', timings: [{ ...timing, firstByteMs: 310, tokensPerSecond: 60 }] }),
    conversation({ delivery: 'buffered' }),
  ]);
  expect(speedOf(conversations)).toEqual([
    {
      delivery: 'streaming',
      answers: 3,
      firstByteMs: 310,
      firstContentMs: null,
      firstCallMs: 500,
      tokensPerSecond: 40,
    },
  ]);
  expect([median([]), median([3]), median([4, 1]), median([9, 1, 2])]).toEqual([null, 3, 2.5, 2]);
});

test('what it took: sums, over how many, what was retried and what was not sent', () => {
  const usage = { promptTokens: 10, completionTokens: 2, totalTokens: 12 };
  const { conversations } = targetOf([
    conversation({ usage, cost: 0.5, retries: 2 }),
    conversation({ delivery: 'buffered', usage }),
    conversation({ scenario: 'other', notSent: 'budget' }),
  ]);
  expect(consumptionOf(conversations)).toEqual({
    promptTokens: 20,
    completionTokens: 4,
    counted: 2,
    cost: 0.5,
    priced: 1,
    retries: 2,
    recovered: 1,
    notSent: new Map([['budget', 1]]),
  });
});

test('a check that fails in some samples says in how many, and where the share lies', () => {
  const { conversations, verdicts } = samples(17, 20);
  const rates = sampledRates(targetOf([...conversations, conversation({ scenario: 'once' })], verdicts));
  expect([...rates.keys()]).toEqual(['ids/present']);
  expect(
    rates
      .get('ids/present')
      ?.map(({ scenario, failed, judged, failures }) => [scenario, share({ failed, judged, ...failures })]),
  ).toEqual([['weather', '3 of 20 (5 to 36\u00a0%)']]);
});
