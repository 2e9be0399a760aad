/** Recordings for audits: exchanges of Chat Completions, each with one thing that an audit says of it, and a folder for them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { formatCassette } from '../../src/evidence/cassette/write.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { bytesOf } from './conversation-evidence.ts';
import { USER } from './recorded-chats.ts';
import { folderOfEachTest } from './temporary-folder.ts';

export const call = (id: string, more: object = {}) => ({
  id,
  type: 'function',
  function: { name: 'weather', arguments: '{}' },
  ...more,
});

/** A streamed chat exchange that conforms, changed by the given edit of its chunks. */
export function chat(
  messages: readonly object[],
  delta: object,
  finish: string,
  edit = (text: string) => text,
): Exchange {
  const basis = { id: 'a', object: 'chat.completion.chunk', created: 1, model: 'm' };
  const chunks = [
    { ...basis, choices: [{ index: 0, delta: { role: 'assistant', ...delta }, finish_reason: null }] },
    { ...basis, choices: [{ index: 0, delta: {}, finish_reason: finish }] },
  ];
  const body = `${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`;
  const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }];
  const request = { model: 'm', stream: true, messages, tools };
  return {
    request: {
      method: 'POST',
      url: 'https://llm.test/v1/chat/completions',
      headers: [],
      body: bytesOf(JSON.stringify(request)),
    },
    response: {
      status: 200,
      headers: [['Content-Type', ['text/event-stream']]],
      body: bytesOf(edit(body)),
      provenComplete: false,
    },
  };
}

export const ASK = chat([USER], { tool_calls: [call('call_1', { index: 0 })] }, 'tool_calls');
const history = (id: string) => [
  USER,
  { role: 'assistant', tool_calls: [call(id)] },
  { role: 'tool', tool_call_id: id, content: '40' },
];
export const ANSWER = chat(history('call_1'), { content: 'Warm.' }, 'stop');
export const UNFINISHED = chat([USER], { content: 'Warm.' }, 'stop', (body) =>
  body.replace('data: [DONE]\n\n', ''),
);
export const REWRITTEN = chat(history('other'), { content: 'Warm.' }, 'stop');
export const UNPORTABLE = chat([USER], { tool_calls: [call('weather:0', { index: 0 })] }, 'tool_calls');
export const EMBEDDING: Exchange = {
  ...ASK,
  request: {
    ...ASK.request,
    url: 'https://other.test/v1/embeddings',
    body: Buffer.from(JSON.stringify({ model: 'm', input: 'Warm?' })),
  },
};
export const BODILESS = chat([USER], {}, 'stop', () => '');
export const ERRING = chat(
  [USER],
  {},
  'stop',
  () => 'data: {"error":{"message":"No upstream.","code":502}}\n\ndata: [DONE]\n\n',
);
export const REFUSED: Exchange = {
  ...ASK,
  response: {
    status: 401,
    headers: [['Content-Type', ['application/json']]],
    body: bytesOf(
      JSON.stringify({ error: { message: 'No such key.', type: 'auth', code: null, param: null } }),
    ),
    provenComplete: true,
  },
};

export const goVcr = (...exchanges: Exchange[]) =>
  formatCassette({ interactions: exchanges.map((exchange) => ({ exchange })) });

/** A folder of each test with the name `recordings`. */
export function recordingsOfEachTest() {
  const parent = folderOfEachTest();
  const folder = () => path.join(parent(), 'recordings');
  const at = (name: string) => path.join(folder(), name);
  return {
    folder,
    at,
    /** The path as an audit shows it. */
    shown: (name: string) => path.relative('', at(name)),
    write: (files: Readonly<Record<string, string | Uint8Array>>) => {
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(path.dirname(at(name)), { recursive: true });
        writeFileSync(at(name), content);
      }
    },
  };
}
