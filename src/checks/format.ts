/** format: the output format that a request asks for. */
import {
  among,
  type Finding,
  findingAt,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../judge/check.ts';
import { holdsMask, MASKED } from '../judge/masked.ts';
import type { Choice, Reading } from '../reading/reading.ts';
import { parseJson } from '../text/wire-text.ts';
import { EITHER, type FamilyRules, HIDING_ANSWERS } from './record.ts';
import { compileSchema } from './schema.ts';

export const format = {
  'format/schema': {
    ...EITHER,
    follows: [...HIDING_ANSWERS, 'arguments/no-markup', 'arguments/no-text-call', 'reasoning/not-in-content'],
    needsEveryEvent: true,
    needsEnd: true,
    voidWhen: 'cutOff',
    title: 'Where the request has a schema for the answer, the text is JSON that the schema accepts',
    level: 'MUST',
    impact: 'critical',
    // With the provider's own tools, text about their results may come beside the answer.
    asked: ({ answerSchema, serverTools }) => answerSchema !== undefined && !serverTools,
    run: schemaJudgement,
  },
} satisfies FamilyRules<'format'>;

/** Returns true for an answer that must have the format; one with calls or a refusal need not. */
function isAnswer({ text, refusal, calls, otherCalls }: Choice): boolean {
  return text !== '' && refusal === '' && calls.length === 0 && otherCalls.length === 0;
}

function schemaJudgement({ turn, request }: Reading): Judgement {
  const answers = turn.choices.filter(isAnswer);
  if (answers.length === 0) return NOT_APPLICABLE;
  const schema = compileSchema(request.answerSchema);
  if ('problem' in schema) return inconclusive(`the schema of the answer cannot be used: ${schema.problem}`);
  const faults: Finding[] = [];
  for (const { text, textPieces, event, path } of answers) {
    const seen = { event: textPieces[0]?.event ?? event, path: textPieces[0]?.path ?? path, value: text };
    const json = parseJson(text);
    if (json === undefined) {
      faults.push(findingAt(seen, 'the text is no JSON', 'JSON of the schema that was asked for'));
      continue;
    }
    const violations = schema.validate(json);
    if ('problem' in violations) return inconclusive(`the answer cannot be validated: ${violations.problem}`);
    if (violations.length > 0 && holdsMask(json)) return inconclusive(MASKED);
    for (const { path: at, message } of violations) {
      faults.push(findingAt(seen, `${at === '' ? 'the answer' : at} ${message}`, 'a valid answer'));
    }
  }
  return among(answers, faults);
}
