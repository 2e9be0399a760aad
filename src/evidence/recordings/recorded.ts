/** A recorded exchange, in the form that all formats share. */

import type { CassetteError } from '../cassette/cassette.ts';
import type { YamlPath } from '../cassette/yaml-file.ts';
import type { Exchange } from '../exchange.ts';

/**
 * How much of a response a recorder kept: the `bytes` of its body; only the parsed `values`, so the bytes are ours and are
 * not judged; or, as in traces, only the `messages`, so only texts and calls are judged.
 */
export type Fidelity = 'bytes' | 'values' | 'messages';

/** One exchange of a recording, with its line. */
export interface RecordedExchange {
  readonly exchange: Exchange;
  /** From 1; null if unknown. */
  readonly line: number | null;
  readonly fidelity: Fidelity;
  /** Set if only the answer was recorded; the request is then an empty placeholder. */
  readonly requestUnknown?: true | undefined;
  /** Set if the file is long, so the exchange is read on every access: see {@link ExchangeOfLongFile}. */
  readonly isReadAgain?: true;
}

/** A file up to this size is kept in memory as a whole. */
export const MOST_KEPT_BYTES = 32 * 1024 * 1024;

/**
 * An exchange of a long file, which would take several times its size in memory. It is read from the file on every access,
 * which throws a `CassetteError` if the file is broken there.
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

/** A parsed YAML or JSON file with the places of its fields. */
export interface RecordingFile {
  /** The line of a field, from 1. */
  line(place: YamlPath): number | null;
  /** An error that names the file, the line and the field. */
  error(place: YamlPath, problem: string): CassetteError;
  /** The exact bytes of a text. @throws {CassetteError} when the text is not well-formed. */
  bytes(place: YamlPath, text: string): Uint8Array;
}
