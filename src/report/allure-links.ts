/**
 * Links from the Allure report to our own pages. Allure makes a link of an address with a scheme only, and ours are
 * relative, since nobody knows where a report will lie. So results name our pages on a host that cannot exist, and a
 * script in Allure's page puts the relative address in its place as soon as a link is pointed at.
 */
import { fragment } from '../results/page-addresses.ts';

const NOWHERE = 'https://pages.invalid/';

/** The address of one of our pages, as a result names it. */
export function pageUrl(file: string, anchor: string | null = null): string {
  return `${NOWHERE}${file}${anchor === null ? '' : `#${fragment(anchor)}`}`;
}

/**
 * A page of an Allure report whose links to our pages lead there.
 *
 * @param site the folder of our pages as seen from the report, such as `../`.
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
