/** @jsxRuntime automatic @jsxImportSource preact */
import { clientCounts } from '../../../clients/harm.ts';
import { CLIENTS_PAGE, clientFile, faultsFile } from '../../../results/page-addresses.ts';
import type { SitePage } from '../site-page.ts';
import { ClientPage } from './client-page.tsx';
import { clientStandings } from './evidence.ts';
import { FaultsPage } from './faults-page.tsx';
import { harmfulFaults } from './harmful-faults.ts';
import { ClientsPage } from './page.tsx';

/** The effects of faults on clients, and for each client whether the targets of the run are ready for it. */
export const clients: SitePage = {
  order: 25,
  entry: { label: 'Clients', file: CLIENTS_PAGE },
  files({ site, clients: measured }) {
    const rows = clientCounts(measured.sound, measured.trials);
    return {
      pages: [
        {
          file: CLIENTS_PAGE,
          root: '../',
          title: 'Clients',
          isEntry: true,
          content: () => <ClientsPage rows={rows} standings={clientStandings(site, measured)} />,
        },
        ...rows.map((row) => ({
          file: clientFile(row.client),
          root: '../../' as const,
          title: `Ready for ${row.client}`,
          isEntry: false,
          content: () => <ClientPage row={row} site={site} measured={measured} />,
        })),
        ...harmfulFaults(measured).map((faults) => ({
          file: faultsFile(faults.dialect, faults.check),
          root: '../../' as const,
          title: `Clients and ${faults.check}`,
          isEntry: false,
          content: () => <FaultsPage faults={faults} site={site} />,
        })),
      ],
    };
  },
};
