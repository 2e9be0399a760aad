/** A profile that is killed (SIGKILL) and gone on with: nothing is lost, and nothing counted twice. */
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { profileSchema } from '../../src/profile/profile.ts';
import { profileRulesSchema } from '../../src/provider/profile-rules.ts';
import { createReferenceProvider } from '../../src/provider/reference-provider.ts';
import { runCli, startCli } from '../support/cli.ts';
import { expect, test } from '../support/test.ts';

test('a profile goes on after kill -9, with what it has', async () => {
  let answered = 0;
  let killAt = Number.POSITIVE_INFINITY;
  let kill = () => {};
  const provider = createReferenceProvider({
    rules: profileRulesSchema.parse({ limits: { tools: 70, turns: 9 } }),
    log: () => {
      answered += 1;
      if (answered === killAt) kill();
    },
  });
  const { url } = await provider.listen();
  const reports = test.info().outputPath('reports');
  const args = [
    ...['profile', `${url}/v1`, '--model', 'm', '--only', 'limits/tools,limits/turns', '--json'],
    ...['--in-flight', '1', '--reports', reports],
  ];
  const whole = profileSchema.parse(JSON.parse((await runCli(...args)).stdout));
  expect(answered).toBe(whole.spent.requests);
  const before = new Set(readdirSync(join(reports, 'profile')));

  answered = 0;
  killAt = 9;
  const { child } = startCli(args);
  kill = () => void child.kill('SIGKILL');
  await once(child, 'close');
  const [run = ''] = readdirSync(join(reports, 'profile')).filter((name) => !before.has(name));
  const resumed = await runCli(...args, '--resume', run);
  const profile = profileSchema.parse(JSON.parse(resumed.stdout));
  expect([resumed.code, profile.facts, profile.spent]).toEqual([0, whole.facts, whole.spent]);
  // The answer that was under way when it was killed is asked for again.
  expect(answered).toBe(whole.spent.requests + 1);

  await provider.close();
  const again = await runCli(...args, '--resume', run);
  expect([again.code, profileSchema.parse(JSON.parse(again.stdout)).facts]).toEqual([0, whole.facts]);
});
