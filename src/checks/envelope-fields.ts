/** Judges the required fields of an envelope, and bodies that are not an envelope at all. */
import { type Finding, findingAt, NO_FINDINGS } from '../judge/check.ts';
import type { Reading, Seen } from '../reading/reading.ts';
import { utf8Text } from '../text/bytes.ts';
import type { Json, JsonObject } from '../text/json.ts';
import { show } from '../text/json-text.ts';

export interface FieldRule {
  readonly field: string;
  readonly expected: string;
  readonly holds: (value: Json) => boolean;
}

/** The missing or wrong fields of an envelope. */
export function fieldFaults(rules: readonly FieldRule[], envelope: Seen<JsonObject>): readonly Finding[] {
  let faults = NO_FINDINGS;
  for (const { field, expected, holds } of rules) {
    if (holds(envelope.value[field])) continue;
    const fault = findingAt(memberAt(envelope, field), `${field} is not as promised`, expected);
    faults = [...faults, fault];
  }
  return faults;
}

/** A member of an object, with its place. */
export function memberAt({ event, path, value }: Seen<JsonObject>, member: string): Seen {
  return { event, path: path === '' ? member : `${path}.${member}`, value: value[member] };
}

/** The finding for a body that is not the expected one. @param expected a description of it */
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
