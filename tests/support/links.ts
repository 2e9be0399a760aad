/** The targets of the links on a report's pages, read from the HTML text, as a reader without scripts sees them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface Links {
  /** Links to a missing file or a missing anchor, each with its page. */
  readonly broken: readonly string[];
  readonly count: number;
  /** Pages that use an id twice. */
  readonly ambiguous: readonly string[];
}

/** @param pages pages below the folder. Links to other files are only checked for existence. */
export function linksOf(folder: string, pages: readonly string[]): Links {
  const ids = new Map<string, ReadonlySet<string>>();
  const links: { readonly from: string; readonly to: URL }[] = [];
  const ambiguous: string[] = [];
  for (const page of pages) {
    const url = pathToFileURL(join(folder, page)).href;
    const html = readFileSync(join(folder, page), 'utf8');
    const found = [...html.matchAll(/<[a-z][^>]* id="([^"]*)"/gu)].map(([, id = '']) => plain(id));
    ids.set(url, new Set(found));
    if (new Set(found).size < found.length) ambiguous.push(page);
    for (const [, href = ''] of html.matchAll(/<a(?=\s)[^>]* href="([^"]*)"/gu))
      links.push({ from: page, to: new URL(plain(href), url) });
  }
  const isBroken = ({ to }: { readonly to: URL }) => {
    if (to.protocol !== 'file:') return false;
    // The part after a question mark is the reader's choice on the page.
    const file = to.href.split(/[?#]/u)[0] ?? '';
    const anchors = ids.get(file);
    if (anchors === undefined) return !existsSync(fileURLToPath(file));
    return to.hash !== '' && !anchors.has(decodeURIComponent(to.hash.slice(1)));
  };
  return {
    broken: links.filter(isBroken).map(({ from, to }) => `${from}: ${to.href}`),
    count: links.length,
    ambiguous,
  };
}

/**
 * Returns the dead links of a page after its scripts have run: those to a missing file, or to a missing anchor on the
 * page itself.
 *
 * @param page the URL of the page
 * @param ids the anchors on the page
 */
export function deadLinks(page: string, hrefs: readonly string[], ids: readonly string[]): string[] {
  return hrefs.filter((href) => {
    const url = new URL(href);
    if (url.protocol !== 'file:') return false;
    if (!existsSync(fileURLToPath(url))) return true;
    const isWithin = url.hash !== '' && href.startsWith(`${page}#`);
    return isWithin && !ids.includes(decodeURIComponent(url.hash.slice(1)));
  });
}

/** Decodes the character references in an attribute's value. */
function plain(value: string): string {
  return value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}
