/**
 * Links from the Allure report to the pages of this suite. Allure makes links only of URLs with a scheme, but these
 * links must be relative, because the location of a report is not known in advance. So results use a host that cannot
 * exist, and a script in Allure's page replaces it by the relative path when a link is hovered or focused.
 */
import { fragment } from '../results/page-addresses.ts';

const NOWHERE = 'https://pages.invalid/';

/** Returns the URL that a result uses for a page of this suite. */
export function pageUrl(file: string, anchor: string | null = null): string {
  return `${NOWHERE}${file}${anchor === null ? '' : `#${fragment(anchor)}`}`;
}

/**
 * Adds the script that makes the links of an Allure page lead to the pages of this suite.
 *
 * @param site the folder of the pages, relative to the report, such as `../`
 */
export function withPageLinks(html: string, site: string): string {
  const script = `<script>
      for (const type of ['pointerover', 'focusin']) {
        document.addEventListener(type, ({ target }) => {
          const link = target.closest('a[href^="${NOWHERE}"]');
          if (link) link.setAttribute('href', ${JSON.stringify(site)} + link.getAttribute('href').slice(${NOWHERE.length}));
        });
      }
    </script>`;
  return html.replace('</title>', (end) => `${end}\n    ${script}`);
}
