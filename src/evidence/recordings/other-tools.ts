/** Recognises files of other tools that may contain model traffic but cannot be read, and says how to convert them. */
import { byteText } from '../../text/bytes.ts';
import { isBlank } from '../../text/wire-text.ts';
import { isGzip, isZlib } from './content-encoding.ts';
import { type FileHead, headOf } from './source.ts';

interface OtherTool {
  /** The name with an article. */
  readonly name: string;
  readonly looksLike: (head: FileHead) => boolean;
  readonly next: string;
}

const LINES = 'turn it into exchange lines (docs/recordings.md)';
const SCRIPT = 'turn it into exchange lines with the script of docs/recordings.md';
const AS_HAR = 'export it as HAR';

const TOOLS: readonly OtherTool[] = [
  { name: 'a log of LiteLLM', looksLike: has('call_type', 'response', 'startTime'), next: SCRIPT },
  { name: 'a log of LiteLLM', looksLike: has('call_type', 'response', 'model_parameters'), next: SCRIPT },
  {
    name: 'an export of Helicone',
    looksLike: has('request_body', 'response_status', 'target_url'),
    next: SCRIPT,
  },
  { name: 'an export of Langfuse', looksLike: matches(/"type"\s*:\s*"GENERATION"/u), next: SCRIPT },
  { name: 'a Hoverfly simulation', looksLike: has('pairs', 'schemaVersion', 'hoverflyVersion'), next: LINES },
  {
    name: 'a session of Charles',
    looksLike: has('protocolVersion', 'actualPort', 'durations'),
    next: AS_HAR,
  },
  { name: 'a session of Charles', looksLike: starts('\xac\xed\x00\x05'), next: AS_HAR },
  { name: 'a Postman collection', looksLike: matches(/schema\.getpostman\.com/u), next: LINES },
  { name: 'an export of Insomnia', looksLike: has('__export_format', 'resources'), next: LINES },
  { name: 'a request of Bruno', looksLike: matches(/^meta \{\n {2}name:/u), next: LINES },
  { name: 'a Mountebank configuration', looksLike: has('imposters', 'stubs'), next: LINES },
  { name: 'a Mockoon environment', looksLike: has('lastMigration', 'routes'), next: LINES },
  {
    name: 'a file of expectations of MockServer',
    looksLike: has('httpRequest', 'httpResponse'),
    next: LINES,
  },
  { name: 'a tape of OkReplay or Betamax', looksLike: matches(/^!tape\b/u), next: LINES },
  { name: 'a cassette of PHP-VCR', looksLike: matches(/^\s*-\s*\n\s+request:\s*\n\s+method:/u), next: LINES },
  { name: 'a cassette of PHP-VCR', looksLike: listWith(/"http_version"\s*:/u), next: LINES },
  { name: 'a cassette of ExVCR', looksLike: listWith(/"status_code"\s*:/u), next: LINES },
  { name: 'a batch', looksLike: has('custom_id'), next: LINES },
  {
    name: 'a trace of Jaeger',
    looksLike: has('traceID', 'spans', 'processes'),
    next: 'export it as OTLP in JSON',
  },
  {
    name: 'a recording of responses for Python',
    looksLike: matches(/auto_calculate_content_length/u),
    next: LINES,
  },
  { name: 'a run of LangSmith', looksLike: has('run_type', 'inputs', 'outputs'), next: LINES },
  { name: 'a WARC archive', looksLike: starts('WARC/'), next: LINES },
  {
    name: 'HTTP written as text',
    looksLike: matches(/^(?:HTTP\/\d|[A-Z]+ \S+ HTTP\/\d|\* .*\n(?:.*\n)*> [A-Z]+ )/u),
    next: LINES,
  },
  {
    name: 'a file of flows of mitmproxy',
    looksLike: matches(/^\d+:\d+:websocket;|^\d+:.{0,40}\d+:version;/u),
    next: 'make a HAR of them with mitmdump (docs/recordings.md)',
  },
  {
    name: 'a capture of packets',
    looksLike: starts('\xd4\xc3\xb2\xa1', '\xa1\xb2\xc3\xd4', '\x0a\x0d\x0d\x0a'),
    next: 'record with watch, or with a proxy that writes HAR',
  },
  {
    name: 'a ZIP archive',
    looksLike: starts('PK\x03\x04'),
    next: 'unpack it; a session of Fiddler exports as HAR',
  },
  { name: 'packed with zstd', looksLike: starts('\x28\xb5\x2f\xfd'), next: 'unpack it' },
  { name: 'packed with gzip', looksLike: ({ bytes }) => isGzip(bytes), next: 'unpack it' },
  {
    name: 'packed with zlib',
    looksLike: ({ bytes }) => isZlib(bytes),
    next: 'unpack it; mitmproxy does so where the name ends with .har',
  },
];

/** Why a file is not a recording, with the next step, if its tool is known. */
export function whyNone(file: Uint8Array): string | null {
  if (isBlank(file)) return 'is empty; record it again, or leave it out';
  const head = headOf(file);
  const found = TOOLS.find(({ looksLike }) => looksLike(head));
  if (found !== undefined) return `is ${found.name}, which is not read; ${found.next}`;
  const isCutOff = /^\s*[[{]/u.test(head.text) && !/[\]}]\s*$/u.test(byteText(file.subarray(-100)));
  return isCutOff ? 'is JSON that ends too early; restore it, or record it again' : null;
}

/** Matches JSON with all of these keys. */
function has(...keys: readonly string[]): OtherTool['looksLike'] {
  return ({ text }) =>
    /^\s*[[{]/u.test(text) && keys.every((key) => new RegExp(`"${key}"\\s*:`, 'u').test(text));
}

function matches(pattern: RegExp): OtherTool['looksLike'] {
  return ({ text }) => pattern.test(text);
}

/** Matches a JSON list of exchanges that has the key. */
function listWith(key: RegExp): OtherTool['looksLike'] {
  return ({ text }) => /^\s*\[\s*\{\s*"request"\s*:/u.test(text) && key.test(text);
}

function starts(...beginnings: readonly string[]): OtherTool['looksLike'] {
  return ({ bytes }) => beginnings.some((each) => byteText(bytes.subarray(0, each.length)) === each);
}
