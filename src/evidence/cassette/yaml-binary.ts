/** The YAML tag `!!binary` as it is written: base64 in lines, as a block. */
import type { ScalarTag } from 'yaml';
import { stringifyString } from 'yaml/util';
import { base64Of, bytesOfBase64 } from '../../text/bytes.ts';

const LINE_WIDTH = 120;

export const binaryTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:binary',
  default: false,
  identify: (value) => value instanceof Uint8Array,
  resolve: bytesOfBase64,
  stringify({ value }, ctx, onComment, onChompKeep) {
    const bytes = value instanceof Uint8Array ? value : new Uint8Array();
    const base64 = base64Of(bytes);
    const lines = base64.match(new RegExp(`.{1,${LINE_WIDTH}}`, 'g')) ?? [];
    const type = lines.length === 0 ? 'QUOTE_DOUBLE' : 'BLOCK_LITERAL';
    return stringifyString({ value: lines.join('\n'), type }, ctx, onComment, onChompKeep);
  },
};
