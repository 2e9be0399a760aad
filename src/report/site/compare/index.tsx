/** @jsxRuntime automatic @jsxImportSource preact */
import { servingFile } from '../../../results/page-addresses.ts';
import type { SitePage } from '../site-page.ts';
import { ComparePage } from './page.tsx';

/** For each model that several targets serve, these side by side. */
export const compare: SitePage = {
  order: 30,
  files: ({ site, features, evidenceOf }) => ({
    pages: site.servings.map((serving) => ({
      file: servingFile(serving.weights),
      root: '../../',
      title: serving.weights,
      isEntry: false,
      content: () => (
        <ComparePage
          run={site.run}
          serving={serving}
          features={serving.targets.map(({ id }) => ({
            target: id,
            cells: features.find(({ target }) => target === id)?.cells ?? [],
          }))}
          linking={{ root: '../../', withConversations: evidenceOf !== null }}
        />
      ),
    })),
  }),
};
