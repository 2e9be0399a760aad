/** @jsxRuntime automatic @jsxImportSource preact */
import { RUN_FILE } from '../history/addresses.ts';
import type { SitePage } from '../site-page.ts';
import { RunPage } from './page.tsx';

const RESULTS = { file: 'results.jsonl', what: 'every verdict with its findings, one a line' };

/** What the run did, and its files. */
export const run: SitePage = {
  order: 40,
  entry: { label: 'Run', file: RUN_FILE },
  files: ({ site, context: { gate = null, baseline, downloads = [] }, evidenceOf }) => ({
    pages: [
      {
        file: RUN_FILE,
        root: '../',
        title: 'Run',
        isEntry: true,
        content: () => (
          <RunPage
            site={site}
            downloads={[RESULTS, ...downloads]}
            gate={gate}
            hasBaseline={baseline !== undefined}
            withConversations={evidenceOf !== null}
          />
        ),
      },
    ],
  }),
};
