/** The evidence of a conversation as attachments: each request, each response, and the turns put together. */
import { join } from 'node:path';
import type { TestInfo } from '@playwright/test';
import { dialectOf } from '../dialects/catalogue.ts';
import { readCassette } from '../evidence/cassette/read.ts';
import type { Turn } from '../reading/reading.ts';
import type { PlannedConversation } from '../replay/plan.ts';
import { SuiteError } from '../system/failure.ts';

/** Attaches nothing when the cassette cannot be read: the verdicts then say why. */
export async function attachEvidence(
  testInfo: TestInfo,
  { folder, cassette, target }: PlannedConversation,
): Promise<void> {
  const { read } = dialectOf(target.provider.dialect);
  let exchanges: ReturnType<typeof read>['exchange'][];
  try {
    exchanges = readCassette(join(folder, cassette)).interactions.map(({ exchange }) => exchange);
  } catch (error) {
    if (error instanceof SuiteError) return;
    throw error;
  }
  const turns = exchanges.map((exchange, index) => summarise(read(exchange, index + 1).turn));
  for (const [index, { request, response }] of exchanges.entries()) {
    await attach(testInfo, `request ${index + 1}`, request.body, 'application/json');
    if (response !== null) await attach(testInfo, `response ${index + 1}`, response.body, 'text/plain');
  }
  await attach(testInfo, 'turns', Buffer.from(JSON.stringify(turns, null, 2)), 'application/json');
}

async function attach(
  testInfo: TestInfo,
  name: string,
  body: Uint8Array,
  contentType: string,
): Promise<void> {
  await testInfo.attach(name, { body: Buffer.from(body), contentType });
}

/** A turn in the words of a client: what it says, what it calls, how it ends, what it costs. */
function summarise({ choices, usages, model, upstreams, errors }: Turn): object {
  return {
    model: model?.value ?? null,
    upstreams: upstreams.map(({ value }) => value),
    choices: choices.map(({ index, text, reasoning, calls, finishes }) => ({
      index,
      text,
      reasoning,
      calls: calls.map((call) => ({ id: call.id?.value, name: call.name?.value, arguments: call.arguments })),
      finishReasons: finishes.map(({ value }) => value),
    })),
    usage: usages.at(-1)?.json ?? null,
    errors: errors.map(({ value }) => value),
  };
}
