/** A small matrix, before it is a table. */
import { type MatrixData, matrixData } from '../../src/report/site/matrix/data.ts';
import { siteModel } from '../../src/report/site/site-model.ts';
import type { History } from '../../src/results/history/store.ts';
import type { ConversationRecord, RunRecord, VerdictRecord } from '../../src/results/results.ts';
import { checkRecord, conversation, resultsOf, verdict } from './records.ts';

const CHECKS = {
  'ids/present': checkRecord({ impact: 'critical' }),
  'ids/portable': checkRecord({ level: 'SHOULD' }),
  'ids/entropy': checkRecord({ level: 'MAY', impact: 'trivial' }),
  'arguments/json': checkRecord({ subject: 'model', impact: 'critical' }),
  'usage/total': checkRecord({ impact: 'minor' }),
};

/** The matrix of a run, with {@link HISTORY} behind it. */
export function dataOf(
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[],
  targets: RunRecord['targets'] = {},
): MatrixData {
  return matrixData(siteModel(resultsOf(conversations, verdicts, { targets, checks: CHECKS })), HISTORY);
}

/** Nights of `b/two` in which a check went from pass to fail and back. */
const CELLS = ['1', '1f1M', '1'];
const NIGHT_CHECKS = new Map([['ids/present', { level: 'MUST', subject: 'provider' }]] as const);
const HISTORY: History = {
  problems: [],
  nights: CELLS.map((cells, at) => ({
    date: `2025-11-0${at + 1}`,
    runs: [],
    checks: NIGHT_CHECKS,
    targets: new Map([
      [
        'b/two',
        {
          target: 'b/two',
          run: 'r',
          dialect: null,
          checks: NIGHT_CHECKS,
          features: new Map(),
          complete: true,
          conversations: 1,
          unsent: 0,
          models: [],
          upstreams: [],
          latency: {
            ms: null,
            firstByteMs: null,
            firstContentMs: null,
            firstCallMs: null,
            tokensPerSecond: null,
          },
          usage: null,
          cost: null,
          cells,
        },
      ],
    ]),
  })),
};

const expectation = { reason: 'known', link: null, since: '2025-10-01' };
/** Three targets of two providers. */
export const data = dataOf(
  [
    conversation({
      target: 'a/one',
      model: 'one',
      upstreams: ['Fast Host'],
      passed: ['ids/portable', 'usage/total'],
    }),
    conversation({
      target: 'a/one',
      model: 'one',
      delivery: 'buffered',
      passed: ['ids/present', 'usage/total'],
    }),
    conversation({
      target: 'b/one',
      model: 'one',
      passed: ['ids/present', 'ids/portable', 'arguments/json'],
    }),
    conversation({
      target: 'b/two',
      model: 'two',
      passed: ['ids/present', 'arguments/json'],
      notApplicable: ['usage/total'],
    }),
  ],
  [
    verdict({ target: 'a/one' }),
    verdict({ target: 'a/one', check: 'ids/entropy', level: 'MAY' }),
    verdict({ target: 'a/one', delivery: 'buffered', check: 'ids/portable', level: 'SHOULD', expectation }),
    verdict({ target: 'b/one', check: 'usage/total', outcome: 'inconclusive', reason: '429' }),
    verdict({ target: 'b/two', check: 'ids/portable', level: 'MUST' }),
    verdict({ target: 'b/two', check: 'ids/entropy', level: 'MAY', outcome: 'error', reason: 'broke' }),
  ],
);
