/**
 * The YAML of Python, Ruby and R: version 1.1. What their libraries leave unquoted because it is text there, and would
 * be a number in YAML 1.2, stays text: `12e5` and `0o17`. Ruby's tag for bytes is `!binary`.
 */
import type { ScalarTag, Tags } from 'yaml';
import { binaryTag } from '../cassette/yaml-binary.ts';

const FLOAT_WITH_POINT = /^[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]?\d+)?$/;

export function yaml11Tags(tags: Tags): Tags {
  return [
    ...tags.flatMap((tag) => {
      if (typeof tag !== 'object' || !('format' in tag)) return [tag];
      if (tag.format === 'OCT') return [];
      return tag.format === 'EXP' ? [{ ...tag, test: FLOAT_WITH_POINT } as ScalarTag] : [tag];
    }),
    binaryTag,
    { ...binaryTag, tag: '!binary', identify: () => false },
  ];
}
