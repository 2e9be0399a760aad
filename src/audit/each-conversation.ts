/** Judges every conversation in files and folders, one file at a time. */
import { filesBeside, PartsOfFile } from '../evidence/recordings/files-on-disk.ts';
import { type AuditedConversation, AuditedFiles, type SearchedFiles } from './files.ts';
import { findFiles } from './find-files.ts';
import { bytesOf } from './found-bytes.ts';

/** How many files were read, of all that were found. */
export interface ReadFiles {
  readonly read: number;
  readonly all: number;
}

export interface AuditReading {
  /** Told before each file. */
  readonly onFile?: ((files: ReadFiles) => void) | undefined;
  /** Show what looks like a credential as it stands in the recordings. */
  readonly keepSecrets?: boolean | undefined;
}

/**
 * Hands over one conversation after the other; nothing of it is kept here. Never throws for what a file holds.
 *
 * @param paths recordings, and folders that are searched for some
 */
export function auditEach(
  paths: readonly string[],
  take: (conversation: AuditedConversation) => void,
  { onFile = () => {}, keepSecrets = false }: AuditReading = {},
): SearchedFiles {
  const { files, unreadable, passedOver } = findFiles(paths);
  const audited = new AuditedFiles(
    files.map(({ name }) => name),
    take,
    keepSecrets,
  );
  audited.addUnreadable(...unreadable);
  for (const [index, file] of files.entries()) {
    onFile({ read: index, all: files.length });
    const parts = new PartsOfFile(file.path);
    audited.add({ ...file, beside: filesBeside(file.path) }, () => bytesOf(file), parts.part);
    parts.close();
  }
  return audited.finish(paths, passedOver);
}
