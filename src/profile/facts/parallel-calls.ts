import { limit } from '../limit.ts';
import { tool } from '../small-scenario.ts';

const CITIES =
  'Oslo Lima Quito Cairo Delhi Tokyo Paris Berlin Madrid Lisbon Dublin Vienna Prague Warsaw Athens Ankara'.split(
    ' ',
  );

export const parallelCalls = limit({
  name: 'parallel-calls',
  question: 'How many calls come at once where so many are asked for?',
  from: 1,
  upTo: CITIES.length,
  asks: (number) => {
    const [first, ...others] = CITIES.slice(0, number);
    const cities =
      others.length === 0 ? first : `${[first, ...others.slice(0, -1)].join(', ')} and ${others.at(-1)}`;
    const parameters = {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
    };
    return {
      prompt: `What is the weather in ${cities}? Call weather once for each of them, all at once.`,
      tools: [tool('weather', { description: 'The current weather in a city.', parameters })],
      maxTokens: 2048,
    };
  },
  fellShort: ({ turn }, number) => turn.calls.length < number,
});
