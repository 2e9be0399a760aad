/** A client with tools is shown every fault, or it is said what its conversation would have to have besides. */
import { trialsFor } from '../../src/clients/plan.ts';
import { dialectOf } from '../../src/dialects/catalogue.ts';
import type { Extension } from '../../src/judge/check.ts';
import type { AnsweredRequest } from '../../src/provider/answered-request.ts';
import { copyOf } from '../../src/scenarios/scenario.ts';
import { rehearsedExchanges, type Setting, strictHandler } from '../support/played-scenario.ts';
import { same, test } from '../support/test.ts';

const told: AnsweredRequest[] = [];
const handler = await strictHandler({ log: (answered) => void told.push(answered) });

const SPOKEN: readonly (readonly [dialect: string, extension: Extension | null])[] = [
  ['openai-chat', null],
  ['openai-chat', 'openrouter'],
  ['openai-responses', null],
  ['anthropic-messages', null],
  ['gemini', null],
  ['bedrock-converse', null],
  ['ollama', null],
];

for (const [id, extension] of SPOKEN) {
  test(`${id}${extension === null ? '' : ` of ${extension}`}: no fault is neither shown nor explained`, async () => {
    const dialect = dialectOf(id);
    const deliveries = ['streaming', 'buffered'] as const;
    const trials = await trialsFor({ dialect: id, extension, deliveries, faults: [], scenario: null });
    const unseen: string[] = [];
    for (const { fault, delivery, scenario, otherwise, takes } of trials) {
      if (takes !== null) continue;
      told.length = 0;
      const setting: Setting = { dialect, extension: extension ?? 'plain', delivery };
      for (const each of [scenario, otherwise]) {
        if (each === null || told.some(({ shown }) => shown)) continue;
        await rehearsedExchanges(handler, copyOf(each, 1), setting, `/fault/${fault.name}`);
      }
      if (!told.some(({ shown }) => shown)) unseen.push(`${fault.name}: ${told.at(-1)?.why}`);
    }
    same(unseen, []);
  });
}
