/** Redacts a body without changing its format: JSON stays JSON, events stay events. */
import type { ArrivedChunk } from '../evidence/exchange.ts';
import { isAwsEventStream, withTexts } from '../evidence/frames/aws-event-stream.ts';
import { bytesOfByteText, byteText, utf8Bytes, utf8Text } from '../text/bytes.ts';
import { parseJson } from '../text/wire-text.ts';
import { gunzipped, gzipped } from './gzip.ts';
import { escapeAround } from './json-escapes.ts';
import { overlapping, type Range } from './overlap.ts';
import { PieceSearch } from './pieces.ts';
import { fromByteText, type SecretSearch, toByteText } from './search.ts';
import { redactionOf } from './secret.ts';
import { visitStrings } from './strings.ts';

export interface RedactedBody {
  readonly body: Uint8Array;
  readonly chunks?: readonly ArrivedChunk[];
}

/** Returns the body without the secrets, or the same object when it contains none. The chunks add up to its length. */
export function redactBody(
  body: Uint8Array,
  chunks: readonly ArrivedChunk[] | undefined,
  secrets: SecretSearch,
): RedactedBody {
  if (secrets.isEmpty) return { body, ...(chunks && { chunks }) };
  const inside = gunzipped(body);
  if (inside !== null) return redactInside(body, inside, chunks, secrets);
  if (isAwsEventStream(body)) {
    const inFrames = redactFrames(body, secrets);
    if (inFrames !== null) return redactBody(inFrames, inOnePiece(inFrames, chunks), secrets);
  }
  const text = byteText(body);
  const edits = editsOf(text, secrets);
  if (edits.length === 0) return { body, ...(chunks && { chunks }) };
  return {
    body: bytesOfByteText(applied(text, edits, 0, text.length)),
    ...(chunks && { chunks: movedChunks(chunks, edits) }),
  };
}

/**
 * Redacts a gzip body. Chunks of the compressed body do not correspond to its content, so a changed body has only one
 * chunk.
 */
function redactInside(
  body: Uint8Array,
  inside: Uint8Array,
  chunks: readonly ArrivedChunk[] | undefined,
  secrets: SecretSearch,
): RedactedBody {
  const redacted = redactBody(inside, undefined, secrets).body;
  if (redacted === inside) return { body, ...(chunks && { chunks }) };
  const changed = gzipped(redacted);
  const pieces = inOnePiece(changed, chunks);
  return { body: changed, ...(pieces && { chunks: pieces }) };
}

/** Returns one chunk for the whole body, with the time of the last chunk. */
function inOnePiece(
  body: Uint8Array,
  chunks: readonly ArrivedChunk[] | undefined,
): readonly ArrivedChunk[] | undefined {
  const last = chunks?.at(-1);
  return last && [{ bytes: body.length, at: last.at }];
}

/** Redacts the frames and updates their lengths and checksums. Returns null when no frame contains a secret. */
function redactFrames(body: Uint8Array, secrets: SecretSearch): Uint8Array | null {
  let isFound = false;
  const redacted = withTexts(body, (text) => {
    const before = utf8Bytes(text);
    const after = redactBody(before, undefined, secrets).body;
    if (after === before) return text;
    isFound = true;
    return utf8Text(after);
  });
  return isFound ? redacted : null;
}

/** Redacts text that has no structure. */
export function redactText(text: string, secrets: SecretSearch): string {
  const before = toByteText(text);
  const after = redactPlain(before, secrets);
  return after === before ? text : fromByteText(after);
}

/** Redacts byte text that has no structure. */
function redactPlain(text: string, secrets: SecretSearch): string {
  return applied(text, plainEdits(text, secrets), 0, text.length);
}

/** Replaces the range with `text`. */
interface Edit extends Range {
  readonly text: string;
}

function plainEdits(text: string, secrets: SecretSearch): Edit[] {
  const found = secrets.find(text, true);
  return merged(found.map(({ start, end, secret }) => ({ start, end, text: redactionOf(secret) })));
}

