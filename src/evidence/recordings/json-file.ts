/** A recording in JSON. */

import { visit } from 'jsonc-parser';
import { messageOf } from '../../system/failure.ts';
import type { Json } from '../../text/json.ts';
import { CassetteError } from '../cassette/cassette.ts';
import { fieldPath, type YamlPath } from '../cassette/yaml-file.ts';
import type { RecordingFile } from './recorded.ts';

const encoder = new TextEncoder();

export class JsonFile implements RecordingFile {
  readonly root: Json;
  readonly #text: string;
  readonly #file: string;
  /** The line of the text in a file with one JSON value on each line; null if the text is the whole file. */
  readonly #only: number | null;
  /** The lines of the elements of each list, by the list's path. */
  readonly #lines = new Map<string, readonly number[]>();

  /** @throws {CassetteError} when the text is not JSON. */
  constructor(text: string, file: string, only: number | null = null) {
    this.#text = text;
    this.#file = file;
    this.#only = only;
    try {
      this.root = JSON.parse(text);
    } catch (error) {
      const problem = messageOf(error).replace(/\s+/gu, ' ');
      const place = only === null ? {} : { line: only };
      throw new CassetteError(file, place, `is not whole JSON (${problem}); restore it, or record it again`);
    }
  }

  /** The line of the list element that contains the field; null outside lists. */
  line(place: YamlPath): number | null {
    if (this.#only !== null) return this.#only;
    const at = place.findIndex((key) => typeof key === 'number');
    if (at === -1) return null;
    const list = place.slice(0, at);
    const key = JSON.stringify(list);
    const lines = this.#lines.get(key) ?? elementLines(this.#text, list);
    this.#lines.set(key, lines);
    return lines[Number(place[at])] ?? null;
  }

  error(place: YamlPath, problem: string): CassetteError {
    const line = this.line(place);
    const field = fieldPath(place);
    return new CassetteError(this.#file, { ...(line === null ? {} : { line }), field }, problem);
  }

  bytes(place: YamlPath, text: string): Uint8Array {
    if (!text.isWellFormed())
      throw this.error(place, 'holds half of a surrogate pair; keep such bytes in base64');
    return encoder.encode(text);
  }
}

/** The lines, from 1, on which the objects of a list start. */
function elementLines(text: string, list: YamlPath): number[] {
  const lines: number[] = [];
  const leads = (path: readonly PropertyKey[]) =>
    path.length <= list.length && path.every((key, at) => key === list[at]);
  visit(text, {
    onObjectBegin: (_offset, _length, line, _character, pathOf) => {
      const path = pathOf();
      const index = path.at(-1);
      if (path.length === list.length + 1 && typeof index === 'number' && leads(path.slice(0, -1))) {
        lines[index] = line + 1;
      }
      return leads(path);
    },
    onArrayBegin: (_offset, _length, _line, _character, pathOf) => leads(pathOf()),
    // Without this listener, the library does not notice the end of skipped parts.
    onObjectEnd: () => {},
    onArrayEnd: () => {},
  });
  return lines;
}
