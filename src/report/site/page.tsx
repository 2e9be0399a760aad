/** @jsxRuntime automatic @jsxImportSource preact */
/** The frame that every page has: head, header with the ways through the report, footer. */
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { href, outerHref, type Root } from '../../results/page-addresses.ts';
import type { RunRecord } from '../../results/results.ts';
import { plainText } from '../../text/display.ts';
import { instant } from '../../text/quantities.ts';

/** Other reports of the same run: absolute URLs, or paths from the folder of this report. */
export interface ReportLinks {
  readonly playwright?: string;
  readonly allure?: string;
}

/** A page that every page leads to. */
export interface NavigationEntry {
  readonly label: string;
  /** Below the folder of the report. */
  readonly file: string;
}

/** What a page runs besides the script that all pages have. */
export interface PageScripts {
  /** Below the folder of the report, in their order. */
  readonly files: readonly string[];
  /** What its policy allows them, besides loading what belongs to the report. */
  readonly policy: string;
}

export interface PageFrame {
  readonly root: Root;
  /** What the page is about, for the title and the bookmarks. */
  readonly title: string;
  readonly run: RunRecord;
  readonly links: ReportLinks;
  readonly navigation: readonly NavigationEntry[];
  /** The entry of the navigation that leads here. */
  readonly here: NavigationEntry | null;
  readonly scripts?: PageScripts | undefined;
}

/** The whole page as HTML text. */
export function renderPage(frame: PageFrame, content: VNode): string {
  return `<!doctype html>\n${plainQuotes(renderToString(<Page {...frame}>{content}</Page>))}\n`;
}

/** A tag behind its `<`, with its attributes, in which quotes are escaped. */
const TAG = /^(?:"[^"]*"|[^">])*>/u;

/**
 * Quotes need no escape in texts, and what stood on a wire is full of them: a quarter of some pages. A `<` begins a tag:
 * every other one is escaped.
 */
function plainQuotes(html: string): string {
  const [before = '', ...tagged] = html.split('<');
  const plain = tagged.map((piece) => {
    if (!piece.includes('&quot;')) return piece;
    const [tag = ''] = TAG.exec(piece) ?? [];
    return tag + piece.slice(tag.length).replaceAll('&quot;', '"');
  });
  return [before.replaceAll('&quot;', '"'), ...plain].join('<');
}

/** Nothing but the report's own files; no inline script or style, so that no evidence can bring any. */
const POLICY =
  "default-src 'none'; connect-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%23134e5e'/%3E%3Cpath d='M4 8.5l2.7 3L12 5' fill='none' stroke='white' stroke-width='2'/%3E%3C/svg%3E";

/** So that the columns of a table do not move while a slow machine, or one behind a slow line, reads on. */
const SHOWN_WHEN_WHOLE = { rel: 'expect', href: '#whole', blocking: 'render' };

type PageProps = PageFrame & { readonly children: ComponentChildren };

function Page({ root, title, run, links, navigation, here, scripts, children }: PageProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content={`${POLICY}; ${scripts?.policy ?? "script-src 'self'"}`}
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>{`${plainText(title, 120)} · tool-call conformance`}</title>
        <link rel="icon" href={ICON} />
        <link {...SHOWN_WHEN_WHOLE} />
        <link rel="stylesheet" href={`${root}report.css`} />
        {['report.js', ...(scripts?.files ?? [])].map((file) => (
          <script key={file} src={`${root}${file}`} defer />
        ))}
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to the content
        </a>
        <header class="site">
          <a class="name" href={href(root, 'index.html')}>
            tool-call <b>conformance</b>
          </a>
          <nav aria-label="Report">
            {navigation.map((entry) => (
              <a
                key={entry.file}
                href={href(root, entry.file)}
                {...(entry === here ? { 'aria-current': 'page' as const } : {})}
              >
                {entry.label}
              </a>
            ))}
          </nav>
          <button type="button" class="help" aria-haspopup="dialog">
            Keys <kbd>?</kbd>
          </button>
        </header>
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        <footer class="site">
          <p>
            Run of {instant(run.startedAt)} · toolcall-conformance {plainText(run.suite.version, 40)}
          </p>
          <nav aria-label="The same run elsewhere">
            <a href={href(root, 'results.jsonl')}>results.jsonl</a>
            {links.playwright !== undefined && (
              <a href={outerHref(root, links.playwright)}>Playwright report</a>
            )}
            {links.allure !== undefined && <a href={outerHref(root, links.allure)}>Allure report</a>}
          </nav>
        </footer>
        <span id="whole" hidden />
      </body>
    </html>
  );
}
