/** @jsxRuntime automatic @jsxImportSource preact */
import { ABOUT_FEATURES_FILE, featuresFile } from '../../../results/page-addresses.ts';
import { clientStandings } from '../clients/evidence.ts';
import { gotWorse } from '../diff/worse.ts';
import type { SitePage } from '../site-page.ts';
import { AboutFeatures } from './about.tsx';
import { featureGroups } from './groups.ts';
import { FeaturesPage, featurePages } from './page.tsx';

/** The front page. A table of many targets goes on on further pages. */
export const features: SitePage = {
  order: 10,
  entry: { label: 'Features', file: featuresFile(1) },
  files(source) {
    const { site, features: rows, clients: measured } = source;
    const worse = gotWorse(source);
    const table = featureGroups(rows);
    const clients = clientStandings(site, measured);
    return {
      pages: [
        ...Array.from({ length: featurePages(table) }, (_, at) => at + 1).map((page) => {
          const root = page === 1 ? ('' as const) : ('../../' as const);
          return {
            file: featuresFile(page),
            root,
            title: page === 1 ? 'Features' : `Features, page ${page}`,
            isEntry: true,
            content: () => (
              <FeaturesPage
                site={site}
                table={table}
                clients={clients}
                worse={worse}
                page={page}
                root={root}
              />
            ),
          };
        }),
        {
          file: ABOUT_FEATURES_FILE,
          root: '../',
          title: 'What each feature asks',
          isEntry: false,
          content: () => <AboutFeatures />,
        },
      ],
    };
  },
};
