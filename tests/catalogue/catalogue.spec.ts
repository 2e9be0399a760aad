import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { everyRule } from '../../src/catalogue/every-rule.ts';
import { dialects } from '../../src/dialects/catalogue.ts';
import { FAMILIES, familyOf } from '../../src/judge/families.ts';
import { CONCERNS } from '../../src/playwright/concerns.ts';

test('ids are permanent: none vanishes, none is used twice', () => {
  const pinned = readFileSync(new URL('check-ids.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  expect([...everyRule().keys()]).toEqual(pinned);
  expect(new Set(pinned).size).toBe(pinned.length);
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
