/** Access to the history for dialects whose bodies have it in the member `messages`. */
import type { RequestWords } from './asked-request.ts';
import type { Service } from './service.ts';

export const inMessages: Pick<Service, 'messagesOf' | 'withMessages'> = {
  messagesOf: ({ messages }) => (Array.isArray(messages) ? messages : null),
  withMessages: (json, messages) => ({ ...json, messages }),
};

export const MESSAGES_PATHS: Pick<RequestWords, 'modelPath' | 'choicePath' | 'historyPath'> = {
  modelPath: 'model',
  choicePath: 'tool_choice',
  historyPath: 'messages',
};
