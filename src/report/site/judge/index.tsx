/** @jsxRuntime automatic @jsxImportSource preact */
import type { SitePage } from '../site-page.ts';
import { JUDGE_FILE, JUDGE_SCRIPT, WORKER_SCRIPT } from './addresses.ts';
import { JudgePage } from './page.tsx';

/** Judges recordings in the browser. */
export const judge: SitePage = {
  order: 45,
  entry: { label: 'Judge a file', file: JUDGE_FILE },
  files: () => ({
    pages: [
      {
        file: JUDGE_FILE,
        root: '../',
        title: 'Judge a file',
        isEntry: true,
        content: () => <JudgePage />,
        scripts: {
          files: [WORKER_SCRIPT, JUDGE_SCRIPT],
          // Schemas of tools are compiled to functions, as on the command line; a worker is started from a text.
          policy: "script-src 'self' 'unsafe-eval'; worker-src blob:",
        },
      },
    ],
  }),
};
