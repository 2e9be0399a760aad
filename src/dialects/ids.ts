/** The ids of the wire formats, in the order of reports. Kept apart so that help texts need not load the dialects. */
export const DIALECT_IDS = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini',
  'bedrock-converse',
  'ollama',
] as const;
