import type { Terms } from '../../judge/check.ts';

/** Finish reasons by which the provider itself marks a call as not to be executed. */
export const FLAGGED: readonly string[] = [
  'MALFORMED_FUNCTION_CALL',
  'UNEXPECTED_TOOL_CALL',
  'TOO_MANY_TOOL_CALLS',
  'MALFORMED_RESPONSE',
];

const CUT: readonly string[] = [
  'MAX_TOKENS',
  'SAFETY',
  'RECITATION',
  'LANGUAGE',
  'OTHER',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'IMAGE_SAFETY',
  'IMAGE_PROHIBITED_CONTENT',
  'IMAGE_OTHER',
  'NO_IMAGE',
  'IMAGE_RECITATION',
  'MISSING_THOUGHT_SIGNATURE',
  'MODEL_ARMOR',
  'ESCALATION',
  // The answer is paused: a request with its continuationToken asks for the rest.
  'CONTINUATION',
];

/** The terms of Gemini. It has no separate reason for an answer with calls. */
export const terms: Terms = {
  finishField: 'finishReason',
  finishes: ['STOP', ...CUT, ...FLAGGED],
  whole: ['STOP'],
  calling: ['STOP'],
  callingForced: [],
  cut: [...CUT, ...FLAGGED],
  id: 'id',
  arguments: 'args',
  text: 'text',
  forbidding: 'Mode NONE',
  forcing: 'Mode ANY',
  counts: {
    prompt: 'promptTokenCount',
    completion: 'candidatesTokenCount',
    cached: 'cachedContentTokenCount',
    reasoning: 'thoughtsTokenCount',
  },
  markup: ['```tool_code', 'default_api.', 'default_api:', '<ctrl'],
  result: 'functionResponse',
  proofs: ['thoughtSignature'],
};
