/** What is known of a recording, whatever the recorder. */

import type { CassetteError } from '../cassette/cassette.ts';
import type { YamlPath } from '../cassette/yaml-file.ts';
import type { Exchange } from '../exchange.ts';

/**
 * How much of a response a recorder kept: the `bytes` of its body; or only the `values` that it parsed, so that the bytes
 * are ours and nothing is said of them; or, as traces do, only the `messages` that it understood, so that nothing is said
 * but of texts and calls.
 */
export type Fidelity = 'bytes' | 'values' | 'messages';

/** One exchange of a recording, and where it stands there. */
export interface RecordedExchange {
  readonly exchange: Exchange;
  /** From 1; null when the recorder's file does not tell. */
  readonly line: number | null;
  readonly fidelity: Fidelity;
  /** Only the answer was recorded; what stands in the place of the request is empty. */
  readonly requestUnknown?: true;
}

/** A parsed file that knows where its fields stand, YAML or JSON. */
export interface RecordingFile {
  /** The line where a field stands, from 1. */
  line(place: YamlPath): number | null;
  /** An error that names the file, the line and the field. */
  error(place: YamlPath, problem: string): CassetteError;
  /** The exact bytes of a text. @throws {CassetteError} when it is no well-formed text. */
  bytes(place: YamlPath, text: string): Uint8Array;
}
