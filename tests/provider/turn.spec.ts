/** Turns are made once, and the oldest are forgotten. */
import { WRONG_KEY } from '../../src/answers/refusal.ts';
import { dialectOf } from '../../src/dialects/catalogue.ts';
import { RememberedTurns, Turn } from '../../src/provider/turn.ts';
import { expect, test } from '../support/test.ts';

test('a turn is made once, until two million characters of other requests have come', async () => {
  const dialect = dialectOf('openai-chat');
  const { refusal } = await dialect.service();
  const remembered = new RememberedTurns();
  const made: string[] = [];
  const ask = (request: string) => {
    remembered.turn(request, () => {
      made.push(request.slice(0, 1));
      const story = () => ({ answer: null, calls: [], option: null, facts: [] });
      return new Turn(
        dialect,
        'http://localhost/',
        {},
        { response: refusal(WRONG_KEY, null), story, id: null },
      );
    });
  };
  const letters = ['a', 'b', 'a', 'b', 'c', 'c', 'b', 'a'];
  for (const letter of letters) ask(letter.repeat(900_000));
  expect(made.join('')).toBe('abca');
});
