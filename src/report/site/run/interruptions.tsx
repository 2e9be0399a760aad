/** @jsxRuntime automatic @jsxImportSource preact */
/** Conversations that did not go straight through: sent again after a failure, or not sent to the end. */

import type { ConversationRecord } from '../../../results/results.ts';
import { groupBy } from '../../../text/group-by.ts';
import { plural } from '../../../text/quantities.ts';
import { ConversationName, type Linking } from '../conversation/name.tsx';
import { Text } from '../parts.tsx';

/** Conversations of one target that are named; the page of the target has all. */
const MOST_NAMED = 20;

export function Interruptions({
  records,
  linking,
}: {
  records: readonly ConversationRecord[];
  linking: Linking;
}) {
  const recovered = records.filter(({ retries }) => retries !== undefined);
  const unsent = records.filter(({ notSent }) => notSent !== undefined);
  if (recovered.length + unsent.length === 0) return null;
  return (
    <section>
      <h2 id="interruptions">Recovered and not sent</h2>
      {recovered.length > 0 && (
        <>
          <h3>{plural(recovered.length, 'conversation')} recovered: an attempt failed and was sent again</h3>
          <ByTarget
            records={recovered}
            wordsOf={({ retries = 0 }) => (retries === 1 ? '1 retry' : `${retries} retries`)}
            linking={linking}
          />
        </>
      )}
      {unsent.length > 0 && (
        <>
          <h3 class="under">{plural(unsent.length, 'conversation')} not sent to the end, and why</h3>
          <ByTarget records={unsent} wordsOf={({ notSent = '' }) => notSent} linking={linking} />
        </>
      )}
    </section>
  );
}

function ByTarget({
  records,
  wordsOf,
  linking,
}: {
  records: readonly ConversationRecord[];
  wordsOf: (record: ConversationRecord) => string;
  linking: Linking;
}) {
  const groups = groupBy(records, (record) => JSON.stringify([record.target, wordsOf(record)]));
  return (
    <ul class="absences">
      {[...groups.values()].flatMap((own) => {
        const [first] = own;
        if (first === undefined) return [];
        return (
          <li>
            <b>
              <Text value={first.target} longest={120} />
            </b>
            <span>
              <Text value={wordsOf(first)} longest={200} />
            </span>
            <ul class="in-conversations">
              {own.slice(0, MOST_NAMED).map((record) => (
                <li>
                  <ConversationName conversation={record} linking={linking} />
                </li>
              ))}
              {own.length > MOST_NAMED && <li>and {own.length - MOST_NAMED} more</li>}
            </ul>
          </li>
        );
      })}
    </ul>
  );
}
