/** The references that the checks of this dialect cite, and the bug reports for its own checks. */

import { citing, reference } from '../../checks/authorities.ts';

const DOCS = 'https://docs.ollama.com';

export const CHAT = reference('Ollama API, generating a chat message', `${DOCS}/api/chat`);
export const STREAMING = reference('Ollama API, streaming', `${DOCS}/api/streaming`);
export const ERRORS = reference('Ollama API, errors', `${DOCS}/api/errors`);
export const USAGE = reference('Ollama API, usage', `${DOCS}/api/usage`);
export const STRUCTURED = reference('Ollama, structured outputs', `${DOCS}/capabilities/structured-outputs`);
export const CALLING = reference('Ollama, tool calling', `${DOCS}/capabilities/tool-calling`);
/** The types that the server writes and the official clients read. */
export const TYPES = reference(
  'Ollama, api/types.go',
  'https://github.com/ollama/ollama/blob/main/api/types.go',
);
/** The code that decides how an answer ends. */
export const SERVER = reference(
  'Ollama, llm/server.go',
  'https://github.com/ollama/ollama/blob/main/llm/server.go',
);
export const ROUTES = reference(
  'Ollama, server/routes.go',
  'https://github.com/ollama/ollama/blob/main/server/routes.go',
);
export const CLIENT = reference('ollama-js 0.6.4', 'https://github.com/ollama/ollama-js');

/** The bug reports for each check of this dialect. */
export const seenBroken = citing({
  ids: [
    [
      'deepset-ai/haystack-core-integrations/issues/3303',
      'A client drops the ids that newer servers send, and cannot tell two calls of one tool apart.',
    ],
    [
      'BerriAI/litellm/issues/11262',
      'A client that waited for ids could not put the calls of a stream together.',
    ],
  ],
  order: [
    [
      'ollama/ollama/issues/11417',
      'A result says the name of its tool alone, so two calls of one tool are told apart by order.',
    ],
    [
      'microsoft/agent-framework/issues/6788',
      'A client took the name of the tool for an id, and lost one of two calls of one tool.',
    ],
  ],
  arguments: [
    [
      'BerriAI/litellm/pull/24095',
      'Arguments are an object here and text elsewhere, and a client that took one for the other failed.',
    ],
  ],
});
