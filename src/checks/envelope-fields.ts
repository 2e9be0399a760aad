/** The fields that an envelope must have, and the body that is no envelope at all. */
import { type Finding, findingAt, findingsIn, NO_FINDINGS } from '../judge/check.ts';
import type { Reading, Seen } from '../reading/reading.ts';
import { utf8Text } from '../text/bytes.ts';
import type { Json, JsonObject } from '../text/json.ts';
import { show } from '../text/json-text.ts';

export interface FieldRule {
  readonly field: string;
  readonly expected: string;
  readonly holds: (value: Json) => boolean;
}

/** @param place where a field of the envelope stands */
export function fieldFaults(
  rules: readonly FieldRule[],
  json: JsonObject,
  place: (field: string) => Omit<Seen, 'value'>,
): Finding[] {
  return findingsIn(rules, ({ field, expected, holds }) => {
    const value = json[field];
    return holds(value)
      ? NO_FINDINGS
      : [findingAt({ ...place(field), value }, `${field} is not as promised`, expected)];
  });
}

/** @param expected what the body should be */
export function absentBody({ exchange }: Reading, expected: string): Finding {
  const text = utf8Text(exchange.response?.body.subarray(0, 200) ?? new Uint8Array());
  return {
    event: null,
    path: '',
    message: text === '' ? 'the response has no body' : 'the body is no JSON object',
    found: text === '' ? '0 bytes' : show(text),
    expected,
  };
}
