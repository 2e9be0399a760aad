/** Who has the turn to have a long answer in memory. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LongAnswersInTurn } from '../../src/live/long-answers.ts';
import { createRedactor } from '../../src/redact/redact.ts';
import { LiveConnections } from '../../src/transports/live-connections.ts';
import { expect, test } from '../support/test.ts';

test('long answers come one after the other, and a further request gives the turn up', async () => {
  const inTurn = new LongAnswersInTurn();
  const access = { connections: new LiveConnections(), options: {}, key: null, redactor: createRedactor([]) };
  const log: string[] = [];
  const conversation = (name: string, answers: number) =>
    inTurn.run(access, async ({ options: { longAnswers } }) => {
      for (let answer = 1; answer <= answers; answer += 1) {
        longAnswers?.release();
        await longAnswers?.take();
        log.push(`${name}${answer} begins`);
        await nextTurn();
        log.push(`${name}${answer} ends`);
      }
    });
  await Promise.all([conversation('a', 2), conversation('b', 1), conversation('c', 1)]);
  expect(log).toEqual([
    ...['a1 begins', 'a1 ends', 'b1 begins', 'b1 ends', 'c1 begins', 'c1 ends'],
    ...['a2 begins', 'a2 ends'],
  ]);
});
