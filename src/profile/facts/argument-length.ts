import { jsonText } from '../../text/json-text.ts';
import { limit } from '../limit.ts';
import { roundOf, SAY_OK, tool } from '../small-scenario.ts';

export const argumentLength = limit({
  name: 'argument-length',
  question: 'How many characters may the arguments of a call in the history have, as JSON?',
  from: 64,
  upTo: 65_536,
  asks: (number) => {
    const text = 'x'.repeat(number - jsonText({ text: '' }).length);
    return { prompt: SAY_OK, tools: [tool('note')], history: roundOf(1, { arguments: { text } }) };
  },
});
