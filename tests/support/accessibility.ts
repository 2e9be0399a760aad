/** The accessibility problems that axe finds on a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

/** The settings of a reader's browser window. */
interface Look {
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}

/** Covers each colour scheme and each width once. */
export const WIDE_AND_NARROW: readonly Look[] = [
  { colorScheme: 'light', width: 1400, height: 900 },
  { colorScheme: 'dark', width: 320, height: 900 },
];

/** Every colour scheme at every width. The order minimises the changes between two looks. */
export const ALL_LOOKS: readonly Look[] = [
  { colorScheme: 'light', width: 1400, height: 844 },
  { colorScheme: 'dark', width: 1400, height: 844 },
  { colorScheme: 'dark', width: 390, height: 844 },
  { colorScheme: 'light', width: 390, height: 844 },
];

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Returns the rules that the page breaks in any of these looks, each with the first offending element. Opens the page
 * once and resizes its window, because loading axe takes longer than running it again.
 */
export async function troublesIn(page: Page, looks: readonly Look[], name: string): Promise<string[]> {
  const troubles: string[] = [];
  for (const look of looks) {
    const { colorScheme, width, height } = look;
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    const of = `${name}, ${colorScheme}, ${width} pixels wide`;
    if (await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'))
      troubles.push(`${of}: scrolls sideways`);
    troubles.push(...(await violationsOn(page, of)));
  }
  return troubles;
}

/** Returns the rules that the page breaks as currently shown, each with `name` and the first offending element. */
export async function violationsOn(page: Page, name: string): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(AXE);
  // Preloading would fetch the style sheet, which the page's policy forbids.
  const { violations } = await page.evaluate<AxeResults>(
    "axe.run(document, { preload: false, resultTypes: ['violations'] })",
  );
  return violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html}`);
}

const VOID = new Set(['br', 'col', 'hr', 'img', 'input', 'link', 'meta']);

/**
 * Chooses a few small pages that together contain every kind of element on all these pages. An element's kind is its
 * name, attributes and classes and those of its ancestors. Axe needs time for each element, and the other pages would
 * only repeat its findings.
 */
export function pagesOfAllKinds(files: readonly string[]): readonly string[] {
  const left = new Map(files.map((file) => [file, kindsIn(readFileSync(file, 'utf8'))]));
  const seen = new Set<string>();
  const chosen: string[] = [];
  const worth = ({ kinds, elements }: Kinds) =>
    [...kinds].filter((kind) => !seen.has(kind)).length / (elements + ELEMENTS_OF_OPENING);
  for (;;) {
    const [best] = [...left]
      .map(([file, kinds]) => ({ file, kinds, worth: worth(kinds) }))
      .toSorted((one, other) => other.worth - one.worth);
    if (best === undefined || best.worth === 0) return chosen;
    chosen.push(best.file);
    for (const kind of best.kinds.kinds) seen.add(kind);
    left.delete(best.file);
  }
}

/** Opening a page costs as much time as checking this number of elements. */
const ELEMENTS_OF_OPENING = 200;

interface Kinds {
  readonly kinds: ReadonlySet<string>;
  readonly elements: number;
}

function kindsIn(html: string): Kinds {
  const kinds = new Set<string>();
  const open: { readonly name: string; readonly kind: string }[] = [];
  let elements = 0;
  for (const [tag, end, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/gu)) {
    if (end !== '') {
      open.length = Math.max(
        open.findLastIndex((each) => each.name === name),
        0,
      );
      continue;
    }
    elements += 1;
    const own = tag.replaceAll(/ (?!class=)([a-z-]+)="[^"]*"/gu, ' $1');
    const kind = `${open.at(-1)?.kind ?? ''}${own}`;
    kinds.add(kind);
    if (!VOID.has(name)) open.push({ name, kind });
  }
  return { kinds, elements };
}
