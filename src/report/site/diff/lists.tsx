/** @jsxRuntime automatic @jsxImportSource preact */
/** The lists of a diff. Rendered at build time, and by the script for any two nights. */

import { ALL_SIGNS, countPhrase, type Sign } from '../../../results/signs.ts';
import { thousands } from '../../../text/display.ts';
import { groupBy } from '../../../text/group-by.ts';
import { plural } from '../../../text/quantities.ts';
import { Badge, Text } from '../parts.tsx';
import { CatalogueChanges, VanishedList } from './absences.tsx';
import { DIFF_LISTS, type DiffEntry, type DiffList, type DiffModel, type DiffSide, isHeld } from './model.ts';
import { CheckName, ConversationOf, type DiffNames, TargetName } from './names.tsx';

const LISTS: Readonly<
  Record<DiffList, { readonly title: string; readonly anchor: string; readonly lead: string }>
> = {
  newlyFailing: {
    title: 'Newly failing',
    anchor: 'newly-failing',
    lead: 'Fails now and did not before, or at a stronger level.',
  },
  newlyPassing: {
    title: 'Newly passing',
    anchor: 'newly-passing',
    lead: 'Failed before, and holds now.',
  },
  added: {
    title: 'Added',
    anchor: 'added',
    lead: 'Was not there before, because the target, the conversation or the check is new.',
  },
  removed: { title: 'Removed', anchor: 'removed', lead: 'Was there before, and is not any more.' },
  unknownNow: {
    title: 'Unknown now',
    anchor: 'unknown-now',
    lead: 'Passed or failed before, and the evidence of now cannot tell.',
  },
};

/** The lists of changes; empty lists are named on one line. */
export function DiffLists({ diff, names }: { diff: DiffModel; names: DiffNames }) {
  const filled = DIFF_LISTS.filter((list) => diff[list].length > 0);
  const empty = DIFF_LISTS.filter((list) => diff[list].length === 0);
  return (
    <>
      {filled.length + diff.vanished.length > 0 && (
        <ul class="diff-counts" aria-label="What changed">
          {filled.map((list) => (
            <Count
              anchor={LISTS[list].anchor}
              title={LISTS[list].title}
              held={diff[list].filter(isHeld).length}
              all={diff[list].length}
            />
          ))}
          {diff.vanished.length > 0 && (
            <Count
              anchor="vanished"
              title="Vanished"
              held={diff.vanished.length}
              all={diff.vanished.length}
            />
          )}
        </ul>
      )}
      <p class="quiet">{noneOf(empty)}</p>
      {filled.map((list) => (
        <Section list={list} entries={diff[list]} names={names} />
      ))}
      {diff.vanished.length > 0 && <VanishedList vanished={diff.vanished} names={names} />}
      <CatalogueChanges change={diff.catalogue} names={names} />
    </>
  );
}

function noneOf(empty: readonly DiffList[]): string | null {
  if (empty.length === 0) return null;
  const titles = empty.map((list) => LISTS[list].title.toLowerCase());
  return `No verdict is ${[titles.slice(0, -1).join(', '), titles.at(-1)].filter(Boolean).join(' or ')}.`;
}

function Count({ anchor, title, held, all }: { anchor: string; title: string; held: number; all: number }) {
  return (
    <li class={`${anchor} ${held === 0 ? 'none' : 'some'}`}>
      <a href={`#${anchor}`}>
        <b>{thousands(held)}</b> {title.toLowerCase()}
      </a>
      {all > held && <span class="quiet">and {thousands(all - held)} of others</span>}
    </li>
  );
}

function Section({
  list,
  entries,
  names,
}: {
  list: DiffList;
  entries: readonly DiffEntry[];
  names: DiffNames;
}) {
  const { title, anchor, lead } = LISTS[list];
  const held = entries.filter(isHeld);
  const others = entries.filter((entry) => !isHeld(entry));
  // Added, removed and unknown checks are counted and folded, because they may be all checks of a target.
  const folds = list !== 'newlyFailing' && list !== 'newlyPassing';
  return (
    <section class="diff-list">
      <h2 id={anchor}>
        {title} <span class="tally">{held.length}</span>
      </h2>
      <p class="lead">{held.length > 0 ? lead : 'Nothing that is held against a provider.'}</p>
      {groups(held).map(([target, own]) => (
        <TargetGroup target={target} entries={own} folds={folds} names={names} />
      ))}
      {others.length > 0 && (
        <details class="folded">
          <summary>{plural(others.length, 'change')} about the model, the client or what is no fault</summary>
          {groups(others).map(([target, own]) => (
            <TargetGroup target={target} entries={own} folds={folds} names={names} />
          ))}
        </details>
      )}
    </section>
  );
}

function groups(entries: readonly DiffEntry[]): [string, DiffEntry[]][] {
  return [...groupBy(entries, ({ target }) => target)];
}

interface GroupProps {
  readonly target: string;
  readonly entries: readonly DiffEntry[];
  readonly names: DiffNames;
}

function TargetGroup({ folds, ...group }: GroupProps & { folds: boolean }) {
  const { target, entries, names } = group;
  if (!folds) {
    return (
      <article class="change-group">
        <h3>
          <TargetName target={target} names={names} />
        </h3>
        <Changes entries={entries} names={names} />
      </article>
    );
  }
  return (
    <details class="change-group">
      <summary>
        <Text value={target} longest={120} /> <CountsOf entries={entries} />
      </summary>
      <Changes entries={entries} names={names} />
    </details>
  );
}

/** The number of checks with each sign, on the side that has them. */
function CountsOf({ entries }: { entries: readonly DiffEntry[] }) {
  const bySign = groupBy(entries, ({ before, after }) => (after ?? before)?.sign ?? 'not-applicable');
  return (
    <span class="counts">
      {ALL_SIGNS.map((sign) => {
        const count = bySign.get(sign)?.length ?? 0;
        return count > 0 && <Badge sign={sign}>{countPhrase(sign, count)}</Badge>;
      })}
    </span>
  );
}

function Changes({ entries, names }: Omit<GroupProps, 'target'>) {
  const gravestFirst = entries.toSorted((left, right) => rankOf(left) - rankOf(right));
  return (
    <ul class="changes">
      {gravestFirst.map((entry) => (
        <li>
          <p class="turned">
            <Side side={entry.before} /> <span class="arrow">→</span> <Side side={entry.after} />
          </p>
          <div>
            <p class="change">
              <CheckName check={entry.check} target={entry.target} names={names} />
            </p>
            <p class="quiet">
              <b class="level">{entry.level}</b> <code class="id">{entry.check}</code>
              {entry.subject !== 'provider' && ` about the ${entry.subject}, not the provider`}
            </p>
            <Conversations entry={entry} names={names} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function rankOf({ before, after }: DiffEntry): number {
  const sign: Sign = (after ?? before)?.sign ?? 'not-applicable';
  return ALL_SIGNS.indexOf(sign);
}

function Side({ side }: { side: DiffSide | null }) {
  if (side === null) return <span class="quiet">not there</span>;
  return (
    <span class="side">
      <Badge sign={side.sign} />
      {side.words !== null && <span class="quiet">{side.words}</span>}
    </span>
  );
}

function Conversations({ entry: { conversations }, names }: { entry: DiffEntry; names: DiffNames }) {
  if (conversations.length === 0) return null;
  return (
    <ul class="in-conversations">
      {conversations.map((conversation) => (
        <li>
          <ConversationOf conversation={conversation} names={names} />
        </li>
      ))}
    </ul>
  );
}
