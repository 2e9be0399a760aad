/** Whether the targets of one model differ in a check. */

import { differ } from '../../src/report/site/compare/model.ts';
import { expect, test } from '../support/test.ts';

for (const [weights, isDifferent] of [
  [['pass', 'pass'], false],
  [['pass', 'must'], true],
  [['must', 'must'], false],
  [['absent', 'pass'], false],
  [['absent', 'inconclusive'], false],
  [['absent', 'should'], true],
  [['absent', 'absent'], false],
] as const) {
  test(`${weights.join(' beside ')} ${isDifferent ? 'differ' : 'are alike'}`, () => {
    expect(differ(weights)).toBe(isDifferent);
  });
}
