/** What surrounds a run in time, and the pages that are made of it. */
import type { VNode } from 'preact';
import type { DriftReport } from '../../../drift/report.ts';
import type { Gate } from '../../../gate/gate.ts';
import type { History } from '../../../results/history/store.ts';
import type { Root } from '../../../results/page-addresses.ts';
import type { Results } from '../../../results/results.ts';
import type { Download } from '../run/page.tsx';

/** Whatever is missing is said to be missing on the pages. */
export interface RunContext {
  readonly history?: History | undefined;
  /** The run that the gate compared with. */
  readonly baseline?: Results | undefined;
  /** The run before this one. */
  readonly previous?: Results | undefined;
  /** How the fields of recordings differ from those of older ones. */
  readonly drift?: DriftReport | undefined;
  readonly gate?: Gate | undefined;
  /** Files of the run besides `results.jsonl`, from the folder of the report. */
  readonly downloads?: readonly Download[] | undefined;
}

export interface ContextPage {
  readonly file: string;
  readonly root: Root;
  readonly title: string;
  readonly here: 'run' | 'diff' | 'history';
  readonly content: () => VNode;
}

export const NO_HISTORY: History = { nights: [], problems: [] };
