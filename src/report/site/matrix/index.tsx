/** @jsxRuntime automatic @jsxImportSource preact */
import { MATRIX_DATA_FILE, MATRIX_SCRIPT, matrixFile } from '../../../results/page-addresses.ts';
import type { PageScripts } from '../page.tsx';
import type { SitePage } from '../site-page.ts';
import { type MatrixData, matrixData } from './data.ts';
import { FurtherMatrixPage, MatrixPage, matrixPages } from './page.tsx';

const SCRIPTS: PageScripts = { files: [MATRIX_SCRIPT], policy: "script-src 'self'" };

/** Every target by every family of checks. For those who have no script, a large matrix goes on on further pages. */
export const matrix: SitePage = {
  order: 15,
  entry: { label: 'Checks', file: matrixFile(1) },
  files({ site, history }) {
    const data = matrixData(site, history);
    return {
      pages: [
        {
          file: matrixFile(1),
          root: '../',
          title: 'Checks',
          isEntry: true,
          content: () => <MatrixPage site={site} data={data} />,
          scripts: SCRIPTS,
        },
        ...furtherPages(data).map((number) => ({
          file: matrixFile(number),
          root: '../../' as const,
          title: `Checks, page ${number}`,
          isEntry: true,
          content: () => <FurtherMatrixPage data={data} page={number} root="../../" />,
          scripts: SCRIPTS,
        })),
      ],
      // A script and not JSON, because a page that is opened from the file system may load nothing else.
      others: [{ file: MATRIX_DATA_FILE, text: () => `globalThis.matrixData=${JSON.stringify(data)};\n` }],
    };
  },
};

function furtherPages(data: MatrixData): number[] {
  return Array.from({ length: matrixPages(data) - 1 }, (_, at) => at + 2);
}
