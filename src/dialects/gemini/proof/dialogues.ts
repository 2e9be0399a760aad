/** The dialogues that this dialect has the fields for, with a model that validates signatures, and its own. */

import { invalidRequest } from '../../../answers/refusal.ts';
import type { Dialogue } from '../../../proof/dialogue.ts';
import { CALLING } from '../../../proof/dialogue-parts.ts';
import { DIALOGUES } from '../../../proof/dialogues.ts';

const MODEL = 'gemini-3-conforming';

/** No gateway speaks this dialect, and there is no switch for parallel calls. */
const WITHOUT_FIELDS: ReadonlySet<string> = new Set([
  'parallel-off',
  'openrouter',
  'openrouter-pinned',
  'openrouter-free',
  'openrouter-refused',
]);

const { 'midstream-error': broken } = DIALOGUES;

const OWN: Readonly<Record<string, Dialogue>> = {
  'dropped-signatures': {
    title: 'a call that comes back without its signature is refused',
    prompt: DIALOGUES.weather.prompt,
    shownIn: 'signatures-dropped',
    scenario: { facts: [['21']], dropsSignatures: true },
    dropsSignatures: true,
    turns: [CALLING, invalidRequest('The function call is missing a thought_signature.', 'contents')],
  },
  cached: {
    title: 'one call, whose prompt was cached in part',
    prompt: DIALOGUES.call.prompt,
    shownIn: DIALOGUES.call.shownIn,
    turns: [{ ...CALLING, usage: { ...CALLING.usage, cached: 64 } }],
  },
  'midstream-error': {
    title: 'the stream turns into an error',
    prompt: broken.prompt,
    shownIn: broken.shownIn,
    deliveries: broken.deliveries,
    breaksMidstream: true,
    fails: broken.fails,
    turns: broken.turns,
  },
};

const SHARED = Object.entries<Dialogue>(DIALOGUES).filter(
  ([name]) => !WITHOUT_FIELDS.has(name) && name !== 'openrouter-reasoning' && name !== 'midstream-error',
);

export const dialogues: Readonly<Record<string, Dialogue>> = Object.fromEntries(
  [...SHARED, ...Object.entries(OWN)].map(([name, dialogue]) => [name, { ...dialogue, model: MODEL }]),
);
