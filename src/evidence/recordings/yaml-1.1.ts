/**
 * The YAML of Python, Ruby and R: version 1.1. What their libraries leave unquoted because it is text there, and would
 * be a number in YAML 1.2, stays text: `12e5` and `0o17`. Ruby's tag for bytes is `!binary`.
 */
import { defineScalarTag, floatCoreTag, intCoreTag, NOT_RESOLVED, type ScalarTagDefinition } from 'js-yaml';
import { bytesTag, YAML_1_2 } from '../cassette/yaml-schema.ts';

export const YAML_1_1 = YAML_1_2.withTags(
  unless(/^0o/, intCoreTag),
  unless(/^[-+]?\.?\d+e/i, floatCoreTag),
  defineScalarTag('!binary', bytesTag),
);

/** A tag that leaves plain scalars of one kind to be text. */
function unless<T>(isText: RegExp, tag: ScalarTagDefinition<T>): ScalarTagDefinition<T> {
  return defineScalarTag(tag.tagName, {
    ...tag,
    resolve: (source, isExplicit, name) =>
      isText.test(source) ? NOT_RESOLVED : tag.resolve(source, isExplicit, name),
  });
}
