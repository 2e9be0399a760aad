/** What the folders of pages say of themselves. */

import { NO_CLIENTS } from '../../src/clients/record.ts';
import * as all from '../../src/report/site/every-page.ts';
import { filesOf } from '../../src/report/site/pages.ts';
import type { SitePage } from '../../src/report/site/site-page.ts';
import { siteSource } from '../../src/report/site/site-source.ts';
import { assembleResults } from '../../src/results/assemble.ts';
import { runRecord } from '../../src/results/run-record.ts';
import { expect, test } from '../support/test.ts';

const PAGES: readonly SitePage[] = Object.values(all);

test('each page has a place of its own, and the navigation leads to a page that is marked as its own', () => {
  expect(new Set(PAGES.map(({ order }) => order)).size).toBe(PAGES.length);
  const results = assembleResults(runRecord({ mode: 'replay', startedAt: new Date(0) }, [], []), [], []);
  const source = siteSource(
    results,
    {},
    {
      evidenceOf: null,
      recordingOf: () => null,
      faults: [],
      clients: NO_CLIENTS,
      gateways: [],
      profiles: [],
    },
  );
  const { pages, others } = filesOf(source, {});
  const files = [...pages, ...others].map(({ file }) => file);
  expect(new Set(files).size).toBe(files.length);
  for (const { entry } of PAGES) {
    if (entry === undefined) continue;
    const html = String(pages.find(({ file }) => file === entry.file)?.text());
    expect.soft(html, entry.label).toContain(`aria-current="page">${entry.label}</a>`);
  }
});
