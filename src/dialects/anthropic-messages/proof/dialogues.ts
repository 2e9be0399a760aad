/** The dialogues of this dialect: those of all dialects, and its own. */
import { tokens } from '../../../answers/answer.ts';
import { invalidRequest } from '../../../answers/refusal.ts';
import type { Dialogue } from '../../../proof/dialogue.ts';
import { CALLING, FOREIGN_ID, REPORT, THINKING_AND_CALLING } from '../../../proof/dialogue-parts.ts';
import { DIALOGUES, SEARCHING_DIALOGUES } from '../../../proof/dialogues.ts';

export const SEARCH_ID = 'srvtoolu_mB4nV7cX2zL9kJ6hG3fD8sQ1';

export const dialogues: Readonly<Record<string, Dialogue>> = {
  ...DIALOGUES,
  ...SEARCHING_DIALOGUES,
  'foreign-id': {
    ...DIALOGUES['foreign-id'],
    title: 'a history with the id of another provider is refused, and the refusal names the id',
    turns: [
      invalidRequest(
        `messages.1.content.0.tool_use.id: ${FOREIGN_ID} should match ^[a-zA-Z0-9_-]+$`,
        'messages',
      ),
    ],
  },
  'forgotten-thoughts': {
    ...DIALOGUES.weather,
    title: 'thoughts and a call, which comes back without the thoughts, as the scenario wants it',
    shownIn: 'signatures-dropped',
    reasoning: true,
    dropsSignatures: true,
    scenario: { facts: [['21']], dropsSignatures: true },
    turns: [THINKING_AND_CALLING, invalidRequest('Expected thinking, but found tool_use.', 'messages')],
  },
  stored: {
    title: 'the server keeps the history as a thread, and the second request names the first answer',
    prompt: 'What is the weather in Oslo?',
    shownIn: 'stored-history',
    scenario: { facts: [['21']] },
    storedHistory: true,
    turns: [CALLING, REPORT],
  },
  'server-tool': {
    title: 'the provider searches the web itself, and answers',
    prompt: 'What is new in Oslo?',
    shownIn: 'choice-none',
    deliveries: ['buffered'],
    request: { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
    turns: [
      {
        calls: [{ id: SEARCH_ID, name: 'web_search', arguments: '{"query":"Oslo news"}' }],
        text: 'Nothing is new in Oslo.',
        finish: 'stop',
        usage: tokens(90, 30),
      },
    ],
  },
};
