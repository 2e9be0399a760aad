/** A client without a library: Chat Completions with plain fetch, as careful as one page of code can be. */
import { takeTasks } from '../task.mjs';

await takeTasks(async (task, run) => {
  const messages = [
    { role: 'system', content: task.system },
    { role: 'user', content: task.prompt },
  ];
  for (let turn = 1; turn <= task.maxTurns; turn += 1) {
    const message = await answerTo(task, messages);
    const calls = message.tool_calls ?? [];
    if (calls.length === 0) return message.content ?? '';
    messages.push(message);
    for (const { id, function: call } of calls) {
      const content = run(call.name, JSON.parse(call.arguments), id);
      messages.push({ role: 'tool', tool_call_id: id, content });
    }
  }
  throw new Error('the conversation does not end');
});

async function answerTo({ baseUrl, apiKey, model, tools, delivery }, messages) {
  const stream = delivery === 'streaming';
  const offered = tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }));
  const response = await fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ model, messages, tools: offered, stream }),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  if (stream) return assembled(await response.text());
  const { choices, error } = await response.json();
  if (error) throw new Error(error.message);
  return choices[0].message;
}

function assembled(events) {
  const calls = [];
  let content = '';
  let isFinished = false;
  for (const [, data] of events.matchAll(/^data: ?(.*)$/gm)) {
    if (data === '[DONE]') break;
    const { choices = [], error } = JSON.parse(data);
    if (error) throw new Error(error.message);
    const [{ delta = {}, finish_reason: finish } = {}] = choices;
    isFinished ||= typeof finish === 'string';
    content += delta.content ?? '';
    for (const { index, id, function: piece } of delta.tool_calls ?? []) {
      calls[index] ??= { id, type: 'function', function: { name: piece.name, arguments: '' } };
      calls[index].function.arguments += piece.arguments ?? '';
    }
  }
  if (!isFinished) throw new Error('the stream ended before the answer did');
  return { role: 'assistant', content, ...(calls.length > 0 && { tool_calls: calls }) };
}
