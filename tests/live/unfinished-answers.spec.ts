/** A target whose answers do not come to an end is not recorded to its end. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineProviders, targetsOf } from '../../src/config/providers.ts';
import { planHolding } from '../../src/live/live-plan.ts';
import { recordConversations } from '../../src/live/recording-phase.ts';
import { createRedactor } from '../../src/redact/redact.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import type { LiveOptions } from '../../src/transports/live.ts';
import { LiveConnections } from '../../src/transports/live-connections.ts';
import { serve } from '../support/live-run.ts';
import { expect, test } from '../support/test.ts';

/** Of a body, so that a short one is as good as endless. */
const MOST_BYTES = 1000;

interface Unfinished {
  /** What comes after the first answer. */
  readonly answer: (to: ServerResponse) => void;
  readonly options: LiveOptions;
  readonly told: string;
}

const UNFINISHED: Readonly<Record<string, Unfinished>> = {
  'have no end': {
    answer: (to) => void to.end('x'.repeat(MOST_BYTES + 1)),
    options: { maxBodyBytes: MOST_BYTES },
    told: '3 answers had no end (the body is longer than 1000 bytes and was cut there (size limit)), so nothing more is sent: correct the server',
  },
  'take too long': {
    answer: (to) => void to.write('{'),
    options: { wholeMs: 200 },
    told: '3 answers in a row took too long (not finished within 200 ms after 1 bytes of the body (whole timeout)), so nothing more is sent: correct the server, or give it more time with --timeout',
  },
};

for (const [title, { answer, options, told: due }] of Object.entries(UNFINISHED))
  test(`three answers that ${title} stop the recording of a target`, async () => {
    let requests = 0;
    const { origin, close } = await serve((_, to) => {
      requests += 1;
      to.setHeader('content-type', 'application/json');
      const message = { role: 'assistant', content: 'No.' };
      if (requests === 1) to.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] }));
      else answer(to);
    });
    const folder = mkdtempSync(join(tmpdir(), 'endless-'));
    const connections = new LiveConnections();
    const provider = { id: 'p', name: 'P', baseUrl: `${origin}/v1`, dialect: 'openai-chat' };
    const limits = { inFlight: 1, requestsPerMinute: 60_000 };
    const targets = targetsOf(
      defineProviders({ providers: [{ ...provider, limits, models: [{ id: 'm' }] }] }),
    );
    const told: string[] = [];
    let recorded = 0;
    try {
      await recordConversations({
        plan: planHolding({ targets, scenarios: SCENARIOS, deliveries: ['buffered'], samples: 1 }),
        cassettes: folder,
        accessOf: () => ({
          connections,
          options,
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
        told: [`p/m: ${due}`],
      });
    } finally {
      await connections.close();
      await close();
      rmSync(folder, { recursive: true });
    }
  });
