/** What breaks one fact keeps no other from being asked. */
import { dialectOf } from '../../src/dialects/catalogue.ts';
import type { Fact } from '../../src/profile/fact.ts';
import { measureAll } from '../../src/profile/measure.ts';
import { expect, test } from '../support/test.ts';

test('a fact that throws is unknown, and the next one is asked', async () => {
  const fact = (id: string, ask: Fact['ask']): Fact => ({
    id,
    area: 'limits',
    question: id,
    mostRequests: 0,
    ask,
  });
  const measured = await measureAll(
    [
      // biome-ignore lint/correctness/useYield: it comes to no request
      fact('limits/broken', function* () {
        throw new RangeError('too deep');
      }),
      // biome-ignore lint/correctness/useYield: it needs none
      fact('limits/sound', function* () {
        return { kind: 'not-applicable', reason: 'nothing to ask' };
      }),
    ],
    { dialect: dialectOf('openai-chat'), answerTo: () => Promise.reject(new Error('nothing is sent')) },
  );
  expect(measured.map(({ finding }) => finding)).toEqual([
    { kind: 'unknown', reason: expect.stringMatching(/^a bug of this suite: RangeError: too deep/u) },
    { kind: 'not-applicable', reason: 'nothing to ask' },
  ]);
});
