/** @jsxRuntime automatic @jsxImportSource preact */
import {
  COMPARE_DATA_FILE,
  COMPARE_FILE,
  COMPARE_SCRIPT,
  comparedFile,
  type Root,
  servingFile,
} from '../../../results/page-addresses.ts';
import type { PageScripts } from '../page.tsx';
import type { SitePage } from '../site-page.ts';
import { comparedTarget, comparisonCatalogue } from './compared-target.ts';
import { catalogueScript, targetScript } from './data.ts';
import { ComparePage, ServingPage } from './page.tsx';

const SCRIPTS: PageScripts = { files: [COMPARE_SCRIPT], policy: "script-src 'self'" };

/** Any two targets side by side, and for each model that several targets serve, all of these. */
export const compare: SitePage = {
  order: 30,
  entry: { label: 'Compare', file: COMPARE_FILE },
  files({ site, features, evidenceOf, history }) {
    const targets = site.targets.filter(({ conversations }) => conversations.length > 0);
    const catalogue = comparisonCatalogue(site.run, targets);
    const cellsOf = new Map(features.map(({ target, cells }) => [target, cells]));
    const compared = (target: (typeof targets)[number]) =>
      comparedTarget(site.run, target, cellsOf.get(target.id) ?? [], evidenceOf !== null);
    return {
      pages: [
        {
          file: COMPARE_FILE,
          root: '../',
          title: 'Compare',
          isEntry: true,
          content: () => (
            <ComparePage
              targets={targets}
              servings={site.servings}
              hasNights={history.nights.length > 1}
              root="../"
            />
          ),
          scripts: SCRIPTS,
        },
        ...site.servings.map((serving) => ({
          file: servingFile(serving.weights),
          root: '../../' as Root,
          title: serving.weights,
          isEntry: true,
          content: () => (
            <ServingPage
              weights={serving.weights}
              catalogue={catalogue}
              targets={serving.targets.map(compared)}
              root="../../"
            />
          ),
          scripts: SCRIPTS,
        })),
      ],
      others: [
        { file: COMPARE_DATA_FILE, text: () => catalogueScript(catalogue) },
        ...targets.map((target) => ({
          file: comparedFile(target.id),
          text: () => targetScript(compared(target)),
        })),
      ],
    };
  },
};
