/** The text of a feature table cell. */
import { checkOf } from '../../results/check-readings.ts';
import type { RunRecord } from '../../results/results.ts';
import { plural } from '../../text/quantities.ts';
import type { Cause, CountOf, FeatureCell } from './cell.ts';

/** The name of a check as up to three words: `chunk choices empty`, `ids portable`. */
export function causePhrase({ check }: Pick<Cause, 'check'>): string {
  const [family = '', name = ''] = check.split('/', 2);
  const words = name.split('-');
  return (words.length > 1 ? words : [family, ...words]).slice(0, 3).join(' ');
}

/** Returns one or two sentences: the state, the number of conversations, and the cause. */
export function cellSentence(
  run: Pick<RunRecord, 'checks' | 'targets'>,
  target: string,
  cell: FeatureCell,
): string {
  const { state, told, reason, causes, model } = cell;
  const [cause] = causes;
  switch (state) {
    case 'not-offered':
      return `${told.of > 0 ? `Refused or not there in ${countOf(told)}` : 'Declared as unsupported'}: ${reason ?? 'no reason is given'}`;
    case 'broken':
      return `Broken in ${countOf(told)}: ${causeText(run, target, cause)}`;
    case 'works-but':
      return cause?.subject === 'model'
        ? `It works, and the model got it right in ${model?.count ?? 0} of ${model?.of ?? 0}: ${causeText(run, target, cause)}`
        : `It works, but in ${countOf(told)} something is awkward: ${causeText(run, target, cause)}`;
    case 'works':
      return `It works in ${countOf(told)}.`;
    case 'not-tested':
      return `Not tested${cell.asked > 0 ? `, though ${plural(cell.asked, 'conversation')} could have told` : ''}: ${reason ?? 'no scenario asked for it'}`;
  }
}

function countOf({ count, of }: CountOf): string {
  return of === 1 ? 'the one conversation that could tell' : `${count} of ${of} conversations`;
}

/** Quotes the title of the check, because a title states the rule. */
function causeText(
  run: Pick<RunRecord, 'checks' | 'targets'>,
  target: string,
  cause: Cause | undefined,
): string {
  if (cause === undefined) return 'no rule is named';
  const title = checkOf(run, target, cause.check)?.title ?? cause.check;
  return `“${title}” does not hold (${cause.check}, ${cause.failed} of ${cause.judged}).`;
}
