/**
 * Keeps the pages of Allure from talking to anyone: their analytics taken out, the browser told to allow no other host,
 * and a page that carries its data kept from asking for them elsewhere.
 */
import { SuiteError } from '../system/failure.ts';

/** What @allurereport/plugin-awesome 3.18 puts before the data of each page (`dist/generators.js`, `analyticsEnable`). */
const ANALYTICS =
  /[ \t]*<script async src="https:\/\/www\.googletagmanager\.com\/gtag\/js\?id=[\w-]+"><\/script>\s*<script>(?:(?!<\/script>)[\s\S])*\bgtag\('config'(?:(?!<\/script>)[\s\S])*<\/script>\n?/g;

/** None of them can come up in the base64 of the report's data. */
const TRACES = /google-?tag-?manager|google-analytics|\bgtag\(/i;

/** An element that fetches from another host by itself; the target of a link that a reader may click is none. */
const FOREIGN =
  /<(?:script|link|img|iframe|source|video|audio|embed|object)\b[^>]*\b(?:src|href|data)\s*=\s*["']?(?:https?:)?\/\//i;

/**
 * What Allure's own code needs, and no host but the one that serves the page. It holds for whatever a later Allure
 * brings along, in code that no pattern here would see.
 */
const POLICY =
  "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; base-uri 'self' file:; form-action 'none'; object-src 'none'";

/**
 * A page of an Allure report without its analytics, and with a policy that forbids requests to other hosts.
 *
 * @param html the page as Allure wrote it.
 * @param page how errors name it.
 * @throws {SuiteError} when the page is not built as expected, so that an upgrade of Allure cannot bring the analytics back unseen.
 */
export function makeOffline(html: string, page: string): string {
  const found = html.match(ANALYTICS)?.length ?? 0;
  if (found !== 1) throw changed(page, `${found} analytics snippets where one was expected`);
  const stripped = html.replace(ANALYTICS, '');
  const trace = TRACES.exec(stripped) ?? FOREIGN.exec(stripped);
  if (trace !== null)
    throw changed(page, `still ${JSON.stringify(trace[0])} after the analytics were taken out`);
  const [before, after, ...more] = stripped.split('<meta charset="utf-8">');
  if (before === undefined || after === undefined || more.length > 0)
    throw changed(page, 'no <meta charset="utf-8">');
  return `${before}<meta charset="utf-8">\n    <meta http-equiv="Content-Security-Policy" content="${POLICY}">${after}`;
}

/** Where a page that carries its data makes room for them, behind the app's own script. */
const ROOM_FOR_DATA = 'window.allureReportData = window.allureReportData || {};';

/**
 * An Allure page that carries its data, which waits for them however slowly it arrives. The app asks a server for its
 * data unless there is room for them (`reportDataUrl` of @allurereport/web-commons 3.18), and makes that room only with
 * the data. Where the app had begun before, because the rest of the page was still under way, the report stayed empty.
 *
 * @param html the page as Allure wrote it.
 * @param page how errors name it.
 * @throws {SuiteError} when the page is not built as expected.
 */
export function awaitOwnData(html: string, page: string): string {
  const [head, body, ...more] = html.split('</title>');
  if (head === undefined || body === undefined || more.length > 0) throw changed(page, 'no title');
  if (!body.includes(ROOM_FOR_DATA)) throw changed(page, `no ${JSON.stringify(ROOM_FOR_DATA)}`);
  return `${head}</title>\n    <script>${ROOM_FOR_DATA}</script>${body}`;
}

function changed(page: string, what: string): SuiteError {
  return new SuiteError(
    `${page}: ${what}; Allure has changed, so look at its page and adapt src/report/allure-offline.ts`,
  );
}
