/** Requirements on the made-up dialect: the proof, the matrix, the reference provider, probe and audit work with it. */
import { join } from 'node:path';
import { audit } from '../../../src/audit/audit.ts';
import { faultMatrix } from '../../../src/catalogue/fault-matrix.ts';
import { baseVerdicts, effectOf } from '../../../src/catalogue/judged.ts';
import { proofRecord } from '../../../src/catalogue/proof-record.ts';
import { whyNotServed } from '../../../src/catalogue/unserved-faults.ts';
import { dialectOf } from '../../../src/dialects/catalogue.ts';
import type { Delivery } from '../../../src/evidence/exchange.ts';
import type { Level, Verdict } from '../../../src/judge/verdict.ts';
import { type Probed, type ProbeOptions, probe } from '../../../src/live/probe.ts';
import { baseOf } from '../../../src/proof/proof.ts';
import { createReferenceProvider, REFERENCE_MODEL } from '../../../src/provider/reference-provider.ts';
import { buildReport } from '../../../src/report/site/build.ts';
import { SCENARIOS } from '../../../src/scenarios/catalogue.ts';
import { bareConversation } from '../bare-conversation.ts';
import { expect } from '../test.ts';
import { held } from './mixed-run.ts';

/** The cases, keyed by title. Each gets its own folder. */
export const DIALECT_CASES: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  'its conforming conversations pass, shared faults are caught, and shared variants are let through':
    async () => {
      const proof = await dialectOf('parrot').proof();
      const bases = [...proof.bases.keys()].map((name) => ({
        name,
        failing: failing([...baseVerdicts(proof, name).values()]),
      }));
      expect(bases).toEqual(bases.map(({ name }) => ({ name, failing: [] })));
      const faults = proof.faults.map((fault) => {
        const { fails, verdicts, errors } = effectOf(proof, fault);
        const allowed = [fault.catches, ...Object.keys(fault.alsoFails ?? {})];
        const besides = fails.filter((id) => !allowed.includes(id));
        return { name: fault.name, caught: verdicts.get(fault.catches)?.outcome, besides, errors };
      });
      expect(faults).toEqual(faults.map(({ name }) => ({ name, caught: 'fail', besides: [], errors: [] })));
      const variants = proof.variants.map((variant) => {
        const { fails, verdicts } = effectOf(proof, variant);
        return { name: variant.name, fails, near: verdicts.get(variant.near)?.outcome };
      });
      expect(variants).toEqual(
        proof.variants.map(({ name, outcome = 'pass' }) => ({ name, fails: [], near: outcome })),
      );
      expect(proof.faults.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['ids/dropped', 'ids/echo-refused', 'roundtrip/result-ignored']),
      );
    },

  'the matrix has a column for it, and it has a record of its proof': async () => {
    const matrix = await faultMatrix();
    expect(matrix).toMatch(/^\| check \| `openai-chat` \|.* `parrot` \|$/mu);
    expect(matrix).toMatch(/^\| `framing\/done` \| \d+ \/ \d+ \|.* - \|$/mu);
    expect(await proofRecord(dialectOf('parrot'))).toContain(
      '\n- fault `ids/dropped` in weather/buffered: the call has no id;',
    );
  },

  'the reference provider keeps its promises in it, and breaks the one that it is told to': async () => {
    for (const delivery of ['streaming', 'buffered'] as const) {
      for (const id of ['weather', 'answers-reversed', 'three-turns', 'sequential-calls']) {
        const { verdicts, last } = await played(id, delivery);
        expect({ failing: failing(verdicts), last }, `${id}, ${delivery}`).toEqual({
          failing: [],
          last: 200,
        });
      }
    }
    const dialect = dialectOf('parrot');
    const proof = await dialect.proof();
    for (const fault of proof.faults.filter((each) => whyNotServed(each, dialect) === null)) {
      const { dialogue, delivery } = baseOf(proof, fault.base);
      const { verdicts } = await played(dialogue.shownIn, delivery, fault.name);
      expect(failing(verdicts, ['MUST', 'SHOULD', 'MAY']), fault.name).toContain(fault.catches);
    }
  },

  'a probe holds what the dialect can hold, says what it cannot, and finds nothing': async (folder) => {
    const { results, held: kept } = await probed({ keepEvidence: true });
    expect(failing(results.verdicts)).toEqual([]);
    const { dialect: spoken, notHeld } = Object.values(results.run.targets)[0] ?? {};
    const lacking = Object.keys(dialectOf('parrot').lacks);
    const beyondIt = SCENARIOS.filter(({ needs = [] }) => needs.some((need) => lacking.includes(need)));
    expect([spoken, Object.keys(notHeld ?? {})]).toEqual(['parrot', beyondIt.map(({ id }) => id)]);
    const pages = await buildReport({
      results,
      evidence: (cassette) => kept.get(cassette)?.exchanges ?? { problem: 'nothing was held' },
      folder,
    });
    expect(pages).toBeGreaterThan(results.conversations.length);
  },

  'an audit recognises it, and judges what a probe recorded of it': async (folder) => {
    const save = join(folder, 'cassettes');
    await probed({ save, scenarios: SCENARIOS.slice(0, 2) });
    const { results } = await audit([save]);
    expect(results.conversations.map(({ exchanges }) => exchanges)).toEqual([2, 2, 2, 2]);
    expect(Object.values(results.run.targets).map((target) => target.dialect)).toEqual(['parrot']);
    expect(failing(results.verdicts)).toEqual([]);
  },
};

/** Probes a new reference provider. */
async function probed(more: Partial<ProbeOptions> = {}): Promise<Probed> {
  const provider = createReferenceProvider();
  const { url } = await provider.listen();
  const { basePaths } = await dialectOf('parrot').service();
  try {
    return await probe({
      baseUrl: `${url}${basePaths.plain}`,
      model: REFERENCE_MODEL,
      dialect: 'parrot',
      openrouter: false,
      scenarios: SCENARIOS,
      deliveries: ['streaming', 'buffered'],
      key: null,
      headers: {},
      extraBody: {},
      inFlight: 8,
      ...more,
    });
  } finally {
    await provider.close();
  }
}

/** Returns the checks that fail at one of the levels, or that break. */
function failing(
  verdicts: readonly Pick<Verdict, 'check' | 'level' | 'outcome'>[],
  levels: readonly Level[] = ['MUST', 'SHOULD'],
): string[] {
  return verdicts
    .filter(({ outcome, level }) => outcome === 'error' || (outcome === 'fail' && levels.includes(level)))
    .map(({ check }) => check);
}

/** @returns the verdicts, and the status of the last response */
async function played(id: string, delivery: Delivery, fault?: string) {
  const scenario = SCENARIOS.find((each) => each.id === id);
  if (scenario === undefined) throw new Error(`no scenario is called ${id}`);
  const exchanges = await held('parrot', scenario, delivery, fault);
  const { verdicts } = dialectOf('parrot').judge(bareConversation(exchanges, { scenario }));
  return { verdicts, last: exchanges.at(-1)?.response?.status };
}
