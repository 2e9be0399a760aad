/** @jsxRuntime automatic @jsxImportSource preact */
import { brokenBy } from '../../../clients/matrix.ts';
import { CHECKS_FILE, checkFile } from '../../../results/page-addresses.ts';
import type { SitePage } from '../site-page.ts';
import { ChecksPage } from './catalogue-page.tsx';
import { CheckPage } from './page.tsx';

/** The catalogue of checks, and a page for each. */
export const checks: SitePage = {
  order: 20,
  entry: { label: 'Catalogue', file: CHECKS_FILE },
  files: ({ site, faults, clients, evidenceOf }) => ({
    pages: [
      {
        file: CHECKS_FILE,
        root: '../',
        title: 'Catalogue of checks',
        isEntry: true,
        content: () => <ChecksPage site={site} />,
      },
      ...site.checks.map((entry) => ({
        file: checkFile(entry.id),
        root: '../../' as const,
        title: entry.id,
        isEntry: false,
        content: () => (
          <CheckPage
            run={site.run}
            entry={entry}
            faults={faults}
            broken={brokenBy(entry.id, clients.trials)}
            linking={{ root: '../../', withConversations: evidenceOf !== null }}
          />
        ),
      })),
    ],
  }),
};
