/** Every file of the report, with the way to make it. */

import type { ReportFile } from '../../system/placing.ts';
import * as all from './every-page.ts';
import { type NavigationEntry, type ReportLinks, renderPage } from './page.tsx';
import type { PageFile, SitePage } from './site-page.ts';
import type { SiteSource } from './site-source.ts';

const PAGES: readonly SitePage[] = Object.values(all).sort((left, right) => left.order - right.order);

/** What the navigation leads to. */
export const NAVIGATION: readonly NavigationEntry[] = PAGES.flatMap(({ entry }) => entry ?? []);

/** The pages, then the files that go with them. */
export function filesOf(
  source: SiteSource,
  links: ReportLinks,
): { readonly pages: ReportFile[]; readonly others: ReportFile[] } {
  const { run } = source.site;
  const made = PAGES.map((page) => ({ entry: page.entry ?? null, ...page.files(source) }));
  return {
    pages: made.flatMap(({ entry, pages }) =>
      pages.map(({ file, content, isEntry, ...frame }) => ({
        file,
        text: () =>
          renderPage(
            { ...frame, run, links, navigation: NAVIGATION, here: isEntry ? entry : null },
            content(),
          ),
      })),
    ),
    others: made.flatMap(({ others = [] }) => others),
  };
}

/** The pages alone, by their file. */
export function pagesOf(source: SiteSource): ReadonlyMap<string, PageFile> {
  return new Map(PAGES.flatMap((page) => page.files(source).pages.map((made) => [made.file, made])));
}
