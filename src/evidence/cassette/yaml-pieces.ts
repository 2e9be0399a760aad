/** Writes the YAML of cassettes in pieces, so that long parts are never one string. */
import { Document, type ScalarTag, type Tags } from 'yaml';
import { stringifyString, stringTag } from 'yaml/util';
import { escaped, NEEDS_ESCAPE } from './yaml-escapes.ts';
import { ChunkList, LongText, linesOfBase64 } from './yaml-long.ts';

/** A placeholder for a long part while the rest is formatted. A control character, which other text contains only escaped. */
const MARK = '\u0001';

/** The text of a document. Bodies ({@link LongText}, bytes) and lists of chunks are written in pieces. */
export function* yamlPieces(content: Readonly<Record<string, unknown>>): Generator<string> {
  const long: Iterable<string>[] = [];
  const later = (pieces: Iterable<string>) => `${MARK}${long.push(pieces) - 1}${MARK}`;
  const document = new Document(content, {
    aliasDuplicateObjects: false,
    compat: 'yaml-1.1',
    customTags: (tags) => withOwnTags(tags, later),
  });
  const text = document.toString({
    directives: true,
    indentSeq: false,
    lineWidth: 0,
    flowCollectionPadding: false,
  });
  for (const [at, part] of text.split(MARK).entries()) {
    if (at % 2 === 0) yield part;
    else yield* long[Number(part)] ?? [];
  }
}

function withOwnTags(tags: Tags, later: (pieces: Iterable<string>) => string): Tags {
  return [
    longTextTag(later),
    chunksTag(later),
    ...tags.map((tag) => (typeof tag === 'object' && tag.tag === textTag.tag ? textTag : tag)),
    bytesTag(later),
  ];
}

const FRAGILE_IN_BLOCK = /^[ \n]| \n| $/;

/**
 * The library's string tag, except for strings that need escapes. Those become JSON strings, which are YAML too, and also
 * escape characters that YAML 1.1 refuses or reads as line breaks.
 */
const textTag: ScalarTag = {
  ...stringTag,
  stringify(item, ctx, onComment, onChompKeep) {
    const text = String(item.value);
    const fragile = text.includes('\n') && FRAGILE_IN_BLOCK.test(text);
    if (fragile || NEEDS_ESCAPE.test(text)) return escaped(text);
    return stringifyString({ ...item, value: text }, { ...ctx, actualString: true }, onComment, onChompKeep);
  },
};

function longTextTag(later: (pieces: Iterable<string>) => string): ScalarTag {
  return {
    tag: 'tag:yaml.org,2002:str',
    default: true,
    resolve: (text) => text,
    identify: (value) => value instanceof LongText,
    stringify({ value }, { indent }, _onComment, onChompKeep) {
      if (!(value instanceof LongText)) return '""';
      if (value.chomping === '+') onChompKeep?.();
      return later(value.pieces(indent));
    },
  };
}

function chunksTag(later: (pieces: Iterable<string>) => string): ScalarTag {
  return {
    tag: 'tag:yaml.org,2002:seq',
    default: true,
    resolve: (text) => text,
    identify: (value) => value instanceof ChunkList,
    stringify: ({ value }) => (value instanceof ChunkList ? later(value.pieces()) : '[]'),
  };
}

/** `!!binary`: base64 in lines, as a block. */
function bytesTag(later: (pieces: Iterable<string>) => string): ScalarTag {
  return {
    tag: 'tag:yaml.org,2002:binary',
    default: false,
    identify: (value) => value instanceof Uint8Array,
    resolve: (text) => text,
    stringify({ value }, { indent }) {
      if (!(value instanceof Uint8Array) || value.length === 0) return '""';
      return later(linesOfBase64(value, indent));
    },
  };
}
