/** A conversation that others recorded goes on, suffers or is refused, as the reference provider is told. */
import { writeFileSync } from 'node:fs';
import { readHistory } from '../../src/cli/history-file.ts';
import { dialectOf, dialects } from '../../src/dialects/catalogue.ts';
import { FACTS } from '../../src/profile/catalogue.ts';
import { factsOfHistory } from '../../src/profile/handover/recorded.ts';
import { profileSchema } from '../../src/profile/profile.ts';
import { rehearse } from '../../src/profile/rehearsal.ts';
import { profileRulesSchema } from '../../src/provider/profile-rules.ts';
import { createReferenceProvider } from '../../src/provider/reference-provider.ts';
import { wilson } from '../../src/results/rates.ts';
import { runCli } from '../support/cli.ts';
import { expect, test } from '../support/test.ts';

/** @param scenario of the recordings that are committed */
function recorded(dialect: string, scenario: string): string {
  const own = dialect === 'openai-chat' ? 'reference' : `reference+${dialect}`;
  return `cassettes/local/${own}/${scenario}.streaming.yaml`;
}

const GOES_ON = {
  kind: 'accepted',
  because: 'answers with what the results say: 3 of 3, unaltered 3 of 3',
  rate: { yes: 3, of: 3, ...wilson(3, 3) },
} as const;
const ALWAYS = { yes: 3, of: 3, ...wilson(3, 3) };

for (const scenario of ['secret-word', 'weather', 'ten-calls']) {
  for (const { id: from } of dialects()) {
    test(`${scenario}, recorded in ${from}, goes on in every dialect`, async () => {
      const history = readHistory(recorded(from, scenario));
      expect(history.words).not.toEqual([]);
      for (const dialect of dialects()) {
        const { measured } = await rehearse(factsOfHistory(history), dialect);
        const own = `the history was recorded in ${dialectOf(from).name}, and is written anew in ${dialect.name}`;
        expect([dialect.id, ...measured.map(({ finding }) => finding)]).toEqual([
          dialect.id,
          dialect.id === from ? GOES_ON : { kind: 'not-applicable', reason: own },
          GOES_ON,
        ]);
      }
    });
  }
}

const BUILT_IN = FACTS.filter(({ id }) => id.startsWith('contract/from-'));

test('histories of others go on in every dialect of the reference provider', async () => {
  for (const dialect of dialects()) {
    const { measured } = await rehearse(BUILT_IN, dialect);
    expect(measured.map(({ finding }) => finding)).toEqual(BUILT_IN.map(() => GOES_ON));
  }
});

test('whose ids are refused, and with whose the results are lost, is found out', async () => {
  const rules = profileRulesSchema.parse({ 'refused-ids': '^toolu_', 'degraded-ids': '^chatcmpl-' });
  const { measured } = await rehearse(BUILT_IN, dialectOf('openai-chat'), rules);
  const said = 'The id "toolu_01Jm4RzK8wYp2VtXq6BnLc0D" of a call is not one of ours.';
  expect(Object.fromEntries(measured.map(({ fact, finding }) => [fact.id, finding]))).toEqual({
    ...Object.fromEntries(BUILT_IN.map(({ id }) => [id, GOES_ON])),
    'contract/from-messages': { kind: 'refused', status: 400, said, rate: ALWAYS },
    'contract/from-vllm': {
      kind: 'degraded',
      rate: { yes: 0, of: 5, ...wilson(0, 5) },
      control: { yes: 5, of: 5, ...wilson(5, 5) },
    },
  });
});

test('what refuses everything refuses no history in particular', async () => {
  const rules = profileRulesSchema.parse({ limits: { turns: 0, tools: 0 }, 'refused-ids': '.' });
  const { measured } = await rehearse(BUILT_IN, dialectOf('openai-chat'), rules);
  expect(new Set(measured.map(({ finding }) => finding.kind))).toEqual(new Set(['refused']));
});

/** What proves a thought is taken only from who issued it. */
const SIGNED = {
  'anthropic-messages': 'signature-altered',
  gemini: 'thoughtSignature-altered',
  'openai-responses': 'encrypted_content-altered',
} as const;

for (const [id, rule] of Object.entries(SIGNED)) {
  test(`${id}: signatures of another provider are refused as recorded, and the rest goes on`, async () => {
    const rules = profileRulesSchema.parse({ contract: { [rule]: 'refused' } });
    const history = readHistory(recorded(id, 'signatures'));
    const { measured } = await rehearse(factsOfHistory(history), dialectOf(id), rules);
    expect(measured.map(({ finding }) => finding)).toEqual([
      { kind: 'refused', status: 400, said: `The history is not as it was issued: ${rule}.`, rate: ALWAYS },
      GOES_ON,
    ]);
  });
}

test('--history asks only whether the conversation goes on', async () => {
  const rules = profileRulesSchema.parse({ 'refused-ids': '^toolu_' });
  const provider = createReferenceProvider({ rules });
  const { url } = await provider.listen();
  const args = ['profile', `${url}/v1`, '--model', 'm', '--json'];
  const ran = await runCli(
    ...args,
    ...['--reports', test.info().outputPath('reports')],
    ...['--history', recorded('anthropic-messages', 'secret-word')],
  );
  const { facts } = profileSchema.parse(JSON.parse(ran.stdout));
  expect([ran.code, facts.map(({ id, finding }) => [id, finding.kind])]).toEqual([
    0,
    [
      ['contract/history-as-recorded', 'not-applicable'],
      ['contract/history-written-anew', 'refused'],
    ],
  ]);
  await provider.close();
});

const UNFIT: Readonly<Record<string, readonly [content: string | null, says: string]>> = {
  'no recording': ['hello', 'is no recording of'],
  'a file that is not there': [null, 'does not exist'],
};

for (const [what, [content, says]] of Object.entries(UNFIT)) {
  test(`--history of ${what} is one clear error`, async () => {
    const file = test.info().outputPath('history.yaml');
    if (content !== null) writeFileSync(file, content);
    const ran = await runCli('profile', 'http://127.0.0.1:9/v1', '--model', 'm', '--history', file);
    expect([ran.code, ran.output]).toEqual([2, expect.stringContaining(says)]);
  });
}

test('--history of a conversation without calls is one clear error', async () => {
  const file = recorded('openai-chat', 'malformed-request');
  const ran = await runCli('profile', 'http://127.0.0.1:9/v1', '--model', 'm', '--history', file);
  expect([ran.code, ran.output]).toEqual([
    2,
    `error: --history ${file}: no request of it brings calls with their results along; name a recording in which a model called tools\n`,
  ]);
});
