/** Requirements on a run over two dialects, one of them made up: checks are shown as they apply to the target. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runRecordedAudit } from '../../../src/audit/run-audit.ts';
import { checkCatalogue } from '../../../src/catalogue/check-catalogue.ts';
import { RULES } from '../../../src/checks/catalogue.ts';
import { dialectOf, dialects } from '../../../src/dialects/catalogue.ts';
import { formatCassette } from '../../../src/evidence/cassette/write.ts';
import type { Exchange } from '../../../src/evidence/exchange.ts';
import { toCsv } from '../../../src/exports/csv.ts';
import { gate } from '../../../src/gate/gate.ts';
import type { UsageReport } from '../../../src/reading/reading.ts';
import { UNNAMED_MODEL } from '../../../src/reading/request-body.ts';
import { allureResultsOf } from '../../../src/report/allure-results.ts';
import { comparedTarget, comparisonCatalogue } from '../../../src/report/site/compare/compared-target.ts';
import { comparisonModel } from '../../../src/report/site/compare/model.ts';
import { usageText } from '../../../src/report/site/conversation/timeline-turn.ts';
import { matrixData } from '../../../src/report/site/matrix/data.ts';
import { parseState } from '../../../src/report/site/matrix/state.ts';
import { matrixView } from '../../../src/report/site/matrix/view.ts';
import { siteModel } from '../../../src/report/site/site-model.ts';
import { checkOf, hasCheck, readingsByDialect } from '../../../src/results/check-readings.ts';
import { recordConversation } from '../../../src/results/conversation-result.ts';
import type { Results, RunRecord } from '../../../src/results/results.ts';
import { bareConversation } from '../bare-conversation.ts';
import { expect } from '../test.ts';
import { DIRECT, GATEWAY, type MixedRun, PARROT, WEIGHTS } from './mixed-run.ts';

/** The cases, keyed by title. The results of the run were written to a file and read back. */
export const RUN_CASES: Readonly<Record<string, (run: MixedRun) => void>> = {
  'the checks of a run stand in the order of the catalogue, whichever dialect brings them, each once a conversation':
    ({ results }) => {
      const ids = Object.keys(results.run.checks);
      expect(ids).toEqual(Object.keys(RULES).filter((id) => ids.includes(id)));
      for (const { target, scenario, delivery, passed, notApplicable } of results.conversations) {
        const verdicts = results.verdicts.filter(
          (each) => each.target === target && each.scenario === scenario && each.delivery === delivery,
        );
        const met = [...passed, ...notApplicable, ...verdicts.map(({ check }) => check)];
        expect(met.toSorted()).toEqual(ids.toSorted());
      }
    },

  'a check reads as the dialect of the target has it': ({ results }) => {
    const titles = [DIRECT, PARROT, 'somebody/else'].map(
      (target) => checkOf(results.run, target, 'ids/present')?.title,
    );
    expect(titles).toEqual([
      'Every call has a non-empty string id',
      'Every call has a key',
      'Every call has a non-empty string id',
    ]);
    expect(checkOf(results.run, PARROT, 'ids/unique-in-conversation')).toMatchObject({
      title: 'No key is given again later',
      level: 'MAY',
      subject: 'provider',
    });
    expect(checkOf(results.run, DIRECT, 'no/check')).toBe(null);
    const lacking = ['ids/type', 'framing/done', 'ids/present'].map((id) =>
      hasCheck(results.run, PARROT, id),
    );
    expect(lacking).toEqual([false, false, true]);
    const readings = Object.entries(results.run.checks).flatMap(([id, check]) =>
      readingsByDialect(check)
        .filter(({ differs }) => differs.length > 0)
        .map(({ dialect, differs }) => [id, dialect, ...differs].join(' ')),
    );
    expect(readings).toEqual([
      'ids/present parrot title authority',
      'ids/unique-in-conversation parrot title level',
      'ids/echoed parrot authority',
      'ids/echo-accepted parrot authority',
      'roundtrip/continues parrot authority',
      'roundtrip/result-used parrot subject authority',
      'roundtrip/orphan-rejected parrot title',
    ]);
  },

  'results that know of no dialects are read as they were': ({ results }) => {
    const checks: RunRecord['checks'] = Object.fromEntries(
      Object.entries(results.run.checks).map(([id, { dialects: _, ...check }]) => [id, check]),
    );
    const old = { ...results.run, checks };
    expect(checkOf(old, PARROT, 'ids/present')).toEqual(checks['ids/present']);
    expect(hasCheck(old, PARROT, 'framing/done')).toBe(true);
    const data = matrixData(siteModel({ ...results, run: old }));
    expect(data.checks.flatMap(({ lackedBy }) => lackedBy)).toEqual([]);
  },

  'the matrix leaves a cell empty where the dialect has no such check, and a column that nobody has out': ({
    results,
  }) => {
    const asked = ['present', 'type', 'unique-in-conversation', 'echo', 'length'];
    const query = asked.map((name) => `check:ids/${name}`).join(' or ');
    expect(seen(results, `q=${query}`)).toEqual([
      'ids/present ids/type ids/unique-in-conversation ids/echoed ids/echo-accepted',
      'Chat Completions pass pass pass not-applicable pass',
      'Chat Completions pass pass pass not-applicable pass',
      'Parrot must - pass not-applicable inconclusive',
    ]);
    expect(seen(results, 'q=dialect:parrot')).toEqual(['ids roundtrip', 'Parrot must pass']);
    expect(seen(results, 'q=dialect:openai-chat check:framing/done')).toEqual([
      'framing/done',
      'Chat Completions pass',
      'Chat Completions must',
    ]);
  },

  'targets whose model nobody named are not one model': ({ results }) => {
    const unnamed = Object.entries(results.run.targets).map(([id, { weights: _, ...target }]) => [
      id,
      { ...target, model: UNNAMED_MODEL },
    ]);
    const run = { ...results.run, targets: Object.fromEntries(unnamed) };
    expect(siteModel({ ...results, run }).servings).toEqual([]);
  },

  'the targets of one model stand side by side, and only what differs has a row': ({ results }) => {
    const { servings, run } = siteModel(results);
    expect(servings.map(({ weights, targets }) => [weights, targets.map(({ id }) => id)])).toEqual([
      [WEIGHTS, [DIRECT, GATEWAY, PARROT]],
    ]);
    const [serving = { weights: '', targets: [] }] = servings;
    const { differing, untold, alike } = comparisonModel(
      comparisonCatalogue(run, serving.targets),
      serving.targets.map((target) => comparedTarget(run, target, [], true)),
    );
    expect(
      [...differing, ...untold].map(({ id, sides }) => [
        id,
        ...sides.map((side) => (side === null ? null : side.sign)),
      ]),
    ).toEqual([
      ['framing/done', 'pass', 'must', null],
      ['ids/present', 'pass', 'pass', 'must'],
      ['ids/echoed', 'pass', 'pass', 'inconclusive'],
      ['ids/echo-accepted', 'pass', 'pass', 'inconclusive'],
    ]);
    expect(differing[0]?.sides[1]).toMatchObject({
      count: 2,
      of: 2,
      first: { anchor: `${GATEWAY} · sequential-calls · streaming · framing/done` },
    });
    expect(alike).toContainEqual({ id: 'ids/portable', sign: 'pass' });
  },

  'exports say level, title and authority in the words of the target': ({ results }) => {
    const line = (target: string) =>
      toCsv(results)
        .split('\r\n')
        .filter((each) => each.startsWith(`${target},weather,streaming,1,ids/unique-in-conversation,`))
        .map((each) => [each.split(',')[6], each.split(',').at(-1)]);
    expect([line(DIRECT), line(PARROT)]).toEqual([[['SHOULD', 'openai-chat']], [['MAY', 'parrot']]]);
    const descriptions = allureResultsOf(results, { ownResultsLimit: Number.POSITIVE_INFINITY })
      .filter(({ name, fullName }) => name === 'ids/present' && fullName.includes('weather · buffered'))
      .map(({ description }) => description.split('\n')[0]);
    expect(descriptions).toEqual([
      '**MUST** Every call has a non-empty string id',
      '**MUST** Every call has a non-empty string id',
      '**MUST** Every call has a key',
    ]);
  },

  'an expectation about a check that the dialect does not have is stale': ({ results }) => {
    const expectation = {
      target: PARROT,
      check: 'framing/done',
      scenario: null,
      delivery: null,
      reason: 'r',
      link: null,
      since: '2026-01-01',
      file: 'parrot.yaml',
      line: 1,
    };
    const { stale } = gate({
      ...results,
      expectations: [expectation],
      failOn: 'must',
      known: {
        checks: Object.keys(results.run.checks),
        lacks: (target, check) => !hasCheck(results.run, target, check),
        targets: Object.keys(results.run.targets),
        scenarios: [],
        conversations: [],
      },
    });
    expect(stale.map(({ why }) => why)).toEqual(['the dialect of the target has no check "framing/done"']);
  },

  'the catalogue has each check once, with what a dialect says otherwise and what it has no use for': () => {
    const catalogue = checkCatalogue(() => null);
    const entry = catalogue.slice(catalogue.indexOf('### ids/present'), catalogue.indexOf('### ids/type'));
    expect(entry.split('\n').filter((line) => /Dialects|Parrot/u.test(line))).toEqual([
      `- Dialects: ${dialects()
        .filter(({ rules }) => rules.some(({ id }) => id === 'ids/present'))
        .map(({ name }) => name)
        .join(', ')}`,
      '- Parrot: Every call has a key.',
      '  - [Parrot manual](https://parrot.test/keys): Each call that is made has a key.',
    ]);
    expect(catalogue).toContain('- Parrot: No key is given again later. **MAY** · ');
    expect(catalogue).toMatch(/## Not applicable in Parrot\n\n- `ids\/type`: a call has no type\n/u);
  },

  'an audit tells a model apart that was asked in two dialects, and says what it judged of each': ({
    evidence,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), 'mixed-'));
    const exchanges = [DIRECT, PARROT].flatMap((target) => at(evidence, `${target}/weather.buffered.yaml`));
    writeFileSync(
      join(folder, 'a.yaml'),
      formatCassette({ interactions: exchanges.map((exchange) => ({ exchange })) }),
    );
    const { results, account } = runRecordedAudit({ paths: [folder], failOn: 'must' });
    rmSync(folder, { recursive: true });
    expect(Object.keys(results.run.targets)).toEqual(['llm.test/reference', 'llm.test/reference+parrot']);
    expect(account.judged).toEqual([
      { host: 'llm.test', dialect: 'Chat Completions', conversations: 1, exchanges: 2 },
      { host: 'llm.test', dialect: 'Parrot', conversations: 1, exchanges: 2 },
    ]);
    expect(account.failures.map(({ target, title }) => [target, title])).toEqual([
      ['llm.test/reference+parrot', 'Every call has a key'],
    ]);
  },

  'usage without a total is the sum of what there is, and no page says undefined': ({ evidence }) => {
    const exchanges = evidence.get(`${DIRECT}/weather.buffered.yaml`) ?? [];
    const { verdicts, readings, retries } = dialectOf('openai-chat').judge(bareConversation(exchanges));
    const without = readings.map((reading) => ({
      ...reading,
      turn: { ...reading.turn, usages: reading.turn.usages.map((usage) => ({ ...usage, total: undefined })) },
    }));
    const key = { target: DIRECT, scenario: 's', delivery: 'buffered', sample: 1, cassette: 'c' } as const;
    const told = recordConversation(key, { verdicts, readings, retries }, null).conversation.usage;
    expect(told).not.toBe(null);
    expect(
      recordConversation(key, { verdicts, readings: without, retries }, null).conversation.usage,
    ).toEqual(told);
    const [usage] = without.flatMap(({ turn }) => turn.usages);
    if (usage === undefined) throw new Error('the reference provider reports usage');
    const text = (own: Partial<UsageReport>) =>
      usageText({ ...usage, prompt: undefined, completion: undefined, ...own });
    expect([
      text({}),
      text({ prompt: 3 }),
      text({ prompt: 3, completion: 4 }),
      text({ total: 7 }),
      text({ prompt: 3, completion: 4, total: 7 }),
      text({
        prompt: 3,
        completion: 4,
        total: 9,
        addends: [
          ['asked', 3],
          ['said', 4],
          ['thought', 2],
          ['tools', undefined],
        ],
      }),
    ]).toEqual([
      'no tokens counted',
      '3 in tokens',
      '3 in + 4 out tokens',
      '7 tokens',
      '3 in + 4 out = 7 tokens',
      '3 asked + 4 said + 2 thought = 9 tokens',
    ]);
  },
};

/**
 * Returns the column heads, then one line per target: the name of its dialect and its cells, with a dash for an empty
 * cell.
 */
function seen(results: Results, address: string): string[] {
  const view = matrixView(matrixData(siteModel(results)), parseState(new URLSearchParams(address)));
  const heads = view.columns.map((column) => (column.kind === 'family' ? column.name : column.check.id));
  const rows = view.groups.flatMap((group) => group.rows);
  return [
    heads.join(' '),
    ...rows.map(({ target, cells }) =>
      [
        view.dialectNames.get(target.dialect),
        ...cells.map(({ lacking, sign }) => (lacking ? '-' : sign)),
      ].join(' '),
    ),
  ];
}

/** Returns the exchanges of a cassette, with one host for all URLs. */
function at(evidence: MixedRun['evidence'], cassette: string): Exchange[] {
  return (evidence.get(cassette) ?? []).map(({ request, response }) => {
    const url = new URL(request.url);
    return { request: { ...request, url: `https://llm.test${url.pathname}${url.search}` }, response };
  });
}
