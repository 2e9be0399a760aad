/** Every file of the report, with the way to make it. */
import * as all from './every-page.ts';
import { type ReportLinks, renderPage } from './page.tsx';
import type { ReportFile, SitePage } from './site-page.ts';
import type { SiteSource } from './site-source.ts';

const PAGES: readonly SitePage[] = Object.values(all).sort((left, right) => left.order - right.order);

/** The pages, then the files that go with them. */
export function filesOf(
  source: SiteSource,
  links: ReportLinks,
): { readonly pages: ReportFile[]; readonly others: ReportFile[] } {
  const { run } = source.site;
  const navigation = PAGES.flatMap(({ entry }) => entry ?? []);
  const made = PAGES.map((page) => ({ entry: page.entry ?? null, ...page.files(source) }));
  return {
    pages: made.flatMap(({ entry, pages }) =>
      pages.map(({ file, content, isEntry, ...frame }) => ({
        file,
        text: () => renderPage({ ...frame, run, links, navigation, here: isEntry ? entry : null }, content()),
      })),
    ),
    others: made.flatMap(({ others = [] }) => others),
  };
}
