/**
 * The references that the checks cite. Each function takes the promise, in a short sentence of our own, and gives the
 * authority with its name and address.
 */
import type { Authority } from '../judge/check.ts';

export { reports } from './bug-reports.ts';

type Cite = (promise: string) => Authority;

/** @returns what makes an authority of a promise */
export function reference(name: string, url: string): Cite {
  return (promise) => ({ name, url, promise });
}

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

const OPENROUTER = 'https://openrouter.ai/docs';

export const OPENROUTER_API = reference('OpenRouter API overview', `${OPENROUTER}/api_reference/overview`);
export const OPENROUTER_STREAM = reference('OpenRouter streaming', `${OPENROUTER}/api_reference/streaming`);
export const OPENROUTER_USAGE = reference(
  'OpenRouter usage accounting',
  `${OPENROUTER}/cookbook/administration/usage-accounting`,
);
export const OPENROUTER_BYOK = reference('OpenRouter BYOK', `${OPENROUTER}/guides/overview/auth/byok`);
export const OPENROUTER_FREE = reference(
  'OpenRouter free variants',
  `${OPENROUTER}/guides/routing/model-variants/free`,
);
export const OPENROUTER_ROUTING = reference(
  'OpenRouter provider routing',
  `${OPENROUTER}/guides/routing/provider-selection`,
);
export const OPENROUTER_ERRORS = reference(
  'OpenRouter errors',
  `${OPENROUTER}/api_reference/errors-and-debugging`,
);
export const OPENROUTER_TOOLS = reference('OpenRouter tool calling', `${OPENROUTER}/features/tool-calling`);

export const THOUGHT_SIGNATURES = reference(
  'Gemini API, thought signatures',
  'https://ai.google.dev/gemini-api/docs/thought-signatures',
);
export const EXTENDED_THINKING = reference(
  'Claude, extended thinking',
  'https://platform.claude.com/docs/en/build-with-claude/extended-thinking',
);

export const JSON_SCHEMA = reference(
  'JSON Schema validation, 2020-12',
  'https://json-schema.org/draft/2020-12/json-schema-validation',
);
export const RETRY_AFTER = reference(
  'RFC 9110, Retry-After',
  'https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3',
);

/** @param section an anchor of the standard's chapter on server-sent events */
export function SSE(section: string, promise: string): Authority {
  const url = `https://html.spec.whatwg.org/multipage/server-sent-events.html#${section}`;
  return { name: 'WHATWG HTML, server-sent events', url, promise };
}

/** @param section an anchor of the RFC, such as `section-4` */
export function RFC_8259(section: string, promise: string): Authority {
  return { name: 'RFC 8259, JSON', url: `https://www.rfc-editor.org/rfc/rfc8259#${section}`, promise };
}

/** The project's own decision, with the weakness that it guards against. */
export function policy(promise: string): Authority {
  return { name: 'Policy (CWE-201)', url: 'https://cwe.mitre.org/data/definitions/201.html', promise };
}
