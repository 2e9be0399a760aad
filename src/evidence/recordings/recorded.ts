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
  /** Only the answer was recorded; what stands in for the request is empty. */
  readonly requestUnknown?: true | undefined;
  /** It is read whenever it is asked for, since the file is long: see {@link ExchangeOfLongFile}. */
  readonly isReadAgain?: true;
}

/** Of a file up to so many bytes, all that it says is kept. */
export const MOST_KEPT_BYTES = 32 * 1024 * 1024;

/**
 * An exchange of a long file, which would take several times as much memory as what it says: the exchange is read from
 * the file whenever it is asked for, and that throws a `CassetteError` where the file is broken there.
 */
export class ExchangeOfLongFile implements RecordedExchange {
  readonly isReadAgain = true;
  readonly #read: () => RecordedExchange;
  #known: Omit<RecordedExchange, 'exchange'> | undefined;

  constructor(read: () => RecordedExchange) {
    this.#read = read;
  }

  get exchange(): Exchange {
    const { exchange, ...known } = this.#read();
    this.#known ??= known;
    return exchange;
  }

  get line(): number | null {
    return this.#about.line;
  }

  get fidelity(): Fidelity {
    return this.#about.fidelity;
  }

  get requestUnknown(): true | undefined {
    return this.#about.requestUnknown;
  }

  get #about(): Omit<RecordedExchange, 'exchange'> {
    this.#known ??= this.#read();
    return this.#known;
  }
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
