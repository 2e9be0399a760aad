/** The dialogues of this dialect: those of all dialects that it has the fields for, and its own. */

import type { Dialogue } from '../../../proof/dialogue.ts';
import { DIALOGUES } from '../../../proof/dialogues.ts';

/** No gateway speaks this dialect, and no field says whether, what or how often to call. */
const WITHOUT_FIELDS: ReadonlySet<string> = new Set([
  'choice-none',
  'choice-required',
  'choice-named',
  'parallel-off',
  'openrouter',
  'openrouter-pinned',
  'openrouter-free',
  'openrouter-reasoning',
  'openrouter-refused',
  'midstream-error',
]);

const { 'midstream-error': broken } = DIALOGUES;

const SHARED = Object.entries<Dialogue>(DIALOGUES).filter(([name]) => !WITHOUT_FIELDS.has(name));

export const dialogues: Readonly<Record<string, Dialogue>> = {
  ...Object.fromEntries(SHARED),
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
