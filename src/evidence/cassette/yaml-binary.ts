/** The YAML tag `!!binary` as it is written: base64 in lines, as a block. */
import { Buffer } from 'node:buffer';
import type { ScalarTag } from 'yaml';
import { stringifyString } from 'yaml/util';

const LINE_WIDTH = 120;

export const binaryTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:binary',
  default: false,
  identify: (value) => value instanceof Uint8Array,
  resolve: (base64) => new Uint8Array(Buffer.from(base64, 'base64')),
  stringify({ value }, ctx, onComment, onChompKeep) {
    const bytes = value instanceof Uint8Array ? value : new Uint8Array();
    const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
    const lines = base64.match(new RegExp(`.{1,${LINE_WIDTH}}`, 'g')) ?? [];
    const type = lines.length === 0 ? 'QUOTE_DOUBLE' : 'BLOCK_LITERAL';
    return stringifyString({ value: lines.join('\n'), type }, ctx, onComment, onChompKeep);
  },
};
