/** openai for Node: Chat Completions, the Responses API, and the SDK's tool runner. */
import OpenAI from 'openai';
import { takeTasks } from '../task.mjs';

const HOLDERS = { chat: holdChat, responses: holdResponses, 'run-tools': holdRunTools };

await takeTasks((task, run) => {
  const client = new OpenAI({ baseURL: task.baseUrl, apiKey: task.apiKey });
  return HOLDERS[process.argv[2]](client, task, run);
});

async function holdChat(client, { delivery, model, tools, maxTurns, ...task }, run) {
  const messages = openingOf(task);
  const offered = tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }));
  for (let turn = 1; turn <= maxTurns; turn += 1) {
    const body = { model, messages, tools: offered };
    const completion =
      delivery === 'streaming'
        ? await client.chat.completions.stream(body).finalChatCompletion()
        : await client.chat.completions.create(body);
    const { message } = completion.choices[0];
    if (!message.tool_calls?.length) return message.content ?? '';
    messages.push(message);
    for (const { id, function: call } of message.tool_calls) {
      messages.push({
        role: 'tool',
        tool_call_id: id,
        content: run(call.name, JSON.parse(call.arguments), id),
      });
    }
  }
  throw new Error('the conversation does not end');
}

async function holdResponses(client, { delivery, model, tools, maxTurns, system, prompt }, run) {
  const input = [{ role: 'user', content: prompt }];
  const offered = tools.map(({ name, description, parameters }) => ({
    type: 'function',
    name,
    description,
    parameters,
    strict: false,
  }));
  for (let turn = 1; turn <= maxTurns; turn += 1) {
    const body = { model, instructions: system, input, tools: offered, store: false };
    const response =
      delivery === 'streaming'
        ? await client.responses.stream(body).finalResponse()
        : await client.responses.create(body);
    const calls = response.output.filter(({ type }) => type === 'function_call');
    if (calls.length === 0) return response.output_text;
    input.push(...response.output);
    for (const { call_id: id, name, arguments: given } of calls) {
      input.push({ type: 'function_call_output', call_id: id, output: run(name, JSON.parse(given), id) });
    }
  }
  throw new Error('the conversation does not end');
}

async function holdRunTools(client, { delivery, model, tools, maxTurns, ...task }, run) {
  const runner = client.chat.completions.runTools(
    {
      model,
      stream: delivery === 'streaming',
      messages: openingOf(task),
      tools: tools.map(({ name, description, parameters }) => ({
        type: 'function',
        function: { name, description, parameters, parse: JSON.parse, function: (given) => run(name, given) },
      })),
    },
    { maxChatCompletions: maxTurns },
  );
  return (await runner.finalContent()) ?? '';
}

function openingOf({ system, prompt }) {
  return [
    { role: 'system', content: system },
    { role: 'user', content: prompt },
  ];
}
