/** Faults that no answer of the reference provider can show, with the reason. */

const ARRAY = 'clients of this suite ask for server-sent events';
const ASKED = 'it is an edit of the request';
const NUMBER = 'its number is too large only for the request that it was written for';

export const UNSERVED: Readonly<Record<string, string>> = {
  'framing/events-type-on-an-array': ARRAY,
  'framing/broken-character-in-an-array': ARRAY,
  'framing/array-not-closed': ARRAY,
  'framing/objects-without-an-array': ARRAY,
  'framing/events-for-an-array': ARRAY,
  'shape/time-changes': 'the reference provider is not Vertex AI, which alone sends a time',
  'parts/thoughts-unasked': ASKED,
  'choice/another-function-validated': ASKED,
  'finish/blocked-and-answered': 'no scenario has a prompt that is blocked',
  'usage/more-cached-than-prompt': NUMBER,
  'usage/does-not-grow': NUMBER,
  'usage/beyond-the-limit': NUMBER,
  'usage/shrinks': NUMBER,
};
