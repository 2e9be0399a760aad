import { withoutRefusedAlike } from '../../src/results/refused-alike.ts';
import type { ConversationRecord } from '../../src/results/results.ts';
import { checkRecords } from '../../src/results/run-record.ts';
import { conversation, replayRun, targetRecord, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

const run = replayRun({
  mode: 'live',
  targets: { 'p/m': targetRecord({ dialect: 'anthropic-messages' }) },
  checks: checkRecords(['anthropic-messages']),
});

const refused = (status: number, fields: Partial<ConversationRecord> = {}) =>
  conversation({ unanswered: [{ exchange: 1, status, reason: `HTTP ${status}` }], ...fields });

const ORPHAN = { scenario: 'orphan-result', passed: ['errors/shape', 'roundtrip/orphan-rejected'] };
const foreignId = verdict({
  scenario: 'foreign-ids',
  check: 'roundtrip/foreign-id',
  findingCount: 1,
  findings: [{ exchange: 1, event: null, path: '', message: 'm', found: 'f', expected: 'e' }],
});

test('of a server that refuses everything alike, no refusal is a proof', () => {
  const conversations = [refused(401), refused(401, ORPHAN), refused(401, { scenario: 'foreign-ids' })];
  const doubt = {
    outcome: 'inconclusive',
    findings: [],
    findingCount: 0,
    reason: 'every request of the run was refused with 401, whatever it asked for',
    expectation: null,
  };
  expect(withoutRefusedAlike(run, { conversations, verdicts: [foreignId] })).toEqual({
    conversations: [conversations[0], { ...conversations[1], passed: ['errors/shape'] }, conversations[2]],
    verdicts: [
      { ...foreignId, ...doubt },
      {
        ...verdict({ scenario: 'orphan-result', check: 'roundtrip/orphan-rejected', level: 'SHOULD' }),
        ...doubt,
      },
    ],
  });
});

const AS_THEY_ARE: Readonly<Record<string, readonly ConversationRecord[]>> = {
  'a request was answered': [conversation(), refused(400, ORPHAN)],
  'a request was refused otherwise': [refused(500), refused(400, ORPHAN)],
  'no request was to be answered': [refused(400, ORPHAN)],
};

for (const [title, conversations] of Object.entries(AS_THEY_ARE)) {
  test(`the records stay as they are where ${title}`, () => {
    const records = { conversations, verdicts: [foreignId] };
    expect(withoutRefusedAlike(run, records)).toEqual(records);
  });
}

const saying = (words: string, fields: Partial<ConversationRecord> = {}) =>
  refused(400, { unanswered: [{ exchange: 1, status: 400, reason: `HTTP 400: ${words}` }], ...fields });

const AUDITS: Readonly<Record<string, { conversations: ConversationRecord[]; isVoid: boolean }>> = {
  'what nobody minds is refused in the same words': {
    conversations: [saying('no'), saying('no', { ...ORPHAN, scenario: 'second' })],
    isVoid: true,
  },
  'what nobody minds is refused in other words': {
    conversations: [saying('too long'), saying('no', { ...ORPHAN, scenario: 'second' })],
    isVoid: false,
  },
  'only what is to be refused was asked': {
    conversations: [saying('no', ORPHAN), saying('no', { ...ORPHAN, scenario: 'second' })],
    isVoid: false,
  },
};

for (const [title, { conversations, isVoid }] of Object.entries(AUDITS)) {
  test(`in an audit where ${title}, a refusal is ${isVoid ? 'no' : 'a'} proof`, () => {
    const found = withoutRefusedAlike({ ...run, mode: 'audit' }, { conversations, verdicts: [] });
    expect(found.verdicts.map(({ scenario, check, outcome }) => [scenario, check, outcome])).toEqual(
      isVoid ? [['second', 'roundtrip/orphan-rejected', 'inconclusive']] : [],
    );
    expect(found.conversations.at(-1)?.passed).toEqual(isVoid ? ['errors/shape'] : ORPHAN.passed);
  });
}
