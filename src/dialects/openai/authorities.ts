/** The references that both of OpenAI's dialects share. */
import { reference } from '../../checks/authorities.ts';

export const CUSTOM_TOOLS = reference(
  'OpenAI, function calling: custom tools',
  'https://developers.openai.com/api/docs/guides/function-calling#custom-tools',
);
