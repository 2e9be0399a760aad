/** Official clients hold every conversation of tools that any client can hold, and do with faults what was measured of them. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { measuredClients } from '../../src/clients/measured.ts';
import { type Trial, trialsFor } from '../../src/clients/plan.ts';
import { holdSound, type Trying, tryClient } from '../../src/clients/try-client.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { expect, test } from '../support/test.ts';

/** Below the folder of its adapter, the official client of each dialect. */
const CLIENTS: Readonly<Record<string, readonly string[]>> = {
  aws: ['aws/converse'],
  ollama: ['ollama'],
  openai: ['openai/chat', 'openai/responses'],
  anthropic: ['anthropic/messages'],
  'google-genai': ['google-genai/chats'],
};

const packageSchema = z.object({
  clients: z.array(z.object({ name: z.string(), dialect: z.string(), args: z.array(z.string()) })),
});

const DELIVERIES = ['streaming', 'buffered'] as const;
const MEASURED = measuredClients();
/** So many faults are shown to each client, taken from all families. */
const FAULTS = 10;

/** Conversations that need nothing but tools: no field that an adapter would have to send for them. */
function isForAnyClient(scenario: Scenario): boolean {
  const { tools, prompts, script = [], needs, history, answerSchema, hangUpAfter, facts } = scenario;
  const asksForMore = [needs, history, answerSchema, hangUpAfter].some((field) => field !== undefined);
  const isScripted = script.length > 0;
  return tools.length > 0 && prompts.length === 1 && facts.length > 0 && isScripted && !asksForMore;
}

const HELD = SCENARIOS.filter(isForAnyClient);

for (const [folder, names] of Object.entries(CLIENTS)) {
  test.describe(folder, () => {
    test.beforeAll(() => {
      const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
      execFileSync('npm', options, { cwd: join('clients', folder), stdio: ['ignore', 'ignore', 'inherit'] });
    });

    const { clients } = packageSchema.parse(
      JSON.parse(readFileSync(join('clients', folder, 'package.json'), 'utf8')),
    );
    for (const { name, dialect, args } of clients.filter((client) => names.includes(client.name))) {
      const trying: Omit<Trying, 'trials'> = {
        name,
        versions: {},
        command: {
          words: [process.execPath, join('clients', folder, 'client.mjs'), ...args],
          timeLimit: 60_000,
          reused: true,
          env: process.env,
        },
        dialect,
        extension: null,
        inFlight: 4,
        onEnded: async () => {},
      };

      test(`${name} holds ${HELD.length} conversations, streamed and buffered`, async () => {
        const conversations = HELD.flatMap((scenario) =>
          DELIVERIES.map((delivery) => ({ scenario, delivery })),
        );
        const held = await holdSound(trying, conversations);
        expect(held.map(({ scenario, delivery }) => `${scenario} ${delivery}`)).toEqual(
          conversations.map(({ scenario, delivery }) => `${scenario.id} ${delivery}`),
        );
        expect(held.flatMap(({ broken }) => broken)).toEqual([]);
      });

      test(`${name} does with ${FAULTS} faults what docs/clients.jsonl says`, async () => {
        const every = await trialsFor({
          dialect,
          extension: null,
          deliveries: DELIVERIES,
          faults: [],
          scenario: null,
        });
        const measured = new Map(
          MEASURED.trials
            .filter(({ client }) => client === name)
            .map(({ fault, delivery, outcome }) => [`${fault} ${delivery}`, outcome]),
        );
        const trials = spread(
          every.filter(({ fault, delivery }) => measured.has(`${fault.name} ${delivery}`)),
        );
        const { trials: tried } = await tryClient({ ...trying, trials });
        const outcomes = tried.map(
          ({ fault, delivery, outcome }) => [`${fault} ${delivery}`, outcome] as const,
        );
        expect(outcomes).toEqual(outcomes.map(([key]) => [key, measured.get(key)]));
        expect(outcomes.length).toBe(FAULTS);
      });
    }
  });
}

function spread(trials: readonly Trial[]): Trial[] {
  return Array.from({ length: FAULTS }, (_, at) => trials[Math.floor((at * trials.length) / FAULTS)]).filter(
    (trial) => trial !== undefined,
  );
}
