/** @aws-sdk/client-bedrock-runtime: Converse and ConverseStream, assembled by block index as in AWS's guide. */
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { takeTasks } from '../task.mjs';

await takeTasks(async (task, run) => {
  const client = new BedrockRuntimeClient({
    endpoint: task.baseUrl,
    region: 'us-east-1',
    token: { token: task.apiKey },
    authSchemePreference: ['httpBearerAuth'],
    // By default this client uses HTTP/2.
    requestHandler: new NodeHttpHandler(),
  });
  try {
    return await hold(client, task, run);
  } finally {
    client.destroy();
  }
});

async function hold(client, { delivery, model, tools, maxTurns, system, prompt }, run) {
  const messages = [{ role: 'user', content: [{ text: prompt }] }];
  const toolConfig = {
    tools: tools.map(({ name, description, parameters }) => ({
      toolSpec: { name, description, inputSchema: { json: parameters } },
    })),
  };
  for (let turn = 1; turn <= maxTurns; turn += 1) {
    const request = { modelId: model, messages, system: [{ text: system }], toolConfig };
    const { message, stopReason } = await (delivery === 'streaming' ? streamed : buffered)(client, request);
    if (stopReason !== 'tool_use') return message.content.map(({ text }) => text ?? '').join('');
    const calls = message.content
      .flatMap(({ toolUse }) => toolUse ?? [])
      .filter(({ type }) => type !== 'server_tool_use');
    const content = calls.map(({ toolUseId, name, input }) => ({
      toolResult: { toolUseId, content: [{ text: run(name, input, toolUseId) }] },
    }));
    messages.push(message, { role: 'user', content });
  }
  throw new Error('the conversation does not end');
}

async function buffered(client, request) {
  const { output, stopReason } = await client.send(new ConverseCommand(request));
  return { message: output.message, stopReason };
}

async function streamed(client, request) {
  const { stream } = await client.send(new ConverseStreamCommand(request));
  const content = [];
  let role;
  let stopReason;
  for await (const { messageStart, contentBlockStart, contentBlockDelta, messageStop } of stream) {
    if (messageStart) role = messageStart.role;
    if (contentBlockStart) open(content, contentBlockStart);
    if (contentBlockDelta) addTo(content, contentBlockDelta);
    if (messageStop) stopReason = messageStop.stopReason;
  }
  const blocks = content.map(({ toolUse, ...block }) =>
    toolUse === undefined ? block : { toolUse: { ...toolUse, input: JSON.parse(toolUse.input || '{}') } },
  );
  return { message: { role, content: blocks.flat() }, stopReason };
}

/** Creates a block for the deltas that follow; text blocks have no start event. */
function open(content, { contentBlockIndex: index, start: { toolUse, toolResult } }) {
  if (toolUse) content[index] = { toolUse: { ...toolUse, input: '' } };
  if (toolResult) content[index] = { toolResult: { ...toolResult, content: [] } };
}

function addTo(content, { contentBlockIndex: index, delta }) {
  if (delta.text !== undefined) content[index] = { text: (content[index]?.text ?? '') + delta.text };
  if (delta.toolUse) content[index].toolUse.input += delta.toolUse.input;
  if (delta.toolResult) content[index].toolResult.content.push(...delta.toolResult);
}
