/** Runs that become nights of the history. */
import type { Night } from '../../src/results/history/night.ts';
import { readHistory } from '../../src/results/history/store.ts';
import type { ConversationRecord, Results, RunRecord, VerdictRecord } from '../../src/results/results.ts';
import * as records from './records.ts';
import { expect } from './test.ts';

export const DATE = '2025-11-20';

export const check = (subject: VerdictRecord['subject'] = 'provider') => records.checkRecord({ subject });

export const CHECKS = { 'shape/chunk': check(), 'ids/present': check(), 'arguments/json': check('model') };

/** Returns a complete conversation with two passes. */
export function conversation(target: string, fields: Partial<ConversationRecord> = {}): ConversationRecord {
  const passed = ['shape/chunk', 'ids/present'];
  return records.conversation({ target, exchanges: 2, passed, notApplicable: ['arguments/json'], ...fields });
}

export function verdict(target: string, fields: Partial<VerdictRecord> = {}): VerdictRecord {
  return records.verdict({ target, ...fields });
}

export interface RunFields extends Partial<Pick<RunRecord, 'id' | 'startedAt' | 'skipped' | 'checks'>> {
  readonly aborted?: boolean;
  /** Keyed by target. A missing target uses Chat Completions. */
  readonly dialects?: ReadonlyMap<string, string>;
  readonly verdicts?: readonly VerdictRecord[];
}

export function runOf(conversations: readonly ConversationRecord[], fields: RunFields = {}): Results {
  const { aborted = false, dialects = new Map(), verdicts = [], ...run } = fields;
  const targets = conversations.map(({ target }) => {
    return [target, records.targetRecord({ dialect: dialects.get(target) ?? 'openai-chat' })] as const;
  });
  const results = records.resultsOf(conversations, verdicts, {
    startedAt: '2025-11-20T02:00:00Z',
    mode: 'live',
    targets: Object.fromEntries(targets),
    checks: CHECKS,
    ...run,
  });
  return { ...results, end: { ...results.end, aborted } };
}

/** Two complete conversations of `p/m`. */
export const whole = [conversation('p/m'), conversation('p/m', { delivery: 'buffered' })];

/** A check with two readings: in Chat Completions about the model, in Gemini about the provider and stricter. */
export const TWO_READINGS: RunRecord['checks'] = {
  'arguments/object': {
    ...check('model'),
    level: 'SHOULD',
    dialects: { 'openai-chat': {}, gemini: { level: 'MUST', subject: 'provider' } },
  },
  'shape/chunk': { ...check(), dialects: { 'openai-chat': {}, gemini: {} } },
};

export const GEMINI_ALONE: RunRecord['checks'] = {
  'arguments/object': { ...check(), dialects: { gemini: {} } },
  'shape/chunk': { ...check(), dialects: { gemini: {} } },
};

/** The one night of a store without problems. */
export function onlyNight(store: string): Night {
  const { nights, problems } = readHistory(store);
  expect(problems).toEqual([]);
  expect(nights).toHaveLength(1);
  const [night] = nights;
  if (night === undefined) throw new Error('there is one');
  return night;
}
