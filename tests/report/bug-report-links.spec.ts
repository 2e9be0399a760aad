/** Bug reports stand on the pages of conversations, and wherever else a failure is shown a link leads there. */

import { renderToString } from 'preact-render-to-string';
import { NO_CLIENTS } from '../../src/clients/record.ts';
import { pagesOf } from '../../src/report/site/pages.ts';
import { siteSource } from '../../src/report/site/site-source.ts';
import { assembleResults } from '../../src/results/assemble.ts';
import { checkFile, conversationFile, targetFile } from '../../src/results/page-addresses.ts';
import { checkRecords, runRecord } from '../../src/results/run-record.ts';
import { conversation, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

const FINDING = { exchange: 1, event: 1, path: 'id', message: 'no id', found: '(absent)', expected: 'an id' };

/** The pages of a run in which a check fails, or is only observed to. */
function pagesWith(level: 'MUST' | 'MAY', withEvidence = true) {
  const run = {
    ...runRecord({ mode: 'live', startedAt: new Date(0) }, [], []),
    checks: checkRecords(['openai-chat']),
  };
  const failing = verdict({ level, findings: [FINDING], findingCount: 1 });
  const source = siteSource(
    assembleResults(run, [conversation()], [failing]),
    {},
    {
      evidenceOf: withEvidence ? () => [] : null,
      recordingOf: () => null,
      faults: [],
      clients: NO_CLIENTS,
      gateways: [],
      profiles: [],
    },
  );
  const pages = pagesOf(source);
  return (file: string) => {
    const page = pages.get(file);
    return page === undefined ? '' : renderToString(page.content());
  };
}

const LINK = `${conversationFile(conversation())}#report-ids-present">Bug report</a>`;

test('the pages of the target and of the check lead to it, and the former is where a cell leads', () => {
  const html = pagesWith('MUST');
  // Of the feature that the check decides, and of the check.
  expect(html(targetFile('p/m')).split(`"../../${LINK}`)).toHaveLength(3);
  expect(html(checkFile('ids/present')).split(`"../../${LINK}`)).toHaveLength(2);
});

test('what is only observed has none, nor a report without the pages of conversations', () => {
  for (const html of [pagesWith('MAY'), pagesWith('MUST', false)]) {
    expect(html(targetFile('p/m'))).not.toContain('Bug report');
    expect(html(checkFile('ids/present'))).not.toContain('Bug report');
  }
});

test('failures are called new only beside a baseline', () => {
  expect(pagesWith('MUST')('run/index.html')).toContain(
    '<h2 id="failures">Failures <span class="tally">1</span>',
  );
});
