/** What the pages of a report are made of. Pure but for the evidence, which is asked for page by page. */
import type { MeasuredClients } from '../../clients/record.ts';
import type { DriftReport } from '../../drift/report.ts';
import { type FeatureRow, featureRows } from '../../features/deciding/table.ts';
import type { Gate } from '../../gate/gate.ts';
import type { GatewayRecord } from '../../gateway/record.ts';
import type { MeasuredProfile } from '../../profile/measured-profiles.ts';
import type { SeededFault } from '../../proof/cases.ts';
import type { Reading } from '../../reading/reading.ts';
import { historySummary } from '../../results/history/page.ts';
import type { History } from '../../results/history/store.ts';
import { checkFile, targetHistoryFile } from '../../results/page-addresses.ts';
import type { ConversationRecord, Results } from '../../results/results.ts';
import { type NightComparison, nightComparisons } from './diff/comparisons.ts';
import { type HistoryData, historyDataOf } from './history/data.ts';
import { type SiteModel, siteModel } from './site-model.ts';

/** A file of the run, for people and programs to take with them. */
export interface Download {
  /** From the folder of the report. */
  readonly file: string;
  readonly what: string;
}

/** What surrounds a run in time. Whatever is missing is said to be missing on the pages. */
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

/** The exchanges of a conversation as its dialect reads them, or why they cannot be had. */
export type ReadEvidence = (record: ConversationRecord) => readonly Reading[] | { readonly problem: string };

/** How pages come to what the results do not hold. */
export interface Evidence {
  /** Null where no evidence is at hand: conversations then have no pages. */
  readonly evidenceOf: ReadEvidence | null;
  /** Reads the recording of a conversation, for a copy beside its page; null where there is none to copy. */
  readonly recordingOf: (record: ConversationRecord) => (() => Uint8Array) | null;
  /** Every seeded fault, for the pages of checks. */
  readonly faults: readonly SeededFault[];
  /** What faults did to clients. */
  readonly clients: MeasuredClients;
  /** What gateways did to what passed. */
  readonly gateways: readonly GatewayRecord[];
  /** What endpoints need, accept, refuse and ignore. */
  readonly profiles: readonly MeasuredProfile[];
}

export interface SiteSource extends Evidence {
  readonly results: Results;
  readonly site: SiteModel;
  /** The feature table, in the order of the run. */
  readonly features: readonly FeatureRow[];
  readonly context: RunContext;
  /** Empty where the report has none. */
  readonly history: History;
  readonly historyData: HistoryData;
  /** Each night against the one before it, by date. */
  readonly comparisons: ReadonlyMap<string, NightComparison>;
}

/** Nights without data that make a target stale. */
const STALE_AFTER = 3;

export function siteSource(results: Results, context: RunContext, evidence: Evidence): SiteSource {
  const { history = { nights: [], problems: [] } } = context;
  const summary = historySummary(history, { staleAfter: STALE_AFTER, asOf: asOf(history, results) });
  return {
    ...evidence,
    results,
    site: siteModel(results),
    features: featureRows(results),
    context,
    history,
    historyData: historyDataOf(summary, results.run, {
      historyPage: targetHistoryFile,
      checkPage: checkFile,
    }),
    comparisons: nightComparisons(history),
  };
}

/** The day that staleness counts to: that of the run, or the last night where it is later. */
function asOf({ nights }: History, { run }: Results): string {
  const started = run.startedAt.slice(0, 'YYYY-MM-DD'.length);
  const last = nights.at(-1)?.date ?? started;
  return last > started ? last : started;
}
