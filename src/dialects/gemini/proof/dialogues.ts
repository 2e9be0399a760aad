/** The dialogues that this dialect has the fields for, with a model that validates signatures, and its own. */

import { invalidRequest } from '../../../answers/refusal.ts';
import type { Dialogue } from '../../../proof/dialogue.ts';
import { CALLING } from '../../../proof/dialogue-parts.ts';
import { DIALOGUES, withoutGateway } from '../../../proof/dialogues.ts';
import {
  BREAKING,
  CACHED_DIALOGUES,
  CODE_DIALOGUES,
  SEARCHING_DIALOGUES,
} from '../../../proof/optional-dialogues.ts';

const MODEL = 'gemini-3-conforming';

/** No gateway speaks this dialect, and it has no setting for parallel calls. */
const SHARED = withoutGateway('parallel-off');

const OWN: Readonly<Record<string, Dialogue>> = {
  ...SEARCHING_DIALOGUES,
  ...CODE_DIALOGUES,
  ...CACHED_DIALOGUES,
  'dropped-signatures': {
    title: 'a call that comes back without its signature is refused',
    prompt: DIALOGUES.weather.prompt,
    shownIn: 'signatures-dropped',
    scenario: { facts: [['21']], dropsSignatures: true },
    dropsSignatures: true,
    turns: [CALLING, invalidRequest('The function call is missing a thought_signature.', 'contents')],
  },
  'midstream-error': BREAKING,
};

export const dialogues: Readonly<Record<string, Dialogue>> = Object.fromEntries(
  Object.entries({ ...SHARED, ...OWN }).map(([name, dialogue]) => [name, { ...dialogue, model: MODEL }]),
);
