/** The references of Chat Completions; see also those of OpenRouter. */

import { reference } from '../../checks/authorities.ts';

const OPENAI = 'https://developers.openai.com/api/reference/resources/chat/subresources/completions';

export const OAS_CHUNK = reference('OpenAI API, chat.completion.chunk', `${OPENAI}/streaming-events`);
export const OAS_COMPLETION = reference('OpenAI API, chat.completion', `${OPENAI}/methods/create`);
export const OAS_STREAM = reference('OpenAI API, streaming', `${OPENAI}/streaming-events`);
export const OAS_REQUEST = reference('OpenAI API, create chat completion', `${OPENAI}/methods/create`);
export const OAS_CALL = reference('OpenAI API, message tool call', `${OPENAI}/methods/create`);
export const OAS_CHOICE = reference('OpenAI API, choice', `${OPENAI}/methods/create`);
export const OAS_USAGE = reference('OpenAI API, CompletionUsage', `${OPENAI}/methods/create`);
export const OAS_ERRORS = reference(
  'OpenAI API, errors',
  'https://developers.openai.com/api/docs/guides/error-codes',
);
