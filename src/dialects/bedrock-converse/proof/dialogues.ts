/** The dialogues of this dialect: those of all dialects that it has the fields for, and its own. */
import { tokens } from '../../../answers/answer.ts';
import { invalidRequest } from '../../../answers/refusal.ts';
import type { Dialogue } from '../../../proof/dialogue.ts';
import { CALLING, THINKING_AND_CALLING } from '../../../proof/dialogue-parts.ts';
import { BREAKING, DIALOGUES, SEARCHING_DIALOGUES, withoutGateway } from '../../../proof/dialogues.ts';

/** No gateway speaks this dialect, no field forbids calls, and none limits how many come at once. */
const SHARED = withoutGateway('choice-none', 'parallel-off');

export const dialogues: Readonly<Record<string, Dialogue>> = {
  ...SHARED,
  ...SEARCHING_DIALOGUES,
  'forgotten-thoughts': {
    ...DIALOGUES.weather,
    title: 'thoughts and a call, which comes back without the thoughts, as the scenario wants it',
    shownIn: 'signatures-dropped',
    reasoning: true,
    dropsSignatures: true,
    scenario: { facts: [['21']], dropsSignatures: true },
    turns: [THINKING_AND_CALLING, invalidRequest('Expected thinking, but found toolUse.', 'messages')],
  },
  code: {
    title: 'the provider runs code itself, and answers',
    prompt: 'What is three times seven?',
    shownIn: DIALOGUES.text.shownIn,
    hosted: 'code-execution',
    turns: [
      {
        served: { kind: 'code-execution', code: 'print(3 * 7)', output: '21\n' },
        text: 'It is 21.',
        finish: 'stop',
        usage: tokens(60, 30),
      },
    ],
  },
  cached: {
    title: 'one call, whose prompt was cached in part',
    prompt: DIALOGUES.call.prompt,
    shownIn: DIALOGUES.call.shownIn,
    turns: [{ ...CALLING, usage: { ...CALLING.usage, cached: 64 } }],
  },
  'midstream-error': { ...BREAKING, title: 'the stream turns into an exception' },
};
