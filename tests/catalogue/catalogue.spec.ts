import { everyRule } from '../../src/catalogue/every-rule.ts';
import { permanentIds } from '../../src/catalogue/permanent-ids.ts';
import { FAMILIES, RULES } from '../../src/checks/catalogue.ts';
import { familyOf } from '../../src/checks/family.ts';
import { dialects } from '../../src/dialects/catalogue.ts';
import { CONCERNS } from '../../src/playwright/concerns.ts';
import { expect, test } from '../support/test.ts';

const WEIGHTS = ['level', 'impact', 'subject'] as const;

test('ids are permanent: new ones are added to those that are kept, and none may be gone or come twice', () => {
  expect(permanentIds('scenario', ['a', 'b'], null)).toBe('a\nb\n');
  expect(permanentIds('scenario', ['a', 'c', 'b'], 'a\nb\n')).toBe('a\nc\nb\n');
  expect(() => permanentIds('scenario', ['a', 'c', 'c'], 'a\nb\n')).toThrow(
    'the scenario b is gone, and ids are permanent; bring it back\ntwo scenarios have the id c; rename the newer one',
  );
  expect(permanentIds('check', ['a'], 'a\nb\n', { b: 'is part of a' })).toBe('a\n');
  expect(() => permanentIds('check', ['a', 'b'], 'a\n', { b: 'is part of a' })).toThrow(
    'the check b was retired, and ids are permanent; choose another',
  );
});

test('each record stands in the file of its family', () => {
  const strays = FAMILIES.flatMap(({ name, rules }) =>
    Object.keys(rules).filter((id) => !/^[a-z]+\/[a-z0-9-]+$/u.test(id) || familyOf(id) !== name),
  );
  expect(strays).toEqual([]);
  expect(FAMILIES.flatMap(({ rules }) => Object.keys(rules))).toEqual(Object.keys(RULES));
});

for (const { id: dialect, rules, notApplicable } of dialects()) {
  test(`${dialect} has its checks in the order of the catalogue, each once`, () => {
    const ids = rules.map(({ id }) => id);
    const own = new Set(ids);
    expect(ids).toEqual(Object.keys(RULES).filter((id) => own.has(id)));
    expect(Object.keys(notApplicable).filter((id) => own.has(id))).toEqual([]);
  });

  test(`${dialect} weighs a check as its record does, or says why not`, () => {
    const unlike = rules.filter((rule) => {
      const record = RULES[rule.id];
      return WEIGHTS.some((weight) => rule[weight] !== record?.[weight]);
    });
    const explained = rules.filter(({ because = '' }) => /^[a-z].{19,}[^.]$/iu.test(because));
    expect(explained.map(({ id }) => id)).toEqual(unlike.map(({ id }) => id));
  });

  test(`every authority of ${dialect} is a sentence with an address`, () => {
    const weak = rules.flatMap(({ id, authority }) =>
      authority
        .filter(({ url, promise }) => !url.startsWith('https://') || promise.length < 20)
        .map(() => id),
    );
    expect(weak).toEqual([]);
  });
}

test('what a dialect calls not applicable is a check of another', () => {
  const known = everyRule();
  const stray = dialects().flatMap(({ notApplicable }) =>
    Object.keys(notApplicable).filter((id) => !known.has(id)),
  );
  expect(stray).toEqual([]);
});

test('every family belongs to exactly one concern', () => {
  expect(CONCERNS.flatMap(({ families }) => families).toSorted()).toEqual(
    FAMILIES.map(({ name }) => name).toSorted(),
  );
});
