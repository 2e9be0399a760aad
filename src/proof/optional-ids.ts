/** Faults and variants of ids in dialects in which a provider may omit them. */
import { faults, type Table, variants } from './cases.ts';
import { TIME_CALL, WEATHER_CALL } from './dialogue-parts.ts';
import type { DialectEdits } from './edits/dialect.ts';
import type { Edit } from './edits/edit.ts';

/** @param withoutIds an edit that removes the ids of all calls and results */
export function optionalIds(
  { forget, reissue }: Pick<DialectEdits, 'forget' | 'reissue'>,
  withoutIds: Edit,
): Table {
  return [
    faults('ids/all-or-none', 'parallel/buffered', {
      'ids/dropped-from-one-of-two': ['one of two calls has no id', forget(TIME_CALL.id)],
    }),
    variants('ids/all-or-none', 'parallel/streaming', {
      'ids/on-no-call': ['no call has an id', withoutIds],
    }),
    variants('ids/all-or-none', 'weather/buffered', {
      'ids/one-call-with-an-id': [
        'there is one call, and it has an id',
        reissue(WEATHER_CALL.id, 'q7x2k9wm'),
        { outcome: 'not-applicable' },
      ],
    }),
    faults('ids/non-empty', 'weather/buffered', {
      'ids/emptied': ['the id is the empty string', reissue(WEATHER_CALL.id, '')],
      'ids/number': ['the id is a number', reissue(WEATHER_CALL.id, 7_254_118_903)],
    }),
  ];
}
