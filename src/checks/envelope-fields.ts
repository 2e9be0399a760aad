/** The fields that an envelope must have, and the body that is no envelope at all. */
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

/** What an envelope lacks of its fields. */
export function fieldFaults(rules: readonly FieldRule[], envelope: Seen<JsonObject>): readonly Finding[] {
  let faults = NO_FINDINGS;
  for (const { field, expected, holds } of rules) {
    if (holds(envelope.value[field])) continue;
    const fault = findingAt(memberAt(envelope, field), `${field} is not as promised`, expected);
    faults = [...faults, fault];
  }
  return faults;
}

/** A member of an object, and where it stands. */
export function memberAt({ event, path, value }: Seen<JsonObject>, member: string): Seen {
  return { event, path: path === '' ? member : `${path}.${member}`, value: value[member] };
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
