/** Judges every conversation in files and folders, one file at a time. */
import { filesBeside, PartsOfFile } from '../evidence/recordings/files-on-disk.ts';
import { type AuditedConversation, AuditedFiles, type SearchedFiles } from './files.ts';
import { findFiles } from './find-files.ts';
import { bytesOf } from './found-bytes.ts';

/** The number of files read so far, and of all found files. */
export interface ReadFiles {
  readonly read: number;
  readonly all: number;
}

export interface AuditReading {
  /** Called before each file. */
  readonly onFile?: ((files: ReadFiles) => void) | undefined;
  /** Shows values that look like credentials unmasked. */
  readonly keepSecrets?: boolean | undefined;
}

/**
 * Passes each judged conversation to `take`, and keeps none of them. The content of a file never causes an exception.
 *
 * @param paths recordings, and folders that are searched for recordings
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
