/** Finds secrets that arrive in pieces: complete in the text that a client joins, but in no single string. */
import { EscapeMap, unescapeJson } from './json-escapes.ts';
import { overlapping, type Range } from './overlap.ts';
import type { SecretSearch } from './search.ts';
import type { Secret } from './secret.ts';

/** Receives the place of a secret, or of one piece of it, in the body. */
export type Found = (secret: Secret, place: Range, isFirstPiece: boolean) => void;

/** A piece of a joined text. `start` and `end` are its place in the text; `from` and `to` its place in the body. */
interface Piece extends Range {
  readonly from: number;
  readonly to: number;
  readonly escaped: boolean;
}

interface Joined {
  text: string;
  /** The position up to which the text was searched. */
  searched: number;
  pieces: Piece[];
}

/** The joined strings at one path: for each element, and for all together when there are several elements. */
interface Path {
  readonly elements: Map<string, Joined>;
  together: Joined | undefined;
}

/** The number of characters by which a joined text grows before it is searched. */
const SEARCHED_AT_ONCE = 64 * 1024;
/** The maximum number of joined texts. Beyond it, new paths and elements share one, to limit memory. */
const MOST_JOINED = 20_000;

/** Takes strings in the order of the body, and reports the pieces to remove. */
export class PieceSearch {
  readonly #body: string;
  readonly #secrets: SecretSearch;
  readonly #found: Found;
  readonly #paths = new Map<string, Path>();
  #joined = 0;
  /** The escape map of the string in which a piece was found last. */
  #escapes: { readonly from: number; readonly map: EscapeMap } | undefined;

  constructor(body: string, secrets: SecretSearch, found: Found) {
    this.#body = body;
    this.#secrets = secrets;
    this.#found = found;
  }

  /** Adds a string. The parameters are those of {@link StringVisitor.string}. */
  add(start: number, end: number, escaped: boolean, path: string, element: string): void {
    const source = this.#body.slice(start, end);
    const text = escaped ? unescapeJson(source) : source;
    if (text === '') return;
    const strings = this.#at(path);
    const own = this.#elementOf(strings, element);
    const all = strings.together === undefined ? [own] : [own, strings.together];
    for (const joined of all) {
      const at = joined.text.length;
      joined.pieces.push({ start: at, end: at + text.length, from: start, to: end, escaped });
      joined.text += text;
      if (joined.text.length - joined.searched < SEARCHED_AT_ONCE) continue;
      this.#search(joined, false);
      this.#forget(joined);
    }
  }

  /** Searches the remaining text, also for secrets that are cut off at the end. */
  end(): void {
    for (const { elements, together } of this.#paths.values()) {
      for (const joined of elements.values()) this.#search(joined, true);
      if (together) this.#search(together, true);
    }
  }

  #at(path: string): Path {
    const known = this.#paths.get(path);
    if (known) return known;
    if (this.#joined >= MOST_JOINED && path !== '') return this.#at('');
    const made: Path = { elements: new Map(), together: undefined };
    this.#paths.set(path, made);
    return made;
  }

  #elementOf(path: Path, element: string): Joined {
    const known = path.elements.get(element);
    if (known) return known;
    if (this.#joined >= MOST_JOINED && element !== '') return this.#elementOf(path, '');
    const made: Joined = { text: '', searched: 0, pieces: [] };
    const [first] = path.elements.values();
    if (first) path.together ??= { ...first, pieces: [...first.pieces] };
    path.elements.set(element, made);
    this.#joined += 1;
    return made;
  }

  #search({ text, pieces }: Joined, isWhole: boolean): void {
    for (const { secret, start, end } of this.#secrets.find(text, isWhole)) {
      this.#tell(secret, pieces, start, end);
    }
  }

  /** Removes the searched text, except the end, in which a secret may start. */
  #forget(joined: Joined): void {
    const kept = [
      ...overlapping(joined.pieces, joined.text.length - this.#secrets.reach, joined.text.length),
    ];
    const from = kept[0]?.start ?? joined.text.length;
    joined.pieces = kept.map((piece) => ({ ...piece, start: piece.start - from, end: piece.end - from }));
    joined.text = joined.text.slice(from);
    joined.searched = joined.text.length;
  }

  #tell(secret: Secret, pieces: readonly Piece[], start: number, end: number): void {
    let isFirst = true;
    for (const piece of overlapping(pieces, start, end)) {
      const inside = { start: Math.max(start, piece.start), end: Math.min(end, piece.end) };
      const [from, to] = [inside.start - piece.start, inside.end - piece.start];
      const place = piece.escaped ? this.#escapesOf(piece).sourceOf(from, to) : { start: from, end: to };
      this.#found(secret, { start: piece.from + place.start, end: piece.from + place.end }, isFirst);
      isFirst = false;
    }
  }

  #escapesOf({ from, to }: Piece): EscapeMap {
    if (this.#escapes?.from !== from) {
      this.#escapes = { from, map: new EscapeMap(this.#body.slice(from, to)) };
    }
    return this.#escapes.map;
  }
}
