import { defineProviders, type ProvidersInput } from '../../src/config/providers.ts';

export const model = { id: 'm' };

export const local = {
  id: 'local',
  name: 'Local',
  baseUrl: 'http://localhost:8080/v1',
  dialect: 'openai-chat',
  models: [model],
};

export const one = (fields: object) => ({ providers: [{ ...local, ...fields }] });

export const oneModel = (...fields: object[]) =>
  one({ models: fields.map((each) => ({ ...model, ...each })) });

export const pinning = (...models: object[]) => one({ extensions: ['openrouter'], models });

export const price = {
  promptPerMillion: 0.1,
  completionPerMillion: 0.2,
  source: 'https://example.com/p',
  date: '2025-11-20',
};

/** Accepts any configuration, because a user's project may have no type checks. */
export const define = (input: unknown) => defineProviders(input as ProvidersInput);
