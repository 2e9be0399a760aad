import type { Carries } from '../carries.ts';

/** The settings and values that Ollama has fields for. */
export function carries(): Carries {
  return {
    settings: {
      temperature: ['options.temperature'],
      'top-p': ['options.top_p'],
      'top-k': ['options.top_k'],
      'presence-penalty': ['options.presence_penalty'],
      'frequency-penalty': ['options.frequency_penalty'],
      stop: ['options.stop'],
      seed: ['options.seed'],
    },
    headers: [],
    lacks: {
      strict: 'a function has no strict',
      cost: 'an answer has no cost',
      'argument-texts': 'arguments is an object and not a text, so it always parses',
    },
    leavesOut: { ids: 'a call needs no id', limit: 'a request needs no limit' },
  };
}
