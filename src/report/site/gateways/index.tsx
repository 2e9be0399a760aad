/** @jsxRuntime automatic @jsxImportSource preact */
import { byGateway } from '../../../gateway/by-gateway.ts';
import { GATEWAYS_PAGE, gatewayFile } from '../../../results/page-addresses.ts';
import type { SitePage } from '../site-page.ts';
import { GatewayPage } from './gateway-page.tsx';
import { GatewaysPage } from './page.tsx';

/** What gateways keep, change, lose and invent, and each of them with both of its wires side by side. */
export const gateways: SitePage = {
  order: 27,
  entry: { label: 'Gateways', file: GATEWAYS_PAGE },
  files({ site, gateways: records }) {
    const measured = byGateway(records);
    return {
      pages: [
        {
          file: GATEWAYS_PAGE,
          root: '../',
          title: 'Gateways',
          isEntry: true,
          content: () => <GatewaysPage gateways={measured} />,
        },
        ...measured.map((gateway) => ({
          file: gatewayFile(gateway.tried.gateway),
          root: '../../' as const,
          title: `Through ${gateway.tried.gateway}`,
          isEntry: false,
          content: () => <GatewayPage gateway={gateway} site={site} />,
        })),
      ],
    };
  },
};
