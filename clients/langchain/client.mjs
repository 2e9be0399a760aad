/** LangChain's chat models: invoked, or streamed and concatenated, with the tools run as in its guide. */
import { ChatAnthropic } from '@langchain/anthropic';
import { HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { ChatGoogleGenerativeAI } from '@langchain/google-genai';
import { ChatOpenAI } from '@langchain/openai';
import { takeTasks } from '../task.mjs';

const MODELS = {
  openai: ({ baseUrl, apiKey, model }) =>
    new ChatOpenAI({ model, apiKey, configuration: { baseURL: baseUrl } }),
  'openai-responses': ({ baseUrl, apiKey, model }) =>
    new ChatOpenAI({ model, apiKey, useResponsesApi: true, configuration: { baseURL: baseUrl } }),
  anthropic: ({ baseUrl, apiKey, model }) =>
    new ChatAnthropic({ model, apiKey, anthropicApiUrl: baseUrl.replace(/\/v1$/, '') }),
  'google-genai': ({ baseUrl, apiKey, model }) =>
    new ChatGoogleGenerativeAI({ model, apiKey, baseUrl: baseUrl.replace(/\/v1beta$/, '') }),
};

await takeTasks(async (task, run) => {
  const { delivery, tools, maxTurns, system, prompt } = task;
  const model = MODELS[process.argv[2]](task).bindTools(
    tools.map(({ name, description, parameters }) => ({
      type: 'function',
      function: { name, description, parameters },
    })),
  );
  const messages = [new SystemMessage(system), new HumanMessage(prompt)];
  for (let turn = 1; turn <= maxTurns; turn += 1) {
    const message = delivery === 'streaming' ? await streamed(model, messages) : await model.invoke(messages);
    messages.push(message);
    if (!message.tool_calls?.length) return message.text;
    for (const { id, name, args } of message.tool_calls) {
      messages.push(new ToolMessage({ tool_call_id: id, name, content: run(name, args, id) }));
    }
  }
  throw new Error('the conversation does not end');
});

async function streamed(model, messages) {
  let whole;
  for await (const chunk of await model.stream(messages)) {
    whole = whole === undefined ? chunk : whole.concat(chunk);
  }
  return whole;
}
