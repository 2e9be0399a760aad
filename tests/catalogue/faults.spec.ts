/** The proof that every check works: each catches its seeded faults, and lets its legal variants through, in every dialect. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { faultMatrix } from '../../src/catalogue/fault-matrix.ts';
import {
  baseVerdicts,
  type Effect,
  effectOf,
  type Verdicts,
  verdictsOf,
} from '../../src/catalogue/judged.ts';
import { familyOf } from '../../src/checks/family.ts';
import { type AnyDialect, dialects } from '../../src/dialects/catalogue.ts';
import { type Edit, type ExchangeEdit, everyTurn } from '../../src/proof/edits/edit.ts';
import { BOM, COMMENTS, CRLF, LONE_CR } from '../../src/proof/edits/wire.ts';
import type { LegalVariant, SeededFault } from '../../src/proof/cases.ts';
import { baseOf, type Proof } from '../../src/proof/proof.ts';

interface Proven {
  readonly dialect: AnyDialect;
  readonly proof: Proof;
  readonly checks: ReadonlyMap<string, AnyDialect['rules'][number]>;
}

const PROVEN: readonly Proven[] = await Promise.all(
  dialects().map(async (dialect) => ({
    dialect,
    proof: await dialect.proof(),
    checks: new Map(dialect.rules.map((rule) => [rule.id, rule])),
  })),
);

for (const proven of PROVEN) {
  const { dialect, proof, checks } = proven;
  const families = [...new Set([...checks.keys()].map(familyOf))];

  for (const family of families) {
    test(`${dialect.id}, ${family}: every fault is caught, by the check it is meant for`, () => {
      for (const fault of proof.faults.filter(({ catches }) => familyOf(catches) === family)) {
        const effect = effectOf(proof, fault);
        const before = baseVerdicts(proof, fault.base).get(fault.catches);
        const caught = effect.verdicts.get(fault.catches);
        const level = fault.level ?? checks.get(fault.catches)?.level;
        const said = caught?.findings[0]?.message ?? '';
        expect
          .soft(
            {
              before: before?.outcome,
              after: caught?.outcome,
              level: caught?.level,
              says: said.includes(fault.says ?? '') ? fault.says : said,
              ...seenOf(fault, effect, proven),
            },
            fault.name,
          )
          .toEqual({
            before: 'pass',
            after: 'fail',
            level: fault.level ?? before?.level,
            says: fault.says,
            fails: inOrder(
              [...(level === 'MAY' ? [] : [fault.catches]), ...Object.keys(fault.alsoFails ?? {})],
              proven,
            ),
            observes: inOrder(
              [...(level === 'MAY' ? [fault.catches] : []), ...(fault.observes ?? [])],
              proven,
            ),
            ...foreseen(fault, proven),
          });
      }
    });

    test(`${dialect.id}, ${family}: every legal variant is let through`, () => {
      for (const variant of proof.variants.filter(({ near }) => familyOf(near) === family)) {
        const effect = effectOf(proof, variant);
        expect
          .soft(
            { near: effect.verdicts.get(variant.near)?.outcome, ...seenOf(variant, effect, proven) },
            variant.name,
          )
          .toEqual({
            near: variant.outcome ?? 'pass',
            fails: Object.keys(baseOf(proof, variant.base).fails).filter(
              (id) => checks.get(id)?.level !== 'MAY',
            ),
            observes: inOrder(variant.observes ?? [], proven),
            ...foreseen(variant, proven),
          });
      }
    });
  }

  test(`${dialect.id}: every conforming conversation keeps every rule, and shows nothing to observe`, () => {
    for (const { name, fails } of proof.bases.values()) {
      const verdicts = [...baseVerdicts(proof, name).values()];
      const broken = verdicts.filter(({ outcome }) => outcome === 'fail' || outcome === 'error');
      expect
        .soft(
          broken.map(({ check }) => check),
          name,
        )
        .toEqual(Object.keys(fails));
    }
    const passed = [...proof.bases.keys()].flatMap((name) => idsWith(baseVerdicts(proof, name), 'pass'));
    expect([...checks.keys()].filter((id) => !passed.includes(id))).toEqual([]);
  });

  test(`${dialect.id}: every check has a fault that it catches, and a variant that it lets through`, () => {
    const caught = proof.faults.map(({ catches }) => catches);
    const approached = proof.variants.map(({ near }) => near);
    const ids = [...checks.keys()];
    expect(ids.filter((id) => !caught.includes(id) || !approached.includes(id))).toEqual([]);
    expect([...caught, ...approached].filter((id) => !checks.has(id))).toEqual([]);
  });

  test(`${dialect.id}: names are permanent, unique, and no check ids`, () => {
    const file = new URL(`fault-names/${dialect.id}.txt`, import.meta.url);
    const pinned = readFileSync(file, 'utf8').trim().split('\n');
    const names = [...proof.faults, ...proof.variants].map(({ name }) => name);
    expect(names.toSorted()).toEqual(pinned);
    expect(new Set(pinned).size).toBe(pinned.length);
    expect(names.filter((name) => checks.has(name) || !/^[a-z]+\/[a-z0-9-]+$/.test(name))).toEqual([]);
    expect(Object.keys(proof.unserved).filter((name) => !names.includes(name))).toEqual([]);
  });

  for (const [title, recoding] of recodings()) {
    test(`${dialect.id}: verdicts stay the same with ${title}`, () => {
      const conforming = [...proof.bases.keys()].map((base) => ({ name: base, base, edit: () => {} }));
      for (const { name, base, edit } of [...conforming, ...proof.faults]) {
        if (baseOf(proof, base).delivery !== 'streaming') continue;
        expect.soft(told(proof, base, edit, recoding), name).toEqual(told(proof, base, edit, () => {}));
      }
    });
  }
}

test('docs/fault-matrix.md is as generated', async () => {
  const file = new URL('../../docs/fault-matrix.md', import.meta.url);
  const written = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const isSame = written === (await faultMatrix());
  expect(isSame, 'docs/fault-matrix.md is not as generated: run npm run docs').toBe(true);
});

function recodings(): (readonly [title: string, edit: Edit])[] {
  return [
    ['a byte order mark and CR LF', everyStream(CRLF, BOM)],
    ['lone CR', everyStream(LONE_CR)],
    ['comments between events', everyStream(COMMENTS)],
  ];
}

function seenOf({ turnsInconclusive }: SeededFault | LegalVariant, effect: Effect, proven: Proven) {
  const { fails, observes, errors } = effect;
  const unsure = effect.turnsInconclusive;
  return typeof turnsInconclusive === 'string'
    ? { fails, observes, errors, unsureWithoutNeed: unsure.filter((id) => !needsAnswer(id, proven)) }
    : { fails, observes, errors, unsure };
}

function foreseen({ base, turnsInconclusive = [] }: SeededFault | LegalVariant, proven: Proven) {
  if (typeof turnsInconclusive === 'string') return { errors: [], unsureWithoutNeed: [] };
  const judged = turnsInconclusive.filter((id) => isJudgedOn(base, id, proven));
  return { errors: [], unsure: inOrder(judged, proven) };
}

/** A check that reads what only a 2xx brings, or what a lost one would have brought. */
function needsAnswer(id: string, { checks }: Proven): boolean {
  const answer = checks.get(id)?.answer;
  return answer !== 'refusal' && answer !== 'request';
}

