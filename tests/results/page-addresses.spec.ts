/** Where the pages of a report lie, and how they link to one another. */
import {
  conversationFile,
  findingAnchor,
  href,
  outerHref,
  slugOf,
  verdictKeyOf,
} from '../../src/results/page-addresses.ts';
import fc from '../support/property.ts';
import { expect, same, test } from '../support/test.ts';

const slugs: readonly (readonly [names: readonly string[], slug: string | RegExp])[] = [
  [['openrouter/moonshotai/kimi-k2@deepinfra'], 'openrouter_moonshotai_kimi-k2@deepinfra'],
  [['openrouter/a', 'weather', 'streaming'], 'openrouter_a__weather__streaming'],
  [['openrouter/a:free'], /^openrouter_a-free___[0-9a-f]{12}$/],
  [['Qwen/A'], /^qwen_a___[0-9a-f]{12}$/],
  [['../../etc'], /^etc___[0-9a-f]{12}$/],
  [['con'], /^con___[0-9a-f]{12}$/],
  [['a.'], /^a___[0-9a-f]{12}$/],
  [['\u202e<b>'], /^b___[0-9a-f]{12}$/],
  [['💥'], /^x___[0-9a-f]{12}$/],
  [['a'.repeat(300)], /^a{85}___[0-9a-f]{12}$/],
];

for (const [names, slug] of slugs) {
  test(`${JSON.stringify(names).slice(0, 60)} has a slug that any file system takes`, () => {
    if (typeof slug === 'string') expect(slugOf(names)).toBe(slug);
    else expect(slugOf(names)).toMatch(slug);
  });
}

test('different names have different slugs, also where case does not count', () => {
  const name = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'A', 'b', '/', '_', '-', '.', '@', ':') }),
    fc.string(),
  );
  const names = fc.array(name, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(names, names, (left, right) => {
      const [one, other] = [slugOf(left), slugOf(right)];
      expect(one).toMatch(/^[a-z\d][a-z\d@._-]*$/);
      expect(one.length).toBeLessThanOrEqual(100);
      same(one === other, JSON.stringify(left) === JSON.stringify(right));
    }),
  );
});

const key = { target: 'p/m', scenario: 'weather', delivery: 'streaming', sample: 1 } as const;

test('addresses', () => {
  expect(verdictKeyOf({ ...key, check: 'ids/present' })).toBe('p/m · weather · streaming · ids/present');
  expect(verdictKeyOf({ ...key, sample: 2, check: 'ids/present' })).toBe(
    'p/m · weather · streaming · ids/present · sample 2',
  );
  expect(conversationFile({ ...key, sample: 2 })).toBe('conversations/p_m__weather__streaming__2/index.html');
  expect(href('../../', 'targets/a@b/index.html', 'p/m · x')).toBe(
    '../../targets/a@b/index.html#p/m%20%C2%B7%20x',
  );
  expect(
    [
      { exchange: 2, event: 5 },
      { exchange: 2, event: null },
      { exchange: 0, event: null },
    ].map(findingAnchor),
  ).toEqual(['e2-5', 'e2', null]);
  expect(
    ['allure/index.html', 'https://x.test/', '/abs', '#top'].map((link) => outerHref('../', link)),
  ).toEqual(['../allure/index.html', 'https://x.test/', '/abs', '#top']);
});
