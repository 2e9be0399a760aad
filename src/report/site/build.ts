/** Builds the static report of a run: pages that need no server, no script and no other host. */
import { existsSync, readFileSync } from 'node:fs';
import { everyFault } from '../../catalogue/every-fault.ts';
import { measuredClients } from '../../clients/measured.ts';
import { measuredGateways } from '../../gateway/measured.ts';
import type { GatewayRecord } from '../../gateway/record.ts';
import type { MeasuredProfile } from '../../profile/measured-profiles.ts';
import type { ConversationRecord, Results } from '../../results/results.ts';
import { placeReport } from '../../system/placing.ts';
import { bundleAssets } from './bundle.ts';
import type { ReportLinks } from './page.tsx';
import { filesOf } from './pages.ts';
import { type FoundExchanges, readingsOf } from './read-evidence.ts';
import { type RunContext, siteSource } from './site-source.ts';

export interface ReportInput extends RunContext {
  readonly results: Results;
  /**
   * Returns the exchanges of a conversation. Called once for each; the result is released after its page. Without it,
   * conversations have no pages.
   */
  readonly evidence?: (cassette: string, conversation: ConversationRecord) => FoundExchanges;
  /**
   * Returns the path of the cassette of a conversation, which is copied beside its page for download; null for none. Without
   * it nothing is copied, as for an audit, whose recordings may be large or not redacted.
   */
  readonly rawFile?: (conversation: ConversationRecord) => string | null;
  /** Created if missing. An earlier report in it is replaced; `results.jsonl` and all other files stay. */
  readonly folder: string;
  readonly links?: ReportLinks;
  /** The records of gateways; by default those that come with the suite. */
  readonly gateways?: readonly GatewayRecord[];
  /** The profiles of targets; none by default. */
  readonly profiles?: readonly MeasuredProfile[];
}

/**
 * Writes the report, beside an earlier one until it is complete. The same input gives the same files.
 *
 * @returns the number of pages
 * @throws {SuiteError} when a file that is not the report's own would be overwritten.
 */
export async function buildReport({
  results,
  evidence,
  rawFile,
  folder,
  links = {},
  gateways = measuredGateways(),
  profiles = [],
  ...context
}: ReportInput): Promise<number> {
  const source = siteSource(results, context, {
    evidenceOf:
      evidence === undefined
        ? null
        : (record) =>
            readingsOf(evidence(record.cassette, record), results.run.targets[record.target]?.dialect),
    recordingOf: (record) => {
      const path = rawFile?.(record) ?? null;
      return path === null || !existsSync(path) ? null : () => readFileSync(path);
    },
    faults: await everyFault(),
    clients: measuredClients(),
    gateways,
    profiles,
  });
  const { pages, others } = filesOf(source, links);
  const assets = [...(await bundleAssets())].map(([file, text]) => ({ file, text: () => text }));
  const files = [...pages, ...others, ...assets];
  placeReport(folder, files);
  return pages.length;
}
