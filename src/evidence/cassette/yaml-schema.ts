/** The YAML schemas for reading: the meaning of plain and tagged scalars. */
import {
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  type Schema,
  seqTag,
  strTag,
} from 'js-yaml';
import { bytesOfBase64 } from '../../text/bytes.ts';

/** Bytes in base64. */
export const bytesTag = defineScalarTag('tag:yaml.org,2002:binary', {
  resolve(source) {
    const base64 = source.replace(/\s+/g, '');
    const isWhole = base64.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(base64);
    return isWhole ? bytesOfBase64(base64) : NOT_RESOLVED;
  },
  identify: () => false,
});

/** Ignores tags of other languages, such as `!!python/str`, and takes the value that they mark. */
const anyTag = [
  defineScalarTag('', { ...strTag, matchByTagPrefix: true }),
  defineSequenceTag('', { ...seqTag, matchByTagPrefix: true }),
  defineMappingTag('', { ...mapTag, matchByTagPrefix: true }),
];

/** With merge keys (`<<: *anchor`), which the libraries of all recorders read. */
export const YAML_1_2: Schema = CORE_SCHEMA.withTags(bytesTag, mergeTag, anyTag);
