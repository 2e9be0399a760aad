/** OpenRouter's references, for the dialects that it extends. */

import { reference } from '../../checks/authorities.ts';
import type { Authorities } from '../../judge/check.ts';

const OPENROUTER = 'https://openrouter.ai/docs';

export const OPENROUTER_API = reference('OpenRouter API overview', `${OPENROUTER}/api_reference/overview`);
export const OPENROUTER_STREAM = reference('OpenRouter streaming', `${OPENROUTER}/api_reference/streaming`);
export const OPENROUTER_USAGE = reference(
  'OpenRouter usage accounting',
  `${OPENROUTER}/cookbook/administration/usage-accounting`,
);
const OPENROUTER_BYOK = reference('OpenRouter BYOK', `${OPENROUTER}/guides/overview/auth/byok`);
export const OPENROUTER_FREE = reference(
  'OpenRouter free variants',
  `${OPENROUTER}/guides/routing/model-variants/free`,
);
export const OPENROUTER_FAQ = reference('OpenRouter FAQ', `${OPENROUTER}/faq`);
export const OPENROUTER_ROUTING = reference(
  'OpenRouter provider routing',
  `${OPENROUTER}/guides/routing/provider-selection`,
);
export const OPENROUTER_ERRORS = reference(
  'OpenRouter errors',
  `${OPENROUTER}/api_reference/errors-and-debugging`,
);
export const OPENROUTER_TOOLS = reference('OpenRouter tool calling', `${OPENROUTER}/features/tool-calling`);

/** Authorities that apply in every dialect that reports costs. */
export const UPSTREAM_PARTS: Authorities = [
  OPENROUTER_USAGE('upstream_inference_cost is what the upstream charged; its parts are broken down.'),
];
export const UPSTREAM_TOTAL: Authorities = [
  OPENROUTER_USAGE('cost is what the account is charged, and cost_details what the upstream charged.'),
  OPENROUTER_BYOK('With a key of your own only a fee is charged.'),
];
