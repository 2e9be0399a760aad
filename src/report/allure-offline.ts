/**
 * Keeps Allure's pages offline. Removes their analytics, makes the browser block requests to other hosts, and lets a
 * single-file page wait for its own data.
 */
import { SuiteError } from '../system/failure.ts';

/**
 * The snippet that @allurereport/plugin-awesome 3.18 puts before the data of each page (`dist/generators.js`,
 * `analyticsEnable`).
 */
const ANALYTICS =
  /[ \t]*<script async src="https:\/\/www\.googletagmanager\.com\/gtag\/js\?id=[\w-]+"><\/script>\s*<script>(?:(?!<\/script>)[\s\S])*\bgtag\('config'(?:(?!<\/script>)[\s\S])*<\/script>\n?/g;

/** None of these occurs by chance in the base64 of the report's data. */
const TRACES = /google-?tag-?manager|google-analytics|\bgtag\(/i;

/** An element that loads from another host by itself. A link that a reader may click is not such an element. */
const FOREIGN =
  /<(?:script|link|img|iframe|source|video|audio|embed|object)\b[^>]*\b(?:src|href|data)\s*=\s*["']?(?:https?:)?\/\//i;

/**
 * Allows what Allure's own code needs, and only the host that serves the page. It also covers code of later Allure
 * versions that the patterns here would miss.
 */
const POLICY =
  "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; base-uri 'self' file:; form-action 'none'; object-src 'none'";

/**
 * Returns the page without its analytics and with a policy that forbids requests to other hosts.
 *
 * @param html the page as Allure wrote it
 * @param page the name of the page in errors
 * @throws {SuiteError} if the page has an unexpected structure, so that an upgrade of Allure cannot silently bring the
 *   analytics back
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

/** The statement by which a single-file page creates the object for its data. It comes after the app's own script. */
const ROOM_FOR_DATA = 'window.allureReportData = window.allureReportData || {};';

/**
 * Makes a single-file page create the object for its data before the app starts. The app requests its data from a
 * server unless that object exists (`reportDataUrl` of @allurereport/web-commons 3.18), and the page creates it only
 * together with the data. On a slow connection the app may start before the rest of the page arrives, and the report
 * would then stay empty.
 *
 * @param html the page as Allure wrote it
 * @param page the name of the page in errors
 * @throws {SuiteError} if the page has an unexpected structure
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
