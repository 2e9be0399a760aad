/** Judges any recordings, without a scenario: the expectations are read from each request. */
import { readFileSync } from 'node:fs';
import type { Exchange } from '../evidence/exchange.ts';
import { filesBeside } from '../evidence/recordings/files-on-disk.ts';
import { auditEach } from './each-conversation.ts';
import { AuditedEvidence, type SearchedFiles } from './files.ts';
import { AuditRecords, type AuditResults } from './records.ts';

/**
 * Audits files and folders. The same files give the same results, except the id and the time of the run. The content of
 * a file never causes an exception.
 *
 * @param paths recordings, and folders that are searched for recordings
 */
export function audit(paths: readonly string[], startedAt: Date = new Date()): AuditResults & SearchedFiles {
  const records = new AuditRecords();
  const searched = auditEach(paths, (conversation) => records.add(conversation));
  return { ...records.results(startedAt), ...searched };
}

/**
 * Returns a function that reads the exchanges of an audited conversation from its file again. Values that look like
 * credentials are masked, unless `keepSecrets` is true.
 */
export function auditedExchanges(
  { places }: Pick<AuditResults, 'places'>,
  keepSecrets = false,
): (conversation: { readonly scenario: string }) => readonly Exchange[] | { readonly problem: string } {
  const evidence = new AuditedEvidence();
  return ({ scenario }) => {
    const place = places.get(scenario);
    if (place === undefined) return { problem: 'no such conversation was audited' };
    const { path } = place;
    return evidence.exchangesAt(place, () => readFileSync(path), filesBeside(path), keepSecrets);
  };
}
