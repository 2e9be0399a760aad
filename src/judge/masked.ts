/** Values that a recorder wrote in the place of what was sent: they tell nothing of the provider. */
import { type Finding, inconclusive, type Judgement } from './check.ts';

/** The whole value is one word of this kind, in whatever brackets, or nothing but stars or crosses. */
const MASK =
  /^"?(?:[[({<*_-]*(?:redacted|filtered|sanitized|scrubbed|masked|removed|hidden)[\])}>*_-]*|\*{3,}|x{6,})"?$/iu;

/** What is left of a judgement without the findings in what the recorder masked; inconclusive where nothing else is. */
export function withoutMasked(said: Judgement): Judgement {
  if (typeof said !== 'object' || !('findings' in said)) return said;
  const { findings } = said;
  const sound = findings.filter((finding) => !isMasked(finding));
  if (sound.length === findings.length) return said;
  return sound.length === 0 ? inconclusive('the recorder masked the value') : { ...said, findings: sound };
}

function isMasked({ found }: Finding): boolean {
  return MASK.test(found);
}
