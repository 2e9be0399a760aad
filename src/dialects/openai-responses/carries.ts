import type { Extension } from '../../judge/check.ts';
import type { Carries } from '../carries.ts';

/** The settings and values that Responses has fields for. */
export function carries(extension: Extension | null): Carries {
  const isOpenrouter = extension === 'openrouter';
  return {
    settings: {
      temperature: ['temperature'],
      'top-p': ['top_p'],
      ...(isOpenrouter
        ? {
            'top-k': ['top_k'],
            'presence-penalty': ['presence_penalty'],
            'frequency-penalty': ['frequency_penalty'],
          }
        : {}),
      user: ['user', 'safety_identifier'],
      metadata: ['metadata'],
    },
    headers: isOpenrouter ? ['http-referer', 'x-title'] : ['openai-beta'],
    lacks: isOpenrouter ? {} : { cost: 'usage has no cost' },
    leavesOut: { limit: 'a request needs no limit' },
  };
}
