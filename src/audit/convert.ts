/** Recordings of any format as cassettes of ours. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { NewCassette } from '../evidence/cassette/cassette.ts';
import { formatCassette } from '../evidence/cassette/write.ts';
import { filesBeside } from '../evidence/recordings/files-on-disk.ts';
import type { RecordedExchange } from '../evidence/recordings/recorded.ts';
import { maskOf } from '../redact/mask.ts';
import { writeWhole } from '../system/write-file.ts';
import { recordingIn, type Unreadable } from './files.ts';
import { findFiles } from './find-files.ts';

export interface Converted {
  /** The files that were written. */
  readonly written: readonly string[];
  readonly exchanges: number;
  /** What could not be read or written, and what was not read, with the next step. */
  readonly problems: readonly Unreadable[];
  /** Other files in the folders that were searched. */
  readonly notRecordings: number;
  /** How many credentials were masked. */
  readonly masked: number;
}

/**
 * Writes a cassette for each recording, called as it is below its argument. The bodies are those of the recording, and
 * what the recorder did not keep is said in the cassette, so that it is judged as the recording is.
 *
 * @param paths recordings, and folders that are searched for some
 * @param folder gets the cassettes; a file that is there is left alone
 */
export function convert(paths: readonly string[], folder: string, keepSecrets = false): Converted {
  const { files, unreadable, passedOver } = findFiles(paths);
  const written: string[] = [];
  const problems: Unreadable[] = [...passedOver, ...unreadable];
  const masked = new Set<string>();
  let exchanges = 0;
  let notRecordings = 0;
  for (const file of files) {
    const recording = recordingIn({ ...file, beside: filesBeside(file.path) }, () => readFileSync(file.path));
    const target = path.join(folder, /\.ya?ml$/u.test(file.name) ? file.name : `${file.name}.yaml`);
    if (recording === null) notRecordings += 1;
    else if ('problem' in recording) problems.push(recording);
    else if (existsSync(target)) {
      problems.push({ file: target, problem: `${target}: is there already; name another folder with --out` });
    } else {
      writeWhole(target, formatCassette(cassetteOf(recording, keepSecrets ? null : masked)));
      written.push(target);
      exchanges += recording.length;
    }
  }
  return { written, exchanges, problems, notRecordings, masked: masked.size };
}

/** @param masked gets each credential that was masked; null to mask none */
export function cassetteOf(
  recording: readonly RecordedExchange[],
  masked: Set<string> | null = new Set(),
): NewCassette {
  const mask = masked === null ? null : maskOf(recording.map(({ exchange }) => exchange));
  for (const value of mask?.values ?? []) masked?.add(value);
  return {
    interactions: recording.map(({ exchange, fidelity, requestUnknown }) => ({
      exchange: mask?.exchange(exchange) ?? exchange,
      ...(fidelity === 'bytes' && requestUnknown !== true
        ? {}
        : { kept: { answer: fidelity, request: requestUnknown !== true } }),
    })),
  };
}
