/** Attaches the evidence of a conversation: each request, each response, and a summary of the turns. */
import { join } from 'node:path';
import type { TestInfo } from '@playwright/test';
import { dialectOf } from '../dialects/catalogue.ts';
import type { Turn } from '../reading/reading.ts';
import type { CassetteReader } from '../replay/conversation.ts';
import type { PlannedConversation } from '../replay/plan.ts';
import { SuiteError } from '../system/failure.ts';
import { attach } from './attach.ts';

/** Attaches nothing when the cassette cannot be read; the verdicts then give the reason. */
export function attachEvidence(
  info: Pick<TestInfo, 'attachments'>,
  { folder, cassette, target }: PlannedConversation,
  readCassette: CassetteReader,
): void {
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
    attach(info, `request ${index + 1}`, 'application/json', request.body);
    if (response !== null) attach(info, `response ${index + 1}`, 'text/plain', response.body);
  }
  attach(info, 'turns', 'application/json', JSON.stringify(turns, null, 2));
}

/** Summarises a turn as a client sees it: text, calls, finish reasons, usage. */
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
