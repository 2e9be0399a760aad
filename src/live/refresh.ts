/** Compares new recordings with the old ones: what differs, and which new ones are fit to replace them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dialectOf } from '../dialects/catalogue.ts';
import type { ConversationDrift, DriftEntry } from '../drift/report.ts';
import { driftOf } from '../drift/structural-drift.ts';
import { structureOf } from '../drift/structure.ts';
import { verdictDrift } from '../drift/verdict-drift.ts';
import { readCassette } from '../evidence/cassette/read.ts';
import type { Exchange } from '../evidence/exchange.ts';
import { type ConversationId, judgeConversation } from '../replay/judge-conversation.ts';
import { cassetteOf } from '../replay/plan.ts';
import type { ConversationResult } from '../results/conversation-result.ts';
import { SuiteError } from '../system/failure.ts';
import { writeWhole } from '../system/write-file.ts';

export interface Refreshed {
  readonly entry: DriftEntry;
  /** Why the old recording is kept; null when the new one may replace it. */
  readonly unfit: string | null;
  /** Why the old recording cannot be compared; null when it can. */
  readonly oldProblem: string | null;
}

/**
 * Compares a new recording with the old one. Reads both; writes nothing.
 *
 * @param fresh,kept folders of cassettes
 * @returns null when the conversation was not recorded
 */
export function compareRecordings(id: ConversationId, fresh: string, kept: string): Refreshed | null {
  if (!existsSync(fileOf(fresh, id))) return null;
  const { exchanges: after, problem } = readIn(fresh, id);
  const { exchanges: before, problem: oldProblem } = existsSync(fileOf(kept, id)) ? readIn(kept, id) : NONE;
  const key = {
    target: id.target.id,
    scenario: id.scenario.id,
    delivery: id.delivery,
    sample: id.sample,
  };
  if (after === null) return { entry: { ...key, drift: null }, unfit: problem, oldProblem };
  const drift = before === null ? null : driftBetween(id, before, after);
  return { entry: { ...key, drift }, unfit: whyUnfit(id, after), oldProblem };
}

/** Replaces the old recording with the new one. @throws {SuiteError} when it cannot be written */
export function takeOver(id: ConversationId, fresh: string, kept: string): void {
  writeWhole(fileOf(kept, id), readFileSync(fileOf(fresh, id), 'utf8'));
}

/** The exchanges of a recording, or why it cannot be read. */
interface Read {
  readonly exchanges: readonly Exchange[] | null;
  readonly problem: string | null;
}

const NONE: Read = { exchanges: null, problem: null };

function readIn(folder: string, id: ConversationId): Read {
  try {
    return { exchanges: exchangesIn(folder, id), problem: null };
  } catch (error) {
    if (!(error instanceof SuiteError)) throw error;
    return { exchanges: null, problem: error.message };
  }
}

function driftBetween(
  id: ConversationId,
  before: readonly Exchange[],
  after: readonly Exchange[],
): ConversationDrift {
  const { rules } = dialectOf(id.target.provider.dialect);
  return {
    structure: driftOf(structureOf(before), structureOf(after)),
    verdicts: verdictDrift(judged(id, before), judged(id, after), rules),
  };
}

/** Judged without the counterpart, so that both recordings are judged on the same basis. */
function judged(id: ConversationId, exchanges: readonly Exchange[]): ConversationResult {
  return judgeConversation(id, { exchanges, cassette: '', recordedAt: null });
}

/**
 * A conversation that ended because of provider trouble, or of our own budget, does not show how the provider behaves.
 */
function whyUnfit({ target }: ConversationId, exchanges: readonly Exchange[]): string | null {
  const last = exchanges.at(-1);
  if (last === undefined) return 'nothing was recorded';
  const { standing } = dialectOf(target.provider.dialect).read(last, exchanges.length);
  if (standing.kind === 'lost') return standing.reason;
  return standing.kind === 'refused' && isTrouble(standing.status) ? standing.reason : null;
}

function isTrouble(status: number): boolean {
  return [401, 402, 403, 408, 409, 429].includes(status) || status >= 500;
}

function exchangesIn(folder: string, id: ConversationId): Exchange[] {
  return readCassette(fileOf(folder, id)).interactions.map(({ exchange }) => exchange);
}

function fileOf(folder: string, { target, scenario, delivery, sample }: ConversationId): string {
  return join(folder, cassetteOf(target, scenario, delivery, sample));
}
