/** A target whose answers have no end is not recorded to its end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineProviders, targetsOf } from '../../src/config/providers.ts';
import { planHolding } from '../../src/live/live-plan.ts';
import { recordConversations } from '../../src/live/recording-phase.ts';
import { createRedactor } from '../../src/redact/redact.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { LiveConnections } from '../../src/transports/live-connections.ts';
import { serve } from '../support/live-run.ts';
import { expect, test } from '../support/test.ts';

/** Of a body, so that a short one is as good as endless. */
const MOST_BYTES = 1000;

test('three answers without an end stop the recording of a target', async () => {
  let requests = 0;
  const { origin, close } = await serve((_, answer) => {
    requests += 1;
    answer.setHeader('content-type', 'application/json');
    const content = requests === 1 ? 'No.' : 'x'.repeat(MOST_BYTES);
    const message = { role: 'assistant', content };
    answer.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] }));
  });
  const folder = mkdtempSync(join(tmpdir(), 'endless-'));
  const connections = new LiveConnections();
  const provider = { id: 'p', name: 'P', baseUrl: `${origin}/v1`, dialect: 'openai-chat' };
  const limits = { inFlight: 1, requestsPerMinute: 60_000 };
  const targets = targetsOf(defineProviders({ providers: [{ ...provider, limits, models: [{ id: 'm' }] }] }));
  const told: string[] = [];
  let recorded = 0;
  try {
    await recordConversations({
      plan: planHolding({ targets, scenarios: SCENARIOS, deliveries: ['buffered'], samples: 1 }),
      cassettes: folder,
      accessOf: () => ({
        connections,
        options: { maxBodyBytes: MOST_BYTES },
        key: null,
        redactor: createRedactor([]),
      }),
      stop: new AbortController().signal,
      onWritten: () => {
        recorded += 1;
      },
      onHopeless: ({ id }, why) => told.push(`${id}: ${why}`),
    });
    expect({ requests, recorded, told }).toEqual({
      requests: 4,
      recorded: 4,
      told: [
        'p/m: 3 answers had no end (the body is longer than 1000 bytes and was cut there (size limit)), so nothing more is sent: correct the server',
      ],
    });
  } finally {
    await connections.close();
    await close();
    rmSync(folder, { recursive: true });
  }
});
