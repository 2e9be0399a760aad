/** The dialogues of this dialect: the shared ones and its own. */
import { tokens } from '../../../answers/answer.ts';
import { invalidRequest } from '../../../answers/refusal.ts';
import type { Dialogue } from '../../../proof/dialogue.ts';
import { FOREIGN_ID } from '../../../proof/dialogue-parts.ts';
import { DIALOGUES } from '../../../proof/dialogues.ts';
import {
  forgottenThoughts,
  SEARCHING_DIALOGUES,
  STORED_DIALOGUES,
} from '../../../proof/optional-dialogues.ts';

export const SEARCH_ID = 'srvtoolu_mB4nV7cX2zL9kJ6hG3fD8sQ1';

export const dialogues: Readonly<Record<string, Dialogue>> = {
  ...DIALOGUES,
  ...SEARCHING_DIALOGUES,
  ...STORED_DIALOGUES,
  ...forgottenThoughts('tool_use'),
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
