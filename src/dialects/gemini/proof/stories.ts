/** The stories that this dialect can tell, of a model that validates signatures, and its own. */

import { invalidRequest } from '../../../answers/refusal.ts';
import { CALLING, STORIES, type Story } from '../../../proof/stories.ts';

const MODEL = 'gemini-3-conforming';

/** No gateway speaks this dialect, and there is no switch for parallel calls. */
const UNTOLD: ReadonlySet<string> = new Set([
  'parallel-off',
  'openrouter',
  'openrouter-pinned',
  'openrouter-free',
  'openrouter-refused',
]);

const { 'openrouter-reasoning': thinking, 'midstream-error': broken } = STORIES;

const OWN: Readonly<Record<string, Story>> = {
  reasoning: {
    title: 'thoughts, then a call, then thoughts and the answer',
    prompt: thinking.prompt,
    stage: thinking.stage,
    scenario: thinking.scenario,
    reasoning: true,
    turns: thinking.turns,
  },
  'dropped-signatures': {
    title: 'a call that comes back without its signature is refused',
    prompt: STORIES.weather.prompt,
    stage: 'signatures-dropped',
    scenario: { facts: [['21']], dropsSignatures: true },
    dropsSignatures: true,
    turns: [CALLING, invalidRequest('The function call is missing a thought_signature.', 'contents')],
  },
  cached: {
    title: 'one call, whose prompt was cached in part',
    prompt: STORIES.call.prompt,
    stage: STORIES.call.stage,
    turns: [{ ...CALLING, usage: { ...CALLING.usage, cached: 64 } }],
  },
  'midstream-error': {
    title: 'the stream turns into an error',
    prompt: broken.prompt,
    stage: broken.stage,
    deliveries: broken.deliveries,
    breaksMidstream: true,
    fails: broken.fails,
    turns: broken.turns,
  },
};

const SHARED = Object.entries<Story>(STORIES).filter(
  ([name]) => !UNTOLD.has(name) && name !== 'openrouter-reasoning' && name !== 'midstream-error',
);

export const stories: Readonly<Record<string, Story>> = Object.fromEntries(
  [...SHARED, ...Object.entries(OWN)].map(([name, story]) => [name, { ...story, model: MODEL }]),
);
