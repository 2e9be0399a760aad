/** The dialogues that this dialect has the fields for, with a model that validates signatures, and its own. */

import { tokens } from '../../../answers/answer.ts';
import { invalidRequest } from '../../../answers/refusal.ts';
import type { Dialogue } from '../../../proof/dialogue.ts';
import { CALLING } from '../../../proof/dialogue-parts.ts';
import { BREAKING, DIALOGUES, SEARCHING_DIALOGUES, withoutGateway } from '../../../proof/dialogues.ts';

const MODEL = 'gemini-3-conforming';

/** No gateway speaks this dialect, and there is no switch for parallel calls. */
const SHARED = withoutGateway('parallel-off');

const OWN: Readonly<Record<string, Dialogue>> = {
  ...SEARCHING_DIALOGUES,
  'dropped-signatures': {
    title: 'a call that comes back without its signature is refused',
    prompt: DIALOGUES.weather.prompt,
    shownIn: 'signatures-dropped',
    scenario: { facts: [['21']], dropsSignatures: true },
    dropsSignatures: true,
    turns: [CALLING, invalidRequest('The function call is missing a thought_signature.', 'contents')],
  },
  code: {
    title: 'the provider runs code itself, and answers',
    prompt: 'What is three times seven?',
    shownIn: 'choice-none',
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
  'midstream-error': BREAKING,
};

export const dialogues: Readonly<Record<string, Dialogue>> = Object.fromEntries(
  Object.entries({ ...SHARED, ...OWN }).map(([name, dialogue]) => [name, { ...dialogue, model: MODEL }]),
);
