/** JSON escapes in texts that are longer than one read. */
import { unescapeJson } from '../../src/redact/json-escapes.ts';
import { toByteText } from '../../src/redact/search.ts';
import { expect, test } from '../support/test.ts';

const VALUES = [...Array(40_000).keys()].map((at) => ({ key: `value ${at}` }));

/** The content of JSON strings, without their quotes. */
const SOURCES: Readonly<Record<string, () => string>> = {
  'JSON in JSON in JSON': () => inside(JSON.stringify({ arguments: JSON.stringify(VALUES) })),
  'a string in a string, 20 times': () =>
    inside([...Array(20)].reduce<string>((text) => JSON.stringify(text), 'deep"')),
  'pairs of escaped surrogates': () => '\\ud83d\\ude00\\n'.repeat(90_000),
  'escaped backslashes before what looks like an escape': () => '\\\\ud83d\\\\\\ud83d\\ude00'.repeat(60_000),
};

function inside(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

for (const [what, make] of Object.entries(SOURCES)) {
  test(`${what} reads as JSON does`, () => {
    const repeated = make();
    expect(repeated.length).toBeGreaterThan(1 << 20);
    // Each prefix moves the boundaries between reads to another place in the repeated text.
    for (const before of ['', 'a', 'bc', 'def']) {
      const source = `${before}${repeated}`;
      expect(unescapeJson(source) === toByteText(JSON.parse(`"${source}"`))).toBe(true);
    }
  });
}
