import type { Scenario } from '../scenario.ts';
import { trailOf } from '../tools/notes.ts';

/**
 * A trail of notes, each with the key of the next: consecutive calls, and a history that grows with each. The prompt is
 * cached, so that the cache counters and the charges for it can be read. Six notes keep the recordings small; `trailOf`
 * can make longer trails.
 */
export const longLoop: Scenario = {
  id: 'long-loop',
  title: 'A long loop of calls, with a cached prompt',
  order: 75,
  checks: [
    'ids/unique-in-conversation',
    'ids/echo-accepted',
    'roundtrip/continues',
    'roundtrip/result-used',
    'usage/grows',
    'usage/cached-within-prompt',
    'usage/input-stable',
    'cost/rate-stable',
    'cost/matches-price',
    'routing/stable',
  ],
  system: 'You are a helpful assistant. Read one note at a time, and never guess a key.',
  prompts: [
    'Read the note with the key "start", and follow the trail: each note names the key of the next one. The last one holds a word: say it.',
  ],
  ...trailOf(6),
  cachesPrompt: true,
  maxTokens: 1000,
  facts: [['{secret}']],
};
