/** A minimal client: the scenario weather over Chat Completions, buffered and then streamed. */
const url = `${process.env.OPENAI_BASE_URL}/chat/completions`;
const parameters = { type: 'object', properties: { location: { type: 'string' } }, required: ['location'] };
const tools = [
  { type: 'function', function: { name: 'weather', description: 'Get the weather', parameters } },
];

for (const stream of [false, true]) {
  const messages = [
    { role: 'system', content: 'You are a helpful assistant' },
    { role: 'user', content: "What's the weather in Florence,Italy?" },
  ];
  for (let calls = [{}]; calls.length > 0; ) {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${process.env.OPENAI_API_KEY}` },
      body: JSON.stringify({ model: 'my-model', messages, tools, stream }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    const message = stream ? assembled(await answer.text()) : (await answer.json()).choices[0].message;
    calls = message.tool_calls ?? [];
    messages.push(message);
    for (const { id } of calls) messages.push({ role: 'tool', tool_call_id: id, content: '40 C' });
    if (calls.length === 0) process.stdout.write(`the agent says: ${message.content}\n`);
  }
}

function assembled(events) {
  const calls = [];
  let content = '';
  for (const [, data] of events.matchAll(/^data: (\{.*)$/gm)) {
    const delta = JSON.parse(data).choices[0]?.delta ?? {};
    content += delta.content ?? '';
    for (const { index, id, function: piece } of delta.tool_calls ?? []) {
      calls[index] ??= { id, type: 'function', function: { name: piece.name, arguments: '' } };
      calls[index].function.arguments += piece.arguments ?? '';
    }
  }
  return { role: 'assistant', content, ...(calls.length > 0 && { tool_calls: calls }) };
}