/** Whether the check is about the delivery of that conversation, and of this dialect at all. */
function isJudgedOn(base: string, id: string, { proof, checks }: Proven): boolean {
  const answer = checks.get(id)?.answer;
  if (answer === undefined) return false;
  return answer !== (baseOf(proof, base).delivery === 'streaming' ? 'buffered' : 'streaming');
}

function inOrder(ids: readonly string[], { checks }: Proven): string[] {
  const catalogue = [...checks.keys()];
  return [...new Set(ids)].toSorted((left, right) => catalogue.indexOf(left) - catalogue.indexOf(right));
}

function idsWith(verdicts: Verdicts, wanted: string): string[] {
  return [...verdicts.values()].filter(({ outcome }) => outcome === wanted).map(({ check }) => check);
}

function everyStream(...recodings: readonly ExchangeEdit[]): Edit {
  return everyTurn((exchange) => {
    if (typeof exchange.response === 'string' || exchange.response.body.kind !== 'stream') return;
    if (exchange.response.body.framing === 'json-array') return;
    for (const recoding of recodings) recoding(exchange);
  });
}

/** Outcomes and places of an edited conversation; comments are what one of the recodings adds. */
function told(proof: Proof, base: string, edit: Edit, recoding: Edit) {
  const script = baseOf(proof, base).script();
  edit(script);
  recoding(script);
  return [...verdictsOf(script).values()]
    .filter(({ check }) => check !== 'framing/comments')
    .map(({ check, outcome, findings }) => ({
      check,
      outcome,
      places: findings.map(({ exchange, event, path }) => ({ exchange, event, path })),
    }));
}
