/** @jsxRuntime automatic @jsxImportSource preact */
/** The parts of a diff outside its lists of verdicts: what has no data any more, and changes of the rules. */
import type { CatalogueChange } from '../../../results/diff.ts';
import { groupBy } from '../../../text/group-by.ts';
import { Text } from '../parts.tsx';
import type { Vanished } from './model.ts';
import { CheckName, ConversationOf, type DiffNames, TargetName } from './names.tsx';

export function VanishedList({ vanished, names }: { vanished: readonly Vanished[]; names: DiffNames }) {
  return (
    <section class="diff-list">
      <h2 id="vanished">
        Vanished <span class="tally">{vanished.length}</span>
      </h2>
      <p class="lead">The later side has no data of these, so it says nothing of them.</p>
      <ul class="absences">
        {[...groupBy(vanished, ({ target }) => target)].map(([target, own]) => (
          <li>
            <b>
              <TargetName target={target} names={names} />
            </b>
            {own.map(({ conversation, reason, notRun }) => (
              <>
                {conversation !== null && <ConversationOf conversation={conversation} names={names} />}
                {conversation === null && (
                  <span>
                    {reason === null ? (
                      'no run says why'
                    ) : (
                      <Text value={whyWords(reason, notRun === true)} longest={300} />
                    )}
                  </span>
                )}
              </>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `no answer: HTTP 402`; a reason that already says so is not repeated. */
export function whyWords(reason: string, notRun: boolean): string {
  if (notRun) return `not run: no key (${reason})`;
  return reason.startsWith('no ') ? reason : `no answer: ${reason}`;
}

/** Shows nothing if both sides judged by the same rules. */
export function CatalogueChanges({ change, names }: { change: CatalogueChange; names: DiffNames }) {
  const { added, retired, regraded, revised } = change;
  if (added.length + retired.length + regraded.length + revised.length === 0) return null;
  return (
    <section class="diff-list catalogue">
      <h2 id="rules">Rules that changed</h2>
      <p class="lead">
        The two sides were judged by different versions of the suite. A rule that means something else now is
        in none of the lists: what changed may be the rule, and not the provider.
      </p>
      <ul class="absences">
        {[
          ...added.map((check) => ({ check, what: 'new' })),
          ...retired.map((check) => ({ check, what: 'retired' })),
          ...regraded.map(({ check, before, after }) => ({ check, what: `${before} before, ${after} now` })),
          ...revised.map(({ check, before, after }) => ({
            check,
            what: `rule changed, revision ${before} before, ${after} now`,
          })),
        ].map(({ check, what }) => (
          <li>
            <b>{what}</b> <CheckName check={check} names={names} /> <code class="id">{check}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
