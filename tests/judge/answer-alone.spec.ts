/** What an answer shows without its request. */
import { conversationOf } from '../../src/answers/script.ts';
import { type AnyDialect, dialects } from '../../src/dialects/catalogue.ts';
import type { Verdict } from '../../src/judge/verdict.ts';
import type { Edit } from '../../src/proof/edits/edit.ts';
import { baseOf, type Proof } from '../../src/proof/proof.ts';
import { expect, test } from '../support/test.ts';

/** The verdicts of these rules do not depend on the request, although the verdict of a rule before them does. */
const TOLD_ALONE: Readonly<Record<string, readonly string[]>> = {
  'openai-chat': ['usage/total'],
  'openai-responses': ['usage/total', 'finish/known'],
  'anthropic-messages': ['finish/tool-calls'],
  gemini: ['usage/total', 'finish/known'],
};

for (const [id, checks] of Object.entries(TOLD_ALONE)) {
  test(`${id}: of an answer without its request ${checks.join(' and ')} can be broken`, async () => {
    const { dialect, proof } = await proofOf(id);
    const faults = proof.faults.filter(({ catches }) => checks.includes(catches));
    const outcomes = faults.map(({ name, catches, base, edit }) => [
      name,
      outcomeAlone(dialect, proof, base, catches, edit),
    ]);
    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes).toEqual(outcomes.map(([name]) => [name, 'fail']));
  });
}

test('gemini: of an answer without its request the index of the first candidate is right', async () => {
  const { dialect, proof } = await proofOf('gemini');
  expect(outcomeAlone(dialect, proof, 'call/streaming', 'shape/choice-index')).toBe('pass');
});

async function proofOf(id: string): Promise<{ readonly dialect: AnyDialect; readonly proof: Proof }> {
  const dialect = dialects().find((each) => each.id === id);
  if (dialect === undefined) throw new Error(`there is no dialect ${id}`);
  return { dialect, proof: await dialect.proof() };
}

/** Returns the outcome of a check for a conversation whose requests were not recorded. */
function outcomeAlone(
  dialect: AnyDialect,
  proof: Proof,
  base: string,
  check: string,
  edit: Edit = () => {},
): Verdict['outcome'] | undefined {
  const script = baseOf(proof, base).script();
  edit(script);
  const { verdicts } = dialect.judge({
    ...conversationOf(script),
    kept: { request: false, answer: 'bytes' },
  });
  return verdicts.find((verdict) => verdict.check === check)?.outcome;
}
