/** Values that a recorder wrote instead of what was sent: they tell nothing of the provider. */
import { isObject, type Json } from '../text/json.ts';
import { type Finding, inconclusive, type Judgement } from './check.ts';

/** The whole value is one word of this kind, in whatever brackets. */
const WORD = /^[[({<*_-]*(?:redacted|filtered|sanitized|scrubbed|masked|removed|hidden)[\])}>*_-]*$/iu;

/** A prefix, as ids have one, before the mask; a number behind it, where masks are counted. */
const LABELLED = new RegExp(
  '^(?:[a-z0-9]+[-_:])*' +
    '(?:[[({<]*(?:redacted|sanitized|scrubbed|masked|anonymized)[\\])}>]*|\\*{3,}|x{4,})' +
    '(?:[-_:]?\\d+)?$',
  'iu',
);

/** In capitals or brackets it says what it stands for, too; thoughts of the type redacted_thinking are none. */
const DESCRIBED =
  /^(?:[\w:-]*[-_:<[])?REDACTED(?:[-_:>\]][\w:>\]-]*)?$|^[<[][A-Z_]*(?:REDACTED|_ID)[A-Z0-9_]*[>\]]$/u;

export const MASKED = 'the recorder masked the value';

function isMask(value: string): boolean {
  return WORD.test(value) || LABELLED.test(value) || DESCRIBED.test(value);
}

/** Whether some text of a value is a mask as a whole; level by level, since values nest as deep as they like. */
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

/** What is left of a judgement without the findings in what the recorder masked; inconclusive where nothing else is. */
export function withoutMasked(said: Judgement): Judgement {
  if (typeof said !== 'object' || !('findings' in said)) return said;
  const { findings } = said;
  const sound = findings.filter((finding) => !isMasked(finding));
  if (sound.length === findings.length) return said;
  return sound.length === 0 ? inconclusive(MASKED) : { ...said, findings: sound };
}

/** The value alone, as JSON or as it came, or how often it was found. */
function isMasked({ found }: Finding): boolean {
  return isMask(found.replace(/ \d+ times$/u, '').replace(/^"(.*)"$/su, '$1'));
}
