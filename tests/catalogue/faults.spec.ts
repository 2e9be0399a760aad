/** The proof that every check works: each catches its seeded faults, and lets its legal variants through, in every dialect. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { Script, ScriptedExchange } from '../../src/answers/script.ts';
import { baseVerdicts, type Verdicts, verdictsOf } from '../../src/catalogue/judged.ts';
import { passesLine } from '../../src/catalogue/proof-record.ts';
import { dialects } from '../../src/dialects/catalogue.ts';
import type { SeededFault } from '../../src/proof/cases.ts';
import type { ExchangeEdit } from '../../src/proof/edits/edit.ts';
import { BOM, COMMENTS, CRLF, LONE_CR } from '../../src/proof/edits/wire.ts';
import { baseOf, checkOf } from '../../src/proof/proof.ts';
import { runCli } from '../support/cli.ts';
import { brokenIn, faultShown, linesByName, passesById, variantShown } from '../support/shown-cases.ts';
import { expect, same, test } from '../support/test.ts';

/** The checks whose every fault breaks another rule too, with the reason. */
const ACCOMPANIED: Readonly<Record<string, { readonly in: readonly string[]; readonly because: string }>> = {
  'deltas/id-first': {
    in: ['anthropic-messages', 'bedrock-converse'],
    because: 'an id that does not come first comes never',
  },
  'ids/length': { in: ['openai-responses'], because: 'more than 64 characters are more than 40' },
  'finish/tool-calls': {
    in: ['gemini'],
    because: 'a reason that neither ends an answer with calls nor cuts it off is none of the list',
  },
  'finish/once': { in: ['anthropic-messages'], because: 'each message_delta brings its usage' },
  'finish/consistent': {
    in: ['openai-chat', 'anthropic-messages', 'gemini', 'bedrock-converse', 'ollama'],
    because: 'two reasons that differ are two',
  },
  'results/once': {
    in: ['anthropic-messages', 'bedrock-converse'],
    because: 'a call with two results is not answered once',
  },
  'roundtrip/continues': {
    in: ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini', 'bedrock-converse', 'ollama'],
    because: 'an answer that does not go on is empty',
  },
};

/** The checks that pass in no legal conversation, with the reason. */
const NEVER_PASSED: Readonly<Record<string, { readonly in: readonly string[]; readonly because: string }>> = {
  'finish/consistent': {
    in: ['openai-chat', 'anthropic-messages', 'gemini', 'bedrock-converse', 'ollama'],
    because: 'two reasons that agree are one too many, which finish/once says',
  },
};

for (const dialect of dialects()) {
  const proof = await dialect.proof();
  const checks = new Map(dialect.rules.map((rule) => [rule.id, rule]));
  const record = textOf(`docs/proof/${dialect.id}.md`);
  const recorded = linesByName(record);
  const isMade = 'a line of docs/proof is not as generated: run npm run docs, and review the difference';

  for (const fault of proof.faults) {
    const { name, catches } = fault;
    test(`fault ${name}: caught by ${catches} (${dialect.id})`, () => {
      const { seen, due, line } = faultShown(dialect, proof, fault);
      same(seen, due);
      same(line, recorded.get(name), isMade);
    });
  }

  for (const variant of proof.variants) {
    const { name, near } = variant;
    test(`variant ${name}: let through by ${near} (${dialect.id})`, () => {
      const { seen, due, line } = variantShown(dialect, proof, variant);
      same(seen, due);
      same(line, recorded.get(name), isMade);
    });
  }

  for (const { name, fails } of proof.bases.values()) {
    test(`conversation ${name}: keeps every rule (${dialect.id})`, () => {
      same(brokenIn(proof, name), Object.keys(fails));
    });
  }

  test(`${dialect.id}: every check passes in as many conforming conversations as docs/proof says`, () => {
    const lines = passesById(record);
    expect(new Map([...checks].map(([id, rule]) => [id, passesLine(rule, proof)])), isMade).toEqual(
      new Map([...checks.keys()].map((id) => [id, lines.get(id)])),
    );
  });

  test(`${dialect.id}: every check passes somewhere, and has a fault that it catches and a variant that it lets through`, () => {
    const passed = new Set([
      ...[...proof.bases.keys()].flatMap((base) => passedIn(baseVerdicts(proof, base))),
      ...proof.variants.filter(({ outcome = 'pass' }) => outcome === 'pass').map(({ near }) => near),
    ]);
    const caught = new Set(proof.faults.map(({ catches }) => catches));
    const approached = new Set(proof.variants.map(({ near }) => near));
    const ids = [...checks.keys()];
    expect(ids.filter((id) => !caught.has(id) || !approached.has(id))).toEqual([]);
    expect(ids.filter((id) => !passed.has(id))).toEqual(
      ids.filter((id) => NEVER_PASSED[id]?.in.includes(dialect.id)),
    );
    expect([...caught, ...approached].filter((id) => !checks.has(id))).toEqual([]);
  });

  test(`${dialect.id}: every check has a fault that no other check catches, or cannot have one`, () => {
    const isAlone = ({ alsoFails = {} }: SeededFault) => !Object.keys(alsoFails).some((id) => checks.has(id));
    const alone = new Set(proof.faults.filter(isAlone).map(({ catches }) => catches));
    expect([...checks.keys()].filter((id) => !alone.has(id))).toEqual(
      [...checks.keys()].filter((id) => ACCOMPANIED[id]?.in.includes(dialect.id)),
    );
  });

  test(`${dialect.id}: names are unique and recorded, begin with the family of their check, and are no check ids`, () => {
    const cases = [...proof.faults, ...proof.variants];
    const names = cases.map(({ name }) => name);
    expect(names.toSorted()).toEqual([...recorded.keys()].toSorted());
    const strange = cases.filter((each) => {
      const [family] = checkOf(each).split('/');
      return checks.has(each.name) || !new RegExp(`^${family}/[a-z0-9-]+$`, 'u').test(each.name);
    });
    expect(strange).toEqual([]);
  });

  test(`${dialect.id}: verdicts stay the same with other line ends, comments and a byte order mark`, () => {
    const conforming = [...proof.bases.keys()].map((base) => ({ name: base, base, edit: () => {} }));
    const changed: string[] = [];
    for (const { name, base, edit } of [...conforming, ...proof.faults]) {
      if (baseOf(proof, base).delivery !== 'streaming') continue;
      const script = baseOf(proof, base).script();
      edit(script);
      const due = placesOf(script);
      for (const [title, recoded] of Object.entries(RECODINGS)) {
        const places = placesOf(withStreams(script, recoded));
        assert.equal(places.length, due.length);
        changed.push(
          ...places.flatMap((place, at) => (place === due[at] ? [] : `${title}, ${name}: ${place}`)),
        );
      }
    }
    expect(changed).toEqual([]);
  });
}

