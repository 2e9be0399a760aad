/** A pass means that the check has looked at something. kept.spec.ts shows this for the passes of the proof. */
import { conversationOf } from '../../src/answers/script.ts';
import { effectOf } from '../../src/catalogue/judged.ts';
import { dialectOf, dialects } from '../../src/dialects/catalogue.ts';
import { openaiChat as chat } from '../../src/dialects/openai-chat/index.ts';
import { judge } from '../../src/judge/judge.ts';
import { baseOf } from '../../src/proof/proof.ts';
import { expect, test } from '../support/test.ts';

test('a check that looks at nothing, and finds nothing, does not pass', async () => {
  const proof = await dialectOf('openai-chat').proof();
  const script = baseOf(proof, 'text/buffered').script();
  const outcomes = [0, 1].map((looked) => {
    const checks = chat.checks.slice(0, 1).map(({ asked: _asked, ...check }) => ({
      ...check,
      answer: 'any' as const,
      run: () => ({ looked, findings: [] }),
    }));
    const judged = judge({ ...chat, checks }, conversationOf(script));
    return [judged.verdicts.map(({ outcome }) => outcome), judged.looked];
  });
  expect(outcomes).toEqual([
    [['not-applicable'], [0]],
    [['pass'], [1]],
  ]);
});

const BARE_ERRORS = ['errors/nothing-but-an-error', 'errors/at-once'];
for (const dialect of dialects()) {
  test(`${dialect.id}: a stream of nothing but an error passes no check of the envelope`, async () => {
    const proof = await dialect.proof();
    const fault = proof.faults.find(({ name }) => BARE_ERRORS.includes(name));
    const verdicts = fault === undefined ? [] : [...effectOf(proof, fault).verdicts];
    const passed = verdicts.filter(([id, { outcome }]) => id.startsWith('shape/') && outcome === 'pass');
    expect([verdicts.length > 0, passed.map(([id]) => id)]).toEqual([true, []]);
  });
}
