import type { Carries } from '../carries.ts';

/** What Bedrock's Converse has fields for; what a model has besides is not its own. */
export function carries(): Carries {
  return {
    settings: {
      temperature: ['inferenceConfig.temperature'],
      'top-p': ['inferenceConfig.topP'],
      stop: ['inferenceConfig.stopSequences'],
      metadata: ['requestMetadata'],
    },
    headers: [],
    lacks: {
      cost: 'usage has no cost',
      'argument-texts': 'input is an object and not a text, so it always parses',
    },
    leavesOut: { limit: 'a request needs no limit' },
  };
}
