/** Converts recordings of any format to cassettes. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { CassetteError, type NewInteraction } from '../evidence/cassette/cassette.ts';
import { writeEach } from '../evidence/cassette/write.ts';
import type { Exchange } from '../evidence/exchange.ts';
import { filesBeside, PartsOfFile } from '../evidence/recordings/files-on-disk.ts';
import type { RecordedExchange } from '../evidence/recordings/recorded.ts';
import type { PartOfFile } from '../evidence/recordings/source.ts';
import { maskOf } from '../redact/mask.ts';
import { recordingIn, type Unreadable } from './files.ts';
import { type FoundFile, findFiles } from './find-files.ts';
import { bytesOf } from './found-bytes.ts';

export interface Converted {
  /** The written files. */
  readonly written: readonly string[];
  readonly exchanges: number;
  /** Files that could not be read or written, and files that were skipped, each with the next step. */
  readonly problems: readonly Unreadable[];
  /** The number of other files in the searched folders. */
  readonly notRecordings: number;
  /** The number of masked credentials. */
  readonly masked: number;
}

/**
 * Writes a cassette for each recording. Its path below `folder` is the recording's path below its argument. The bodies
 * are unchanged. The cassette also states what the recorder did not keep, so that it is judged like the recording.
 *
 * @param paths recordings, and folders that are searched for recordings
 * @param folder the output folder; existing files in it are not overwritten
 */
export async function convert(
  paths: readonly string[],
  folder: string,
  keepSecrets = false,
): Promise<Converted> {
  const { files, unreadable, passedOver } = findFiles(paths);
  const written: string[] = [];
  const problems: Unreadable[] = [...passedOver, ...unreadable];
  const masked = new Set<string>();
  let exchanges = 0;
  let notRecordings = 0;
  for (const file of files) {
    const target = path.join(folder, /\.ya?ml$/u.test(file.name) ? file.name : `${file.name}.yaml`);
    const outcome = await convertFile(file, target, keepSecrets ? null : masked);
    if (outcome === null) notRecordings += 1;
    else if (typeof outcome === 'object') problems.push(outcome);
    else {
      written.push(target);
      exchanges += outcome;
    }
  }
  return { written, exchanges, problems, notRecordings, masked: masked.size };
}

/** @returns the number of written exchanges; null when the file is not a recording */
async function convertFile(
  file: FoundFile,
  target: string,
  masked: Set<string> | null,
): Promise<number | Unreadable | null> {
  const parts = new PartsOfFile(file.path);
  try {
    return await written(file, target, masked, parts.part);
  } catch (error) {
    if (!(error instanceof CassetteError)) throw error;
    // An exchange of a long file could not be read on its own. Reading the whole file works or gives the complete
    // error.
    return await written(file, target, masked);
  } finally {
    parts.close();
  }
}

async function written(file: FoundFile, target: string, masked: Set<string> | null, partOf?: PartOfFile) {
  const given = { ...file, beside: filesBeside(file.path) };
  const recording = recordingIn(given, () => bytesOf(file), partOf);
  if (recording === null || 'problem' in recording) return recording;
  if (existsSync(target)) {
    return { file: target, problem: `${target}: is there already; name another folder with --out` };
  }
  await writeEach(target, interactionsOf(recording, masked));
  return recording.length;
}

/**
 * Yields the exchanges in the form of cassettes.
 *
 * @param masked receives each masked credential; null disables masking
 */
export function* interactionsOf(
  recording: readonly RecordedExchange[],
  masked: Set<string> | null = new Set(),
): Generator<NewInteraction> {
  const mask = masked === null ? null : maskOf(exchangesOf(recording));
  for (const value of mask?.values ?? []) masked?.add(value);
  for (const { exchange, fidelity, requestUnknown } of recording) {
    yield {
      exchange: mask?.exchange(exchange) ?? exchange,
      ...(fidelity === 'bytes' && requestUnknown !== true
        ? {}
        : { kept: { answer: fidelity, request: requestUnknown !== true } }),
    };
  }
}

/** Yields the exchanges one by one, because each exchange of a long file is read when it is accessed. */
function* exchangesOf(recording: readonly RecordedExchange[]): Generator<Exchange> {
  for (const { exchange } of recording) yield exchange;
}
