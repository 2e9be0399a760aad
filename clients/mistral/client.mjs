/**
 * @mistralai/mistralai: chat completions, buffered only; it expects whole calls in streams, which only Mistral sends.
 */
import { Mistral } from '@mistralai/mistralai';
import { takeTasks } from '../task.mjs';

await takeTasks(async ({ baseUrl, apiKey, model, tools, maxTurns, system, prompt }, run) => {
  const client = new Mistral({ apiKey, serverURL: baseUrl.replace(/\/v1$/, '') });
  const messages = [
    { role: 'system', content: system },
    { role: 'user', content: prompt },
  ];
  const offered = tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }));
  for (let turn = 1; turn <= maxTurns; turn += 1) {
    const { choices } = await client.chat.complete({ model, messages, tools: offered });
    const { message } = choices[0];
    if (!message.toolCalls?.length) return message.content ?? '';
    messages.push(message);
    for (const { id, function: call } of message.toolCalls) {
      const given = typeof call.arguments === 'string' ? JSON.parse(call.arguments) : call.arguments;
      messages.push({ role: 'tool', toolCallId: id, name: call.name, content: run(call.name, given, id) });
    }
  }
  throw new Error('the conversation does not end');
});
