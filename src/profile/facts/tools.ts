import { limit } from '../limit.ts';
import { SAY_OK, tool } from '../small-scenario.ts';

export const tools = limit({
  name: 'tools',
  question: 'How many tools may one request offer?',
  from: 1,
  upTo: 1024,
  asks: (number) => ({
    prompt: SAY_OK,
    tools: Array.from({ length: number }, (_, at) => tool(`tool_${at + 1}`)),
  }),
});
