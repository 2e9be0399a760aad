/** Which recorder wrote a file, told from its content, and what it recorded. */
import { Buffer } from 'node:buffer';
import { isObject, type Json } from '../../text/json.ts';
import { CassetteError } from '../cassette/cassette.ts';
import { decodeFile } from '../cassette/read.ts';
import { YamlFile } from '../cassette/yaml-file.ts';
import { readGoVcr1, readGoVcr2 } from './go-vcr.ts';
import { readHar } from './har.ts';
import { JsonFile } from './json-file.ts';
import type { RecordedExchange } from './recorded.ts';
import { readRubyVcr } from './ruby-vcr.ts';
import { readVcrpy } from './vcrpy.ts';
import { YAML_1_1 } from './yaml-1.1.ts';

/** So many bytes at the start of a file tell whether it can be a recording. */
export const TELLING_BYTES = 65_536;

type Syntax = 'yaml' | 'json';

/** The syntax of the recording that a file can be by its first {@link TELLING_BYTES}; null when it is none. */
export function recognise(bytes: Uint8Array): Syntax | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, TELLING_BYTES));
  if (head.includes(0)) return null;
  const text = head.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '');
  if (/^\s*\{/.test(text)) {
    const har = /^\s*\{\s*"log"\s*:\s*\{/.test(text) && /"(?:entries|creator)"\s*:/.test(text);
    return har || /"(?:http_)?interactions"\s*:\s*\[\s*(?:\]|\{)/.test(text) ? 'json' : null;
  }
  const list = /^(?:http_)?interactions:(?: *\[\])?[ \t\r]*$/m.exec(text);
  if (list === null || !text.slice(0, list.index).split('\n').every(isTopOfYaml)) return null;
  return list[0].includes('[]') || /^[ \t]*(?:- )?request:/m.test(text) ? 'yaml' : null;
}

/** Lines that may stand before the list of exchanges; prose around an example has others. */
function isTopOfYaml(line: string): boolean {
  return /^(?:---|%|#|\s|[\w-]+:|$)/.test(line);
}

/**
 * The exchanges of a recording, in order; null when the file is none.
 *
 * @param file how errors name it.
 * @throws {CassetteError} when it is one and broken.
 */
export function readRecording(bytes: Uint8Array, file: string): readonly RecordedExchange[] | null {
  const syntax = recognise(bytes);
  if (syntax === null) return null;
  try {
    const decoded = decodeFile(bytes, file);
    const text = decoded.startsWith('\uFEFF') ? decoded.slice(1) : decoded;
    return syntax === 'json' ? readJson(new JsonFile(text, file)) : readYaml(text, file);
  } catch (error) {
    if (error instanceof CassetteError) throw error;
    // Parsers have limits of their own, of depth and of size.
    const problem = error instanceof Error ? error.message.replace(/\s+/gu, ' ') : String(error);
    throw new CassetteError(file, {}, `cannot be read (${problem}); record it again`);
  }
}

function readJson(json: JsonFile): RecordedExchange[] | null {
  const { root } = json;
  if (!isObject(root)) return null;
  if (isObject(root['log'])) {
    if (!Array.isArray(root['log']['entries'])) throw notAList(json, ['log', 'entries']);
    return readHar(json, root['log']['entries']);
  }
  if (Array.isArray(root['http_interactions'])) return readRubyVcr(json, root['http_interactions']);
  return Array.isArray(root['interactions']) ? readVcrpy(json, root['interactions']) : null;
}

function readYaml(text: string, file: string): RecordedExchange[] | null {
  const head = text.slice(0, TELLING_BYTES);
  if (/^(?:http_)?interactions: *\[\]\s*$/m.test(head)) return [];
  if (/^version: *2\s*$/m.test(head)) return readGoVcr2(new YamlFile(text, file), file);

  const yaml = new YamlFile(text, file, YAML_1_1);
  const { version, interactions, http_interactions: rubyInteractions } = yaml.root();
  if (rubyInteractions !== undefined) {
    if (!Array.isArray(rubyInteractions)) throw notAList(yaml, ['http_interactions']);
    return readRubyVcr(yaml, rubyInteractions);
  }
  if (!Array.isArray(interactions)) throw notAList(yaml, ['interactions']);
  if (!isObject(interactions[0]) || interactions[0]['request'] === undefined) return null;
  if (version === 1)
    return isGoVcr(interactions) ? readGoVcr1(yaml, interactions) : readVcrpy(yaml, interactions);
  throw yaml.error(
    ['version'],
    version === undefined
      ? 'is missing: the file is cut off; restore it, or record it again'
      : `${JSON.stringify(version)} is unknown; go-vcr writes 1 or 2, and VCR.py 1`,
  );
}

/** Go's recorder says `url` where Python's says `uri`. */
function isGoVcr([first]: readonly Json[]): boolean {
  return isObject(first) && isObject(first['request']) && first['request']['url'] !== undefined;
}

function notAList(file: JsonFile | YamlFile, place: readonly string[]): CassetteError {
  return file.error(place, 'is no list of exchanges; restore the file, or record it again');
}
