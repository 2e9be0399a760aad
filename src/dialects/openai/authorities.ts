/** What both of OpenAI's dialects rest on. */
import { reference } from '../../checks/authorities.ts';

export const CUSTOM_TOOLS = reference(
  'OpenAI, function calling: custom tools',
  'https://developers.openai.com/api/docs/guides/function-calling#custom-tools',
);