function editsOf(body: string, secrets: SecretSearch): Edit[] {
  const plain = plainEdits(body, secrets);
  const fitted = new Map(plain.map((edit) => [edit.start, edit]));
  const pieces: Edit[] = [];
  const texts: (readonly Range[])[] = [];
  const search = new PieceSearch(body, secrets, (secret, place, isFirst) => {
    pieces.push({ ...place, text: isFirst ? redactionOf(secret) : '' });
  });
  const fitEscapes = (start: number, end: number) => {
    if (plain.length === 0) return;
    for (const edit of overlapping(plain, start, end)) {
      if (start <= edit.start && edit.end <= end) fitted.set(edit.start, toEscapes(body, start, edit));
    }
  };
  visitStrings(body, {
    json: (lines) => void texts.push(lines),
    string: (start, end, escaped, path, element) => {
      search.add(start, end, escaped, path, element);
      if (escaped) fitEscapes(start, end);
    },
    name: fitEscapes,
    bare: (start, end) => {
      if (plain.length === 0) return;
      for (const edit of overlapping(plain, start, end)) {
        fitted.set(edit.start, aroundBare(fitted.get(edit.start) ?? edit, start, end));
      }
    },
  });
  search.end();
  return keepingJson(body, merged([...fitted.values(), ...pieces]), texts);
}

/** Extends an edit so that it cuts no escape. */
function toEscapes(body: string, from: number, edit: Edit): Edit {
  const start = escapeAround(body, from, edit.start)?.start ?? edit.start;
  const end = escapeAround(body, from, edit.end)?.end ?? edit.end;
  return { ...edit, start, end };
}

/** Extends an edit to a whole bare value, and quotes the replacement. A number that is a secret becomes a string. */
function aroundBare({ text, ...edit }: Edit, start: number, end: number): Edit {
  const quoted = text.startsWith('"') ? text : `"${text}"`;
  return { start: Math.min(edit.start, start), end: Math.max(edit.end, end), text: quoted };
}

/** Sorts the edits and merges those that overlap. A merged edit has the first text that is not empty. */
function merged(edits: readonly Edit[]): Edit[] {
  const all: Edit[] = [];
  for (const edit of [...edits].sort((left, right) => left.start - right.start || right.end - left.end)) {
    const last = all.at(-1);
    if (last === undefined || edit.start >= last.end) {
      all.push(edit);
      continue;
    }
    const end = Math.max(last.end, edit.end);
    all[all.length - 1] = { start: last.start, end, text: last.text === '' ? edit.text : last.text };
  }
  return all;
}

/** Replaces a whole JSON text when the edits would make a valid text invalid. */
function keepingJson(body: string, edits: Edit[], texts: readonly (readonly Range[])[]): Edit[] {
  if (edits.length === 0) return edits;
  const whole: Edit[] = [];
  for (const lines of texts) {
    const [start, end] = [lines[0]?.start ?? 0, lines.at(-1)?.end ?? 0];
    const [touching] = overlapping(edits, start, end);
    if (touching === undefined) continue;
    const isJson = (with_: readonly Edit[]) => {
      const text = lines.map((line) => applied(body, with_, line.start, line.end)).join('\n');
      return parseJson(fromByteText(text)) !== undefined;
    };
    if (!isJson([]) || isJson(edits)) continue;
    whole.push({ start, end, text: `"${touching.text.replaceAll('"', '')}"` });
  }
  return whole.length === 0 ? edits : merged([...whole, ...edits]);
}

/** Returns `body[from, to)` with the overlapping edits applied. */
function applied(body: string, edits: readonly Edit[], from: number, to: number): string {
  const parts: string[] = [];
  let at = from;
  for (const { start, end, text } of overlapping(edits, from, to)) {
    parts.push(body.slice(at, start), text);
    at = end;
  }
  return `${parts.join('')}${body.slice(at, to)}`;
}

/** Moves the chunk boundaries. A boundary inside a redaction keeps its distance from the start, up to the end of it. */
function movedChunks(chunks: readonly ArrivedChunk[], edits: readonly Edit[]): ArrivedChunk[] {
  let [next, shift, before, moved] = [0, 0, 0, 0];
  return chunks.map(({ bytes, at }) => {
    const boundary = before + bytes;
    for (let edit = edits[next]; edit && edit.end <= boundary; edit = edits[next]) {
      shift += edit.text.length - (edit.end - edit.start);
      next += 1;
    }
    const edit = edits[next];
    const inside =
      edit && edit.start < boundary
        ? edit.start + Math.min(boundary - edit.start, edit.text.length)
        : boundary;
    const chunk = { bytes: inside + shift - moved, at };
    [before, moved] = [boundary, inside + shift];
    return chunk;
  });
}
