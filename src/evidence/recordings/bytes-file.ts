/** A recording that is neither YAML nor JSON: the only known place of a field is the line of its exchange. */

import { utf8Bytes } from '../../text/bytes.ts';
import { CassetteError } from '../cassette/cassette.ts';
import { fieldPath, type YamlPath } from '../cassette/yaml-file.ts';
import type { RecordingFile } from './recorded.ts';

export class BytesFile implements RecordingFile {
  readonly #file: string;
  readonly #line: number;

  /** @param line the line of the exchange */
  constructor(file: string, line: number) {
    this.#file = file;
    this.#line = line;
  }

  line(): number {
    return this.#line;
  }

  error(place: YamlPath, problem: string): CassetteError {
    return new CassetteError(this.#file, { line: this.#line, field: fieldPath(place) }, problem);
  }

  bytes(_place: YamlPath, text: string): Uint8Array {
    return utf8Bytes(text);
  }
}
