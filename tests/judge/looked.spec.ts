/** A pass means that something was looked at: no conversation of the proof has a pass that rests on nothing. */
import { conversationOf, type Script } from '../../src/answers/script.ts';
import { type AnyDialect, dialectOf, dialects } from '../../src/dialects/catalogue.ts';
import { openaiChat as chat } from '../../src/dialects/openai-chat/index.ts';
import { judge } from '../../src/judge/judge.ts';
import { baseOf } from '../../src/proof/proof.ts';
import { expect, test } from '../support/test.ts';

/** The passes of a conversation, and those among them that looked at nothing. */
function passesIn(dialect: AnyDialect, script: Script): { readonly all: number; readonly empty: string[] } {
  const { verdicts, looked } = dialect.judge(conversationOf(script));
  const passes = verdicts.flatMap(({ check, outcome }, at) =>
    outcome === 'pass' ? [{ check, looked: looked[at] ?? 0 }] : [],
  );
  return {
    all: passes.length,
    empty: passes.filter((pass) => pass.looked === 0).map(({ check }) => check),
  };
}

for (const dialect of dialects()) {
  test(`${dialect.id}: every pass of the proof looked at something`, async () => {
    const proof = await dialect.proof();
    const bases = [...proof.bases.keys()].map((name) => ({ name, base: name, edit: () => {} }));
    let all = 0;
    for (const { name, base, edit } of [...bases, ...proof.faults, ...proof.variants]) {
      const script = baseOf(proof, base).script();
      edit(script);
      const passes = passesIn(dialect, script);
      all += passes.all;
      expect.soft(passes.empty, name).toEqual([]);
    }
    expect(all).toBeGreaterThan(proof.faults.length);
  });
}

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
