import type { Carries } from '../carries.ts';

/** The settings and values that Bedrock's Converse has fields for, without the fields of single models. */
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
