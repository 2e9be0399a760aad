/** Reads files in YAML or JSON with a list of exchanges under one key, as the VCR family writes them. */
import { isObject, type Json, type JsonObject } from '../../text/json.ts';
import { CassetteError } from '../cassette/cassette.ts';
import { decodeFile } from '../cassette/parse.ts';
import { YamlFile } from '../cassette/yaml-file.ts';
import { elementsOf } from './json-elements.ts';
import { JsonFile } from './json-file.ts';
import type { RecordedExchange, RecordingFile } from './recorded.ts';
import type { FileHead, RecordingSource } from './source.ts';
import { YAML_1_1 } from './yaml-1.1.ts';
import { exchangesByItem } from './yaml-items.ts';

export interface ExchangeList {
  readonly file: RecordingFile;
  /** The mapping that contains the list. */
  readonly root: JsonObject;
  readonly exchanges: readonly Json[];
}

/** The syntax of a file with such a list, judged by its start; null if it has none. */
export function listSyntax({ text }: FileHead, key: string): 'json' | 'yaml' | 'empty yaml' | null {
  if (/^\s*\{/.test(text)) {
    return new RegExp(`"${key}"\\s*:\\s*\\[\\s*(?:\\]|\\{)`).test(text) ? 'json' : null;
  }
  const list = new RegExp(`^${key}:(?: *\\[\\])?[ \\t\\r]*$`, 'm').exec(text);
  if (list === null || !text.slice(0, list.index).split('\n').every(isTopOfYaml)) return null;
  if (list[0].includes('[]')) return 'empty yaml';
  return /^[ \t]*(?:- )?request:/m.test(text) ? 'yaml' : null;
}

/** Returns true for a line that may come before the list of exchanges; prose around an example has other lines. */
function isTopOfYaml(line: string): boolean {
  return /^(?:---|%|#|\s|[\w-]+:|$)/.test(line);
}

/**
 * The list of exchanges of a file; null for JSON that has it in another place.
 *
 * @throws {CassetteError} when the file is broken, or the value under the key is not a list
 */
export function readList(source: RecordingSource, key: string): ExchangeList | null {
  if (listSyntax(source.head, key) === 'json') {
    const json = source.json();
    const list = isObject(json.root) ? json.root[key] : undefined;
    return isObject(json.root) && Array.isArray(list)
      ? { file: json, root: json.root, exchanges: list }
      : null;
  }
  return listIn(source.yaml11(), key);
}

function listIn(yaml: YamlFile, key: string): ExchangeList {
  const root = yaml.root();
  const list: Json = root[key];
  if (!Array.isArray(list)) throw notAList(yaml, [key]);
  return { file: yaml, root, exchanges: list };
}

/**
 * The exchanges of a file with such a list; a long file is read one exchange at a time.
 *
 * @param above the YAML to put before an item that is read alone
 * @param read reads the list; returns null if the file has another format
 */
export function readExchanges(
  source: RecordingSource,
  key: string,
  above: string,
  read: (list: ExchangeList) => readonly RecordedExchange[] | null,
): readonly RecordedExchange[] | null {
  const readYaml = (text: string, file: string, line: number) =>
    read(listIn(new YamlFile(text, file, YAML_1_1, line), key));
  const isYaml = listSyntax(source.head, key) === 'yaml';
  const items = isYaml
    ? exchangesByItem(source, key, above, readYaml)
    : exchangesByElement(source, key, read);
  if (items === 'another format') return null;
  if (items !== null) return items;
  const list = readList(source, key);
  return list === null ? null : read(list);
}

/** The exchanges of a long JSON file, one at a time; null if the file is not long, or has its list in another place. */
function exchangesByElement(
  source: RecordingSource,
  key: string,
  read: (list: ExchangeList) => readonly RecordedExchange[] | null,
): RecordedExchange[] | 'another format' | null {
  const elements = source.isLong ? elementsOf(source.bytes, [key]) : null;
  const [first] = elements ?? [];
  if (elements === null || first === undefined) return null;
  const told = read(
    elementList(
      decodeFile(source.bytes.subarray(first.start, first.end), source.file),
      source.file,
      first.line,
    ),
  );
  if (told === null) return 'another format';
  return elements.map((element) => source.exchangeIn(element, elementReader(element.line, read)));
}

/** A function of its own, because a closure would keep the whole file in memory. */
function elementReader(line: number, read: (list: ExchangeList) => readonly RecordedExchange[] | null) {
  return (text: string, file: string): RecordedExchange => {
    const [exchange] = read(elementList(text, file, line)) ?? [];
    if (exchange === undefined) throw new CassetteError(file, { line }, 'holds no interaction');
    return exchange;
  };
}

/** A list that contains one element. */
function elementList(text: string, name: string, line: number): ExchangeList {
  const file = new JsonFile(text, name, line);
  return { file, root: {}, exchanges: [file.root] };
}

export function notAList(file: RecordingFile, place: readonly string[]): CassetteError {
  return file.error(place, 'is no list of exchanges; restore the file, or record it again');
}

/** The error for a file with an unknown `version`. @param known the versions that recorders write */
export function unknownVersion({ file, root }: ExchangeList, known: string): CassetteError {
  return file.error(
    ['version'],
    root['version'] === undefined
      ? 'is missing: the file is cut off; restore it, or record it again'
      : `${JSON.stringify(root['version'])} is unknown; ${known}: restore the file, or record it again`,
  );
}