test('what a fault also fails is a check of some dialect', async () => {
  const ids = new Set(dialects().flatMap(({ rules }) => rules.map(({ id }) => id)));
  const proofs = await Promise.all(dialects().map((dialect) => dialect.proof()));
  const named = proofs.flatMap(({ faults }) =>
    faults.flatMap(({ alsoFails = {} }) => Object.keys(alsoFails)),
  );
  expect(named.filter((id) => !ids.has(id))).toEqual([]);
});

test('no name is that of a fault in one dialect and of a variant in another', async () => {
  const proofs = await Promise.all(dialects().map((dialect) => dialect.proof()));
  const kinds = new Map<string, Set<string>>();
  for (const { faults, variants } of proofs) {
    for (const { name } of faults) kinds.set(name, (kinds.get(name) ?? new Set()).add('fault'));
    for (const { name } of variants) kinds.set(name, (kinds.get(name) ?? new Set()).add('variant'));
  }
  expect([...kinds].filter(([, of]) => of.size > 1).map(([name]) => name)).toEqual([]);
});

test('docs says what it did: every file is as generated', async () => {
  expect(await runCli('docs', '--check')).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^(\d+) of \1 generated files are as the code has them\n$/u),
  });
});

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** What the bytes of a stream may be besides, in the order in which it is done to them. */
const RECODINGS: Readonly<Record<string, readonly ExchangeEdit[]>> = {
  'comments between events, CR LF and a byte order mark': [COMMENTS, CRLF, BOM],
  'lone CR': [LONE_CR],
};

function passedIn(verdicts: Verdicts): string[] {
  return [...verdicts.values()].filter(({ outcome }) => outcome === 'pass').map(({ check }) => check);
}

/** The script with its streams of lines in other bytes. */
function withStreams(script: Script, recodings: readonly ExchangeEdit[]): Script {
  const exchanges = script.exchanges.map((exchange): ScriptedExchange => {
    const { response } = exchange;
    if (typeof response === 'string' || response.body.kind !== 'stream') return exchange;
    if (!['sse', undefined].includes(response.body.framing)) return exchange;
    const recoded = { ...exchange, response: { ...response, recodings: [...response.recodings] } };
    for (const recoding of recodings) recoding(recoded);
    return recoded;
  });
  return { ...script, exchanges };
}

/** Outcome and places by check; comments are what one of the recodings adds. */
function placesOf(script: Script): string[] {
  return [...verdictsOf(script).values()]
    .filter(({ check }) => check !== 'framing/comments')
    .map(({ check, outcome, findings }) => {
      const places = findings.map(
        ({ exchange, event, path }) => `exchange ${exchange} event ${event} ${path}`,
      );
      return [`${check} ${outcome}`, ...places].join(', ');
    });
}
