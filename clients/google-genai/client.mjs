/** @google/genai: a chat, sent or streamed. */
import { GoogleGenAI } from '@google/genai';
import { takeTasks } from '../task.mjs';

await takeTasks(async ({ baseUrl, apiKey, delivery, model, tools, maxTurns, system, prompt }, run) => {
  const [, address, apiVersion] = /^(.*)\/(v\w+)$/.exec(baseUrl);
  const client = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: address, apiVersion } });
  const declarations = tools.map(({ name, description, parameters }) => ({
    name,
    description,
    parametersJsonSchema: parameters,
  }));
  const chat = client.chats.create({
    model,
    config: { systemInstruction: system, tools: [{ functionDeclarations: declarations }] },
  });
  let message = prompt;
  for (let turn = 1; turn <= maxTurns; turn += 1) {
    const { calls, text } = await answerTo(chat, message, delivery);
    if (calls.length === 0) return text;
    message = calls.map(({ id, name, args }) => ({
      functionResponse: { ...(id && { id }), name, response: { output: run(name, args, id) } },
    }));
  }
  throw new Error('the conversation does not end');
});

async function answerTo(chat, message, delivery) {
  if (delivery === 'buffered') {
    const { functionCalls: calls = [], text = '' } = await chat.sendMessage({ message });
    return { calls, text };
  }
  const calls = [];
  let text = '';
  for await (const chunk of await chat.sendMessageStream({ message })) {
    calls.push(...(chunk.functionCalls ?? []));
    text += chunk.text ?? '';
  }
  return { calls, text };
}
