/** Placeholders that a recorder wrote over what was sent: they say nothing about the provider. */
import { isObject, type Json } from '../text/json.ts';
import { type Finding, inconclusive, type Judgement } from './check.ts';

/** The whole value is one of these words, in any brackets. */
const WORD = /^[[({<*_-]*(?:redacted|filtered|sanitized|scrubbed|masked|removed|hidden)[\])}>*_-]*$/iu;

/** A mask with an optional prefix, as ids have one, and an optional number, if the recorder counts its masks. */
const LABELLED = new RegExp(
  '^(?:[a-z0-9]+[-_:])*' +
    '(?:[[({<]*(?:redacted|sanitized|scrubbed|masked|anonymized)[\\])}>]*|\\*{3,}|x{4,})' +
    '(?:[-_:]?\\d+)?$',
  'iu',
);

/** A mask in capitals or brackets that also names what it replaces. Thoughts of the type redacted_thinking do not match. */
const DESCRIBED =
  /^(?:[\w:-]*[-_:<[])?REDACTED(?:[-_:>\]][\w:>\]-]*)?$|^[<[][A-Z_]*(?:REDACTED|_ID)[A-Z0-9_]*[>\]]$/u;

export const MASKED = 'the recorder masked the value';

function isMask(value: string): boolean {
  return WORD.test(value) || LABELLED.test(value) || DESCRIBED.test(value);
}

/** Returns true if some text in a value is a mask. Goes level by level, because values can nest to any depth. */
export function holdsMask(value: Json): boolean {
  for (let level: Json[] = [value]; level.length > 0; level = level.flatMap(membersOf)) {
    if (level.some((one) => typeof one === 'string' && isMask(one))) return true;
  }
  return false;
}

function membersOf(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

/** The judgement without the findings at masked values; inconclusive if it has no other findings. */
export function withoutMasked(said: Judgement): Judgement {
  if (typeof said !== 'object' || !('findings' in said)) return said;
  const { findings } = said;
  const sound = findings.filter((finding) => !isMasked(finding));
  if (sound.length === findings.length) return said;
  return sound.length === 0 ? inconclusive(MASKED) : { ...said, findings: sound };
}

/** Compares the found value, as JSON or as plain text, without the count that may follow it. */
function isMasked({ found }: Finding): boolean {
  return isMask(found.replace(/ \d+ times$/u, '').replace(/^"(.*)"$/su, '$1'));
}
