/** The YAML tag `!!binary`, strict in reading: the one of the library takes any text for base64. */
import { Buffer } from 'node:buffer';
import type { ScalarTag } from 'yaml';
import { stringifyString } from 'yaml/util';

const LINE_WIDTH = 120;

export const binaryTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:binary',
  default: false,
  identify: (value) => value instanceof Uint8Array,
  resolve(source, onError) {
    const base64 = source.replace(/\s+/g, '');
    if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64))
      onError('!!binary holds no whole base64');
    return new Uint8Array(Buffer.from(base64, 'base64'));
  },
  stringify({ value }, ctx, onComment, onChompKeep) {
    const bytes = value instanceof Uint8Array ? value : new Uint8Array();
    const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
    const lines = base64.match(new RegExp(`.{1,${LINE_WIDTH}}`, 'g')) ?? [];
    const type = lines.length === 0 ? 'QUOTE_DOUBLE' : 'BLOCK_LITERAL';
    return stringifyString({ value: lines.join('\n'), type }, ctx, onComment, onChompKeep);
  },
};
