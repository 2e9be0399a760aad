/** The wire formats by id, in the order of reports. Help texts name them without loading what reads them. */
export const DIALECT_IDS = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini',
  'bedrock-converse',
  'ollama',
] as const;
