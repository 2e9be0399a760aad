/** The dialogues that the Responses API has the fields for, and its own. */

import type { Dialogue } from '../../../proof/dialogue.ts';
import { CALLING, REPORT } from '../../../proof/dialogue-parts.ts';
import {
  ALLOWED_DIALOGUES,
  CUSTOM_DIALOGUES,
  DIALOGUES,
  SEARCHING_DIALOGUES,
} from '../../../proof/dialogues.ts';

const {
  'openrouter-pinned': _pinned,
  'openrouter-free': _free,
  'midstream-error': midstream,
  ...SHARED
} = DIALOGUES;

export const RESPONSES_DIALOGUES = {
  ...SHARED,
  ...CUSTOM_DIALOGUES,
  ...SEARCHING_DIALOGUES,
  'midstream-error': {
    ...midstream,
    fails: { 'framing/done-marker': 'OpenRouter ends its streams with it', ...midstream.fails },
  },
  ...ALLOWED_DIALOGUES,
  stored: {
    title: 'the server keeps the history, and the second request names the first response',
    prompt: 'What is the weather in Oslo?',
    shownIn: 'stored-history',
    scenario: { facts: [['21']] },
    storedHistory: true,
    turns: [CALLING, REPORT],
  },
} as const satisfies Record<string, Dialogue>;
