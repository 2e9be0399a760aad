import { expect, test } from '@playwright/test';
import { everyRule } from '../../src/catalogue/every-rule.ts';
import { permanentIds } from '../../src/catalogue/permanent-ids.ts';
import { dialects } from '../../src/dialects/catalogue.ts';
import { FAMILIES, familyOf } from '../../src/judge/families.ts';
import { CONCERNS } from '../../src/playwright/concerns.ts';

test('ids are permanent: new ones are added to those that are kept, and none may be gone or come twice', () => {
  expect(permanentIds('scenario', ['a', 'b'], null)).toBe('a\nb\n');
  expect(permanentIds('scenario', ['a', 'c', 'b'], 'a\nb\n')).toBe('a\nc\nb\n');
  expect(() => permanentIds('scenario', ['a', 'c', 'c'], 'a\nb\n')).toThrow(
    'the scenario b is gone, and ids are permanent; bring it back\ntwo scenarios have the id c; rename the newer one',
  );
});

for (const { id: dialect, rules, notApplicable } of dialects()) {
  test(`${dialect} has its checks in the order of the catalogue, each once`, () => {
    const ids = rules.map(({ id }) => id);
    const own = new Set(ids);
    expect(ids).toEqual([...own]);
    expect(ids.toSorted((left, right) => rankOf(left) - rankOf(right))).toEqual(ids);
    expect(Object.keys(notApplicable).filter((id) => own.has(id))).toEqual([]);
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

test('every family has its place in the catalogue, and belongs to exactly one concern', () => {
  expect(Object.values(CONCERNS).flat().sort()).toEqual([...FAMILIES].sort());
  const strange = [...everyRule().keys()].filter((id) => rankOf(id) === -1);
  expect(strange).toEqual([]);
});

function rankOf(id: string): number {
  const families: readonly string[] = FAMILIES;
  return families.indexOf(familyOf(id));
}
