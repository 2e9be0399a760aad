/** Turns the drift of one conversation into report lines. */
import type { ConversationDrift } from './report.ts';
import { type JsonType, MOST_PATHS } from './shape.ts';
import type { Difference, Retyping, StructuralDrift } from './structural-drift.ts';
import type { BodyPart } from './structure.ts';
import type { ChangedVerdict, VerdictDrift } from './verdict-drift.ts';

export interface DriftLine {
  readonly symbol: '-' | '+' | '~';
  /** The subject of the line: an answer, a refusal, a header, the stream or a check. */
  readonly subject: string;
  /** The path in the subject, or the id of the check. */
  readonly path: string;
  readonly detail: string;
  readonly tone: 'worse' | 'better' | 'other' | 'observation';
  /** True if chance may explain the difference. */
  readonly sometimes: boolean;
  /** True if the line may be combined with others that have the same detail. */
  readonly joins: boolean;
}

/** Returns the lines: verdicts first, then paths that are gone, retyped and new. */
export function linesOf({ structure, verdicts }: ConversationDrift): DriftLine[] {
  return [...verdictLines(verdicts), ...structureLines(structure)];
}

const COMMON = { sometimes: false, joins: false };

function verdictLines({
  newlyFailing,
  newlyPassing,
  otherwiseChanged,
  observations,
}: VerdictDrift): DriftLine[] {
  return [
    ...newlyFailing.map((verdict) => verdictLine(verdict, { symbol: '-', tone: 'worse', joins: false })),
    ...newlyPassing.map((verdict) => verdictLine(verdict, { symbol: '+', tone: 'better', joins: false })),
    ...otherwiseChanged.map((verdict) => verdictLine(verdict, { symbol: '~', tone: 'other', joins: true })),
    ...observations.map((verdict) => verdictLine(verdict, { symbol: '~', tone: 'observation', joins: true })),
  ];
}

function verdictLine(
  { check, level, subject, before, after }: ChangedVerdict,
  kind: Pick<DriftLine, 'symbol' | 'tone' | 'joins'>,
): DriftLine {
  const whose = subject === 'provider' ? '' : `, of the ${subject}`;
  return {
    ...COMMON,
    ...kind,
    subject: 'check',
    path: check,
    detail: `${before} → ${after} (${level}${whose})`,
  };
}

function structureLines({ gone, added, retyped, incomplete }: StructuralDrift): DriftLine[] {
  return [
    ...gone.map((one): DriftLine => ({ ...differenceLine(one), symbol: '-', tone: 'worse' })),
    ...retyped.map(retypingLine),
    ...added.map((one): DriftLine => ({ ...differenceLine(one), symbol: '+', tone: 'better' })),
    ...(incomplete ? [INCOMPLETE] : []),
  ];
}

function differenceLine({ part, path, types, fields, sometimes }: Difference) {
  const detail = [...(types.length === 0 ? [] : [typesText(types)]), ...fieldsText(fields, 'below')].join(
    ', ',
  );
  return { ...COMMON, ...placeOf(part, path), detail, sometimes };
}

function retypingLine({
  part,
  path,
  before,
  after,
  fieldsGone,
  fieldsAdded,
  sometimes,
}: Retyping): DriftLine {
  const types = `${typesText(before)} → ${typesText(after)}`;
  const detail = [types, ...fieldsText(fieldsGone, 'gone'), ...fieldsText(fieldsAdded, 'new')].join(', ');
  return { ...COMMON, ...placeOf(part, path), symbol: '~', detail, tone: 'other', sometimes };
}

const INCOMPLETE: DriftLine = {
  ...COMMON,
  symbol: '~',
  subject: 'answer',
  path: '(too large)',
  detail: `compared in part: up to ${MOST_PATHS} paths`,
  tone: 'other',
};

const SUBJECTS: Readonly<Record<BodyPart, string>> = {
  streamed: 'answer',
  buffered: 'answer',
  refusal: 'refusal',
  header: 'header',
  stream: 'stream',
};

/** Only the line of a whole part names the part. Elsewhere the conversation's name shows the delivery. */
function placeOf(part: BodyPart, path: string): Pick<DriftLine, 'subject' | 'path'> {
  return { subject: SUBJECTS[part], path: path === '' ? `(whole, ${part})` : path };
}

function typesText(types: readonly JsonType[]): string {
  return types.length === 0 ? '(none)' : types.join('|');
}

function fieldsText(fields: number, what: string): string[] {
  return fields === 0 ? [] : [`${fields} field${fields === 1 ? '' : 's'} ${what}`];
}
