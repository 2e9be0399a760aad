/** The AI SDK with one provider package: generateText, or streamText read to its end. */
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { createOpenRouter } from '@openrouter/ai-sdk-provider';
import { generateText, isStepCount, jsonSchema, streamText, tool } from 'ai';
import { takeTasks } from '../task.mjs';

const MODELS = {
  'openai-chat': (settings, model) => createOpenAI(settings).chat(model),
  'openai-responses': (settings, model) => createOpenAI(settings).responses(model),
  'openai-compatible': (settings, model) =>
    createOpenAICompatible({ ...settings, name: 'compatible', includeUsage: true })(model),
  anthropic: (settings, model) => createAnthropic(settings)(model),
  google: (settings, model) => createGoogleGenerativeAI(settings)(model),
  openrouter: (settings, model) => createOpenRouter(settings).chat(model, { usage: { include: true } }),
};

await takeTasks(async ({ baseUrl, apiKey, delivery, model, tools, maxTurns, system, prompt }, run) => {
  const asked = {
    model: MODELS[process.argv[2]]({ baseURL: baseUrl, apiKey }, model),
    system,
    prompt,
    stopWhen: isStepCount(maxTurns),
    tools: Object.fromEntries(
      tools.map(({ name, description, parameters }) => [
        name,
        tool({
          description,
          inputSchema: jsonSchema(parameters),
          execute: (given, { toolCallId }) => run(name, given, toolCallId),
        }),
      ]),
    ),
  };
  if (delivery === 'buffered') return (await generateText(asked)).text;
  const answer = streamText({ ...asked, onError: () => {} });
  const errors = [];
  // Reads to the end, because tools continue to run after an error.
  for await (const part of answer.fullStream) if (part.type === 'error') errors.push(part.error);
  if (errors.length > 0) throw errors[0];
  return answer.text;
});
