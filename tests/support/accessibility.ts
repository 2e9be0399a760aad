/** What axe finds on a page. */
import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** The rules that the page as it is shown breaks, each with the first element that does, behind `name`. */
export async function violationsOn(page: Page, name: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // Its preloading would fetch the style sheet, which the policy of the page forbids.
    .options({ preload: false, resultTypes: ['violations'] })
    // What the other mode adds are frames of other hosts, of which there are none: it takes twice as long.
    .setLegacyMode(true)
    .analyze();
  return violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html}`);
}

/**
 * Which of these pages have an element, or one behind another, that none before them has; told by names, attributes and
 * classes. Axe takes its time for each page, and finds on the others what it found on these.
 */
export function pagesOfNewKinds(files: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const isNew = (file: string) => {
    const known = seen.size;
    let before = '';
    for (const [tag] of readFileSync(file, 'utf8').matchAll(/<[a-z][^>]*>/gu)) {
      const kind = tag.replaceAll(/ (?!class=)([a-z-]+)="[^"]*"/gu, ' $1');
      seen.add(before + kind);
      before = kind;
    }
    return seen.size > known;
  };
  return new Set(files.filter(isNew));
}
