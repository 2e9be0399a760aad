/** What the tests of a conversation do where nothing of it could be judged. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defineProviders, targetsOf } from '../../src/config/providers.ts';
import { policyOf } from '../../src/gate/policy.ts';
import { conversationJudge } from '../../src/playwright/conversation-judge.ts';
import { judgeConcern } from '../../src/playwright/judge-concern.ts';
import { planConversations } from '../../src/replay/plan.ts';
import { defaultSettings } from '../../src/replay/settings.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { expect, test } from '../support/test.ts';

test('tests of other concerns are skipped, with the reason, and the result is told all the same', async () => {
  const cassettes = mkdtempSync(join(tmpdir(), 'broken-'));
  const file = join(cassettes, 'local/m/weather.buffered.yaml');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '---\nversion: 2\nx: *a\n');
  const providers = defineProviders({
    providers: [
      {
        id: 'local',
        name: 'Local',
        baseUrl: 'https://llm.example.org/v1',
        dialect: 'openai-chat',
        models: [{ id: 'm' }],
      },
    ],
  });
  const targets = targetsOf(providers);
  const [planned] = planConversations(cassettes, targets, SCENARIOS);
  if (planned === undefined) throw new Error('the cassette is not planned');
  const said: string[] = [];
  const info = {
    attachments: [],
    file: '',
    line: 1,
    column: 1,
    skip: (_?: boolean, why = '') => {
      said.push(why);
      throw new Error('skipped');
    },
  };
  const policy = policyOf(defaultSettings(), targets);
  const judging = judgeConcern('round-trip', planned, policy, conversationJudge(), info);
  await expect(judging).rejects.toThrow('skipped');
  rmSync(cassettes, { recursive: true });
  expect(said).toEqual([
    expect.stringMatching(/^protocol-shape fails: .*weather\.buffered\.yaml:3: is not YAML: /u),
  ]);
  expect(info.attachments).toHaveLength(1);
});
