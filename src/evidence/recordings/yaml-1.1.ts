/**
 * The YAML of Python, Ruby and R: version 1.1. Their libraries do not quote `12e5` and `0o17`, which are text there and would
 * be numbers in YAML 1.2; these stay text. Ruby's tag for bytes is `!binary`.
 */
import { defineScalarTag, floatCoreTag, intCoreTag, NOT_RESOLVED, type ScalarTagDefinition } from 'js-yaml';
import { bytesTag, YAML_1_2 } from '../cassette/yaml-schema.ts';

export const YAML_1_1 = YAML_1_2.withTags(
  unless(/^0o/, intCoreTag),
  unless(/^[-+]?\.?\d+e/i, floatCoreTag),
  defineScalarTag('!binary', bytesTag),
);

/** The tag, without plain scalars that match `isText`; these stay text. */
function unless<T>(isText: RegExp, tag: ScalarTagDefinition<T>): ScalarTagDefinition<T> {
  return defineScalarTag(tag.tagName, {
    ...tag,
    resolve: (source, isExplicit, name) =>
      isText.test(source) ? NOT_RESOLVED : tag.resolve(source, isExplicit, name),
  });
}
