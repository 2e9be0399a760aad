/** What axe finds on a page. */
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
