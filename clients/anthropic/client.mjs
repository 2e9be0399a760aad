/** @anthropic-ai/sdk: messages, created or streamed, and the SDK's tool runner. */
import Anthropic from '@anthropic-ai/sdk';
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema';
import { takeTasks } from '../task.mjs';

const HOLDERS = { messages: holdMessages, 'tool-runner': holdToolRunner };

await takeTasks((task, run) => {
  // The SDK adds the version to the URL.
  const client = new Anthropic({ baseURL: task.baseUrl.replace(/\/v1$/, ''), apiKey: task.apiKey });
  return HOLDERS[process.argv[2]](client, task, run);
});

async function holdMessages(client, { delivery, model, tools, maxTurns, system, prompt }, run) {
  const messages = [{ role: 'user', content: prompt }];
  const offered = tools.map(({ name, description, parameters }) => ({
    name,
    description,
    input_schema: parameters,
  }));
  for (let turn = 1; turn <= maxTurns; turn += 1) {
    const body = { model, max_tokens: 1024, system, messages, tools: offered };
    const message =
      delivery === 'streaming'
        ? await client.messages.stream(body).finalMessage()
        : await client.messages.create(body);
    const calls = message.content.filter(({ type }) => type === 'tool_use');
    if (calls.length === 0) return textOf(message);
    messages.push({ role: 'assistant', content: message.content });
    messages.push({
      role: 'user',
      content: calls.map(({ id, name, input }) => ({
        type: 'tool_result',
        tool_use_id: id,
        content: run(name, input, id),
      })),
    });
  }
  throw new Error('the conversation does not end');
}

async function holdToolRunner(client, { delivery, model, tools, maxTurns, system, prompt }, run) {
  const runner = client.beta.messages.toolRunner({
    model,
    max_tokens: 1024,
    max_iterations: maxTurns,
    // Message threads are a beta that only Anthropic's own servers support.
    thread: false,
    stream: delivery === 'streaming',
    system,
    messages: [{ role: 'user', content: prompt }],
    tools: tools.map(({ name, description, parameters }) =>
      betaTool({ name, description, inputSchema: parameters, run: (given) => run(name, given) }),
    ),
  });
  return textOf(await runner);
}

function textOf({ content }) {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}
