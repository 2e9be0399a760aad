/** What is taken out of the pages that Allure writes, and what is put into them. */
import { awaitOwnData, makeOffline } from '../../src/report/allure-offline.ts';
import { expect, test } from '../support/test.ts';

test.describe('pages without analytics', () => {
  const ANALYTICS = `
    <script async src="https://www.googletagmanager.com/gtag/js?id=G-LNDJ3J7WT0"></script>
    <script>
        window.dataLayer = window.dataLayer || [];
        function gtag(){dataLayer.push(arguments);}
        gtag('js', new Date());
        gtag('config', 'G-LNDJ3J7WT0', { "report": "awesome" });
    </script>`;
  const pageOf = (body: string) =>
    `<html><head>\n    <meta charset="utf-8">\n</head><body>${body}</body></html>`;

  test('lose it, and get a policy against other hosts', () => {
    const page = makeOffline(pageOf(`<script src="app.js"></script>${ANALYTICS}\n<p>kept</p>`), 'index.html');
    expect(page).toMatch(
      /<meta charset="utf-8">\n\s*<meta http-equiv="Content-Security-Policy" content="default-src 'self'/,
    );
    expect(page).toContain('<body><script src="app.js"></script>\n<p>kept</p></body>');
  });

  for (const [what, html] of [
    ['no longer has it', pageOf('')],
    ['has it in another shape', pageOf(ANALYTICS.replace('googletagmanager', 'google-analytics'))],
    ['has it twice', pageOf(ANALYTICS + ANALYTICS)],
    ['mentions it elsewhere', pageOf(`${ANALYTICS}<script>gtag("event")</script>`)],
    ['loads from another host', pageOf(`${ANALYTICS}<script async src="//cdn.example/x.js"></script>`)],
    ['has no place for the policy', ANALYTICS],
  ] as const) {
    test(`a page that ${what} is an error`, () => {
      expect(() => makeOffline(html, 'report/index.html')).toThrow(
        /^report\/index\.html: .*Allure has changed/,
      );
    });
  }
});

test.describe('a page that carries its data', () => {
  const ROOM = 'window.allureReportData = window.allureReportData || {};';

  test('has room for them before the app begins', () => {
    const page = `<title>a</title><script src="app.js"></script><script>${ROOM}</script>`;
    const [before, after] = awaitOwnData(page, 'index.html').split('<script src="app.js">');
    expect(before).toContain(ROOM);
    expect(after).toContain(ROOM);
  });

  for (const [what, html] of [
    ['makes no such room', '<title>a</title><script src="app.js"></script>'],
    ['has no title', `<script>${ROOM}</script>`],
  ] as const) {
    test(`one that ${what} is an error`, () => {
      expect(() => awaitOwnData(html, 'report/index.html')).toThrow(
        /^report\/index\.html: .*Allure has changed/,
      );
    });
  }
});
