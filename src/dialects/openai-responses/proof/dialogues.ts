/** The dialogues that the Responses API has the fields for, and its own. */
import { tokens } from '../../../answers/answer.ts';
import { CALLING, DIALOGUES, type Dialogue, REPORT } from '../../../proof/dialogues.ts';

const {
  'openrouter-pinned': _pinned,
  'openrouter-free': _free,
  'midstream-error': midstream,
  ...SHARED
} = DIALOGUES;

export const RESPONSES_DIALOGUES = {
  ...SHARED,
  'midstream-error': {
    ...midstream,
    fails: { 'framing/done-marker': 'OpenRouter ends its streams with it', ...midstream.fails },
  },
  reasoning: {
    title: 'encrypted reasoning, then a call, then reasoning and the answer',
    prompt: 'What is the weather in Oslo?',
    shownIn: 'reasoning-with-tools',
    scenario: { facts: [['21']] },
    reasoning: true,
    turns: [
      { ...CALLING, reasoning: 'The user wants the weather, so I ask for it.', usage: tokens(80, 30, 12) },
      { ...REPORT, reasoning: 'The tool said 21 degrees.', usage: tokens(130, 20, 8) },
    ],
  },
  'choice-allowed': {
    title: 'tool_choice lists the functions that may be called',
    prompt: 'What is the weather in Oslo?',
    shownIn: 'choice-allowed',
    toolChoice: { kind: 'allowed', names: ['weather'], required: true },
    turns: [CALLING],
  },
  stored: {
    title: 'the server keeps the history, and the second request names the first response',
    prompt: 'What is the weather in Oslo?',
    shownIn: 'stored-history',
    scenario: { facts: [['21']] },
    storedHistory: true,
    turns: [CALLING, REPORT],
  },
} as const satisfies Record<string, Dialogue>;
