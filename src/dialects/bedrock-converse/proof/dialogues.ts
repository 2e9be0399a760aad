/** The dialogues of this dialect: those of all dialects that it has the fields for, and its own. */
import { invalidRequest } from '../../../answers/refusal.ts';
import type { Dialogue } from '../../../proof/dialogue.ts';
import { CALLING, THINKING_AND_CALLING } from '../../../proof/dialogue-parts.ts';
import { DIALOGUES } from '../../../proof/dialogues.ts';

/** No gateway speaks this dialect, no field forbids calls, and none limits how many come at once. */
const WITHOUT_FIELDS: ReadonlySet<string> = new Set([
  'choice-none',
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
  'forgotten-thoughts': {
    ...DIALOGUES.weather,
    title: 'thoughts and a call, which comes back without the thoughts, as the scenario wants it',
    shownIn: 'signatures-dropped',
    reasoning: true,
    dropsSignatures: true,
    scenario: { facts: [['21']], dropsSignatures: true },
    turns: [THINKING_AND_CALLING, invalidRequest('Expected thinking, but found toolUse.', 'messages')],
  },
  cached: {
    title: 'one call, whose prompt was cached in part',
    prompt: DIALOGUES.call.prompt,
    shownIn: DIALOGUES.call.shownIn,
    turns: [{ ...CALLING, usage: { ...CALLING.usage, cached: 64 } }],
  },
  'midstream-error': {
    title: 'the stream turns into an exception',
    prompt: broken.prompt,
    shownIn: broken.shownIn,
    deliveries: broken.deliveries,
    breaksMidstream: true,
    fails: broken.fails,
    turns: broken.turns,
  },
};
