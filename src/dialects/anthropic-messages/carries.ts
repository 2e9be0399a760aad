import type { Carries } from '../carries.ts';

/** The settings and values that the Messages API has fields for. */
export function carries(): Carries {
  return {
    settings: {
      temperature: ['temperature'],
      'top-p': ['top_p'],
      'top-k': ['top_k'],
      stop: ['stop_sequences'],
      user: ['metadata.user_id'],
    },
    headers: ['anthropic-version', 'anthropic-beta'],
    lacks: {
      cost: 'usage has no cost',
      'argument-texts': 'input is an object and not a text, so it always parses',
    },
    leavesOut: {},
  };
}
