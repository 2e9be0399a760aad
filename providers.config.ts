/** The matrix: who is tested, and which of their models. See docs/configuration.md for every field. */
import { defineProviders } from './src/config/providers.ts';

const OLLAMA_UNSUPPORTED = (['tool-choice-none', 'tool-choice-required', 'tool-choice-named'] as const).map(
  (feature) => ({
    feature,
    reason: 'tool_choice is not among the request fields that Ollama supports',
    link: 'https://github.com/ollama/ollama/blob/main/docs/api/openai-compatibility.mdx',
  }),
);

/** As src/provider/respond.ts has it; the reference provider has no page of its own. */
const REFERENCE_PRICE = {
  promptPerMillion: 1,
  completionPerMillion: 4,
  cacheReadPerMillion: 0.1,
  cacheWritePerMillion: 1.25,
  source: 'http://127.0.0.1:4127/openrouter/v1',
  date: '2026-11-20',
};

export default defineProviders({
  providers: [
    {
      id: 'local',
      name: 'Reference provider',
      baseUrl: 'http://127.0.0.1:4127/openrouter/v1',
      builtIn: 'reference',
      dialect: 'openai-chat',
      extensions: ['openrouter'],
      endpoints: [
        { dialect: 'openai-responses' },
        { dialect: 'anthropic-messages' },
        { dialect: 'gemini', baseUrl: 'http://127.0.0.1:4127/v1beta', extensions: [] },
        { dialect: 'bedrock-converse', baseUrl: 'http://127.0.0.1:4127/bedrock', extensions: [] },
        { dialect: 'ollama', baseUrl: 'http://127.0.0.1:4127/ollama', extensions: [] },
      ],
      models: [
        {
          id: 'reference',
          price: REFERENCE_PRICE,
        },
        // For the checks that only a free model or a pinned upstream lets apply.
        { id: 'reference:free' },
        { id: 'reference', upstream: 'reference' },
        { id: 'reference', dialect: 'openai-responses', price: REFERENCE_PRICE },
        { id: 'reference', dialect: 'anthropic-messages', price: REFERENCE_PRICE },
        { id: 'reference', dialect: 'gemini' },
        { id: 'reference', dialect: 'bedrock-converse' },
        { id: 'reference', dialect: 'ollama' },
      ],
    },
    {
      id: 'openrouter',
      name: 'OpenRouter',
      baseUrl: 'https://openrouter.ai/api/v1',
      dialect: 'openai-chat',
      extensions: ['openrouter'],
      // Both take the key as they do in Chat Completions.
      endpoints: [{ dialect: 'openai-responses' }, { dialect: 'anthropic-messages', keyHeader: 'bearer' }],
      keyEnv: 'OPENROUTER_API_KEY',
      docs: 'https://openrouter.ai/docs',
      limits: { inFlight: 8, requestsPerMinute: 120 },
      models: [
        { id: 'anthropic/claude-haiku-4.5' },
        { id: 'anthropic/claude-haiku-4.5', dialect: 'anthropic-messages' },
        { id: 'deepseek/deepseek-chat-v3.1:free' },
        { id: 'deepseek/deepseek-v3.2' },
        { id: 'mistralai/mistral-medium-3-5' },
        { id: 'moonshotai/kimi-k2-0905', upstream: 'deepinfra' },
        { id: 'moonshotai/kimi-k2-0905', upstream: 'fireworks' },
        { id: 'moonshotai/kimi-k2-0905', upstream: 'novita' },
        { id: 'moonshotai/kimi-k3' },
        { id: 'openai/gpt-5.4-mini' },
        { id: 'openai/gpt-5.4-mini', dialect: 'openai-responses' },
        { id: 'openai/gpt-oss-120b' },
        { id: 'qwen/qwen3-235b-a22b-2507' },
        { id: 'z-ai/glm-5.3' },
      ],
    },
    {
      id: 'openai',
      name: 'OpenAI',
      baseUrl: 'https://api.openai.com/v1',
      dialect: 'openai-chat',
      endpoints: [
        {
          dialect: 'openai-responses',
          docs: 'https://platform.openai.com/docs/api-reference/responses/create',
        },
      ],
      keyEnv: 'OPENAI_API_KEY',
      docs: 'https://platform.openai.com/docs/api-reference/chat/create',
      limits: { inFlight: 4, requestsPerMinute: 60 },
      models: [
        { id: 'gpt-4.1' },
        { id: 'gpt-4.1-mini' },
        // From GPT-5 on, `max_tokens` is refused.
        { id: 'gpt-5.4-mini', tokenLimitField: 'max_completion_tokens' },
        { id: 'gpt-4.1-mini', dialect: 'openai-responses' },
        { id: 'gpt-5.4-mini', dialect: 'openai-responses' },
      ],
    },
    {
      id: 'azure-openai',
      name: 'Azure OpenAI',
      baseUrl: 'https://example.openai.azure.com/openai/v1',
      baseUrlEnv: 'AZURE_OPENAI_BASE_URL',
      dialect: 'openai-chat',
      endpoints: [{ dialect: 'openai-responses' }],
      keyEnv: 'AZURE_OPENAI_API_KEY',
      keyHeader: 'api-key',
      docs: 'https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle',
      limits: { inFlight: 4, requestsPerMinute: 60 },
      // The names of deployments, which are often those of their models.
      models: [{ id: 'gpt-4.1-mini' }, { id: 'gpt-4.1-mini', dialect: 'openai-responses' }],
    },
    {
      id: 'anthropic',
      name: 'Anthropic',
      baseUrl: 'https://api.anthropic.com/v1',
      dialect: 'anthropic-messages',
      keyEnv: 'ANTHROPIC_API_KEY',
      docs: 'https://platform.claude.com/docs/en/about-claude/models/model-ids-and-versions',
      limits: { inFlight: 4, requestsPerMinute: 50 },
      models: [{ id: 'claude-haiku-4-5' }, { id: 'claude-sonnet-5' }],
    },
    {
      id: 'gemini',
      name: 'Gemini',
      baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
      dialect: 'gemini',
      keyEnv: 'GEMINI_API_KEY',
      docs: 'https://ai.google.dev/gemini-api/docs/models',
      limits: { inFlight: 2, requestsPerMinute: 30 },
      models: [{ id: 'gemini-2.5-flash' }, { id: 'gemini-3.5-flash' }],
    },
    {
      id: 'groq',
      name: 'Groq',
      baseUrl: 'https://api.groq.com/openai/v1',
      dialect: 'openai-chat',
      keyEnv: 'GROQ_API_KEY',
      docs: 'https://console.groq.com/docs/models',
      limits: { inFlight: 2, requestsPerMinute: 30 },
      models: [
        {
          id: 'openai/gpt-oss-120b',
          price: {
            promptPerMillion: 0.15,
            completionPerMillion: 0.6,
            source: 'https://console.groq.com/docs/models',
            date: '2026-06-04',
          },
        },
        {
          id: 'openai/gpt-oss-20b',
          price: {
            promptPerMillion: 0.075,
            completionPerMillion: 0.3,
            source: 'https://console.groq.com/docs/models',
            date: '2026-06-04',
          },
        },
      ],
    },
    {
      id: 'mistral',
      name: 'Mistral',
      baseUrl: 'https://api.mistral.ai/v1',
      dialect: 'openai-chat',
      keyEnv: 'MISTRAL_API_KEY',
      docs: 'https://docs.mistral.ai/api/',
      limits: { inFlight: 2, requestsPerMinute: 30 },
      models: [{ id: 'mistral-medium-latest' }, { id: 'mistral-small-latest' }],
    },
    {
      id: 'deepseek',
      name: 'DeepSeek',
      baseUrl: 'https://api.deepseek.com',
      dialect: 'openai-chat',
      keyEnv: 'DEEPSEEK_API_KEY',
      docs: 'https://api-docs.deepseek.com/',
      limits: { inFlight: 4, requestsPerMinute: 60 },
      // The prices of peak hours; at other times everything costs half.
      models: [
        {
          id: 'deepseek-flash',
          price: {
            promptPerMillion: 0.3,
            completionPerMillion: 1.2,
            source: 'https://api-docs.deepseek.com/quick_start/pricing',
            date: '2026-09-10',
          },
        },
        {
          id: 'deepseek-v4-pro',
          price: {
            promptPerMillion: 1.32,
            completionPerMillion: 3.96,
            source: 'https://api-docs.deepseek.com/quick_start/pricing',
            date: '2026-09-10',
          },
        },
      ],
    },
    {
      id: 'together',
      name: 'Together AI',
      baseUrl: 'https://api.together.ai/v1',
      dialect: 'openai-chat',
      keyEnv: 'TOGETHER_API_KEY',
      docs: 'https://docs.together.ai/docs/inference/openai-compatibility',
      limits: { inFlight: 4, requestsPerMinute: 60 },
      models: [{ id: 'openai/gpt-oss-20b' }, { id: 'zai-org/GLM-5.3' }],
    },
    {
      id: 'fireworks',
      name: 'Fireworks AI',
      baseUrl: 'https://api.fireworks.ai/inference/v1',
      dialect: 'openai-chat',
      keyEnv: 'FIREWORKS_API_KEY',
      docs: 'https://docs.fireworks.ai/guides/function-calling',
      limits: { inFlight: 4, requestsPerMinute: 60 },
      models: [
        {
          id: 'accounts/fireworks/models/glm-5p3',
          price: {
            promptPerMillion: 1.4,
            completionPerMillion: 4.4,
            source: 'https://docs.fireworks.ai/serverless/pricing',
            date: '2026-08-29',
          },
        },
        { id: 'accounts/fireworks/models/gpt-oss-120b' },
      ],
    },
    {
      id: 'llama-cpp',
      name: 'llama.cpp',
      baseUrl: 'http://127.0.0.1:8080/v1',
      baseUrlEnv: 'LLAMA_CPP_BASE_URL',
      dialect: 'openai-chat',
      endpoints: [{ dialect: 'openai-responses' }, { dialect: 'anthropic-messages', keyHeader: 'bearer' }],
      docs: 'https://github.com/ggml-org/llama.cpp/blob/master/docs/function-calling.md',
      models: [
        { id: 'gpt-oss-20b' },
        { id: 'gpt-oss-20b', dialect: 'openai-responses' },
        { id: 'gpt-oss-20b', dialect: 'anthropic-messages' },
      ],
    },
    {
      id: 'vllm',
      name: 'vLLM',
      baseUrl: 'http://localhost:8000/v1',
      baseUrlEnv: 'VLLM_BASE_URL',
      dialect: 'openai-chat',
      docs: 'https://docs.vllm.ai/en/latest/features/tool_calling/',
      models: [{ id: 'openai/gpt-oss-20b' }],
    },
    {
      id: 'ollama',
      name: 'Ollama',
      baseUrl: 'http://localhost:11434/v1',
      baseUrlEnv: 'OLLAMA_BASE_URL',
      dialect: 'openai-chat',
      docs: 'https://docs.ollama.com/api/openai-compatibility',
      models: [{ id: 'gpt-oss:20b', unsupported: OLLAMA_UNSUPPORTED }],
    },
  ],
});
