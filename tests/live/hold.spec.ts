/** One conversation over the network: what goes over the wire, and what is kept of it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defineProviders, targetsOf } from '../../src/config/providers.ts';
import { hold } from '../../src/live/hold.ts';
import { createRedactor } from '../../src/redact/redact.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { copyOf } from '../../src/scenarios/scenario.ts';
import { LiveConnections } from '../../src/transports/live-connections.ts';
import { expect, test } from '../support/test.ts';

const KEY = { name: 'SERVER_KEY', value: 'sk-example-0123456789' };

test('a server gets back what it said, credentials too, and nobody else sees them', async () => {
  const call = { id: KEY.value, type: 'function', function: { name: 'get_weather', arguments: '{}' } };
  const answers = [
    { message: { role: 'assistant', content: null, tool_calls: [call] }, finish_reason: 'tool_calls' },
    { message: { role: 'assistant', content: 'Mild.' }, finish_reason: 'stop' },
  ];
  const bodies: string[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = await incoming.toArray();
    bodies.push(Buffer.concat(body).toString());
    outgoing.setHeader('content-type', 'application/json');
    outgoing.end(JSON.stringify({ choices: [{ index: 0, ...answers[bodies.length - 1] }] }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const connections = new LiveConnections();
  try {
    const baseUrl = `http://127.0.0.1:${port}/v1`;
    const models = [{ id: 'm' }];
    const [target] = targetsOf(
      defineProviders({ providers: [{ id: 'p', name: 'P', baseUrl, dialect: 'openai-chat', models }] }),
    );
    const scenario = SCENARIOS.find(({ id }) => id === 'weather');
    if (target === undefined || scenario === undefined)
      throw new Error('the target and the scenario are there');
    const id = { target, scenario: copyOf(scenario, 1), delivery: 'buffered', sample: 1 } as const;
    const held = await hold(id, {
      connections,
      options: {},
      key: KEY.value,
      redactor: createRedactor([KEY]),
    });
    const sentBack: unknown = JSON.parse(bodies[1] ?? '');
    expect(sentBack).toHaveProperty('messages.2.tool_calls.0.id', KEY.value);
    expect(sentBack).toHaveProperty('messages.3.tool_call_id', KEY.value);
    const kept = held?.exchanges.map(({ request, response }) =>
      [request.body, response?.body ?? new Uint8Array()].map((body) => Buffer.from(body).toString()),
    );
    expect(kept).toHaveLength(2);
    expect(JSON.stringify(kept)).not.toContain(KEY.value);
  } finally {
    await connections.close();
    server.close();
  }
});
