/**
 * ollama: the client of Ollama's own API. As in its guide, the answer is sent back whole, and each result with its
 * tool's name.
 */
import { Ollama } from 'ollama';
import { takeTasks } from '../task.mjs';

// The types of this library have no ids, so calls are reported without one.
await takeTasks(async ({ baseUrl, apiKey, delivery, model, tools, maxTurns, system, prompt }, run) => {
  const client = new Ollama({ host: baseUrl, headers: { Authorization: `Bearer ${apiKey}` } });
  const messages = [
    { role: 'system', content: system },
    { role: 'user', content: prompt },
  ];
  const offered = tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }));
  for (let turn = 1; turn <= maxTurns; turn += 1) {
    const asked = { model, messages, tools: offered };
    const answer =
      delivery === 'streaming'
        ? await joined(await client.chat({ ...asked, stream: true }))
        : (await client.chat(asked)).message;
    if (!answer.tool_calls?.length) return answer.content ?? '';
    messages.push(answer);
    for (const { function: call } of answer.tool_calls) {
      messages.push({ role: 'tool', tool_name: call.name, content: run(call.name, call.arguments) });
    }
  }
  throw new Error('the conversation does not end');
});

/** Joins the lines of a stream into one message, as in Ollama's guide to tool calling. */
async function joined(stream) {
  let thinking = '';
  let content = '';
  const calls = [];
  for await (const { message } of stream) {
    if (message.thinking) thinking += message.thinking;
    if (message.content) content += message.content;
    if (message.tool_calls?.length) calls.push(...message.tool_calls);
  }
  return {
    role: 'assistant',
    content,
    ...(thinking === '' ? {} : { thinking }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}
