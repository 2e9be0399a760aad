import type { Carries } from '../carries.ts';

/** The settings and values that Gemini has fields for. */
export function carries(): Carries {
  return {
    settings: {
      temperature: ['generationConfig.temperature'],
      'top-p': ['generationConfig.topP'],
      'top-k': ['generationConfig.topK'],
      'presence-penalty': ['generationConfig.presencePenalty'],
      'frequency-penalty': ['generationConfig.frequencyPenalty'],
      stop: ['generationConfig.stopSequences'],
      seed: ['generationConfig.seed'],
    },
    headers: [],
    lacks: {
      strict: 'a function declaration has no strict',
      cost: 'usageMetadata has no cost',
      'argument-texts': 'args is an object and not a text, so it always parses',
    },
    leavesOut: { ids: 'a call needs no id', limit: 'a request needs no limit' },
  };
}
