/** @jsxRuntime automatic @jsxImportSource preact */
import { PROFILES_PAGE } from '../../../results/page-addresses.ts';
import type { SitePage } from '../site-page.ts';
import { ProfilesPage } from './page.tsx';

/** What endpoints need, accept, refuse and ignore: facts by target, side by side. */
export const profiles: SitePage = {
  order: 28,
  entry: { label: 'Profiles', file: PROFILES_PAGE },
  files: ({ profiles: measured }) => ({
    pages: [
      {
        file: PROFILES_PAGE,
        root: '../',
        title: 'Profiles',
        isEntry: true,
        content: () => <ProfilesPage measured={measured} />,
      },
    ],
  }),
};
