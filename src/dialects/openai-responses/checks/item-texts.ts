/** items: the deltas, the done events and all copies of an item agree on its arguments and texts. */

import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { resentText } from '../../../checks/resent-fragment.ts';
import {
  among,
  type Check,
  type Finding,
  findingAt,
  hasFindings,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isFilled, isFilledText, isNatural, isPresent } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import { append } from '../../../text/append.ts';
import { isObject, type Json, numberOf, wordOf } from '../../../text/json.ts';
import { shorten, show } from '../../../text/json-text.ts';
import { OAS_EVENTS, OAS_REASONING, seenBroken } from '../authorities.ts';
import { copyOf, type Item, type ItemCopy, joined, type Thread } from '../codec/items.ts';
import type { ResponsesReading } from '../codec/read.ts';
import {
  CALLS,
  CUSTOM_CALLS,
  MESSAGES,
  memberOf,
  memberOfPart,
  overCopies,
  overTypes,
  partsOf,
  THOUGHTS,
} from './item.ts';

export const itemTexts: RulesInDialect<ResponsesReading> = {
  'items/arguments-sum': {
    authority: [OAS_EVENTS('arguments is the whole of what the deltas brought.')],
    run: overTypes(CALLS, (calls) =>
      among(
        calls,
        calls.flatMap((item) =>
          sumFaults(item.arguments, (copy) => memberOf(copy, 'arguments'), closedCopies(item)),
        ),
      ),
    ),
  },
  'items/input-sum': {
    authority: [OAS_EVENTS('input is the complete input data for the custom tool call.')],
    run: overTypes(CUSTOM_CALLS, (calls) =>
      among(
        calls,
        calls.flatMap((item) =>
          sumFaults(item.arguments, (copy) => memberOf(copy, 'input'), closedCopies(item)),
        ),
      ),
    ),
  },
  'items/arguments-done': {
    authority: [OAS_EVENTS('function_call_arguments.done comes when the arguments are complete.')],
    run: overStreamedCalls((calls) =>
      among(
        calls,
        calls.flatMap((item) => {
          const [, second] = item.arguments.wholes;
          if (second !== undefined)
            return [findingAt(second, 'the arguments are done a second time', 'one event')];
          if (item.arguments.wholes.length > 0) return [];
          const seen = { event: copyOf(item)?.event ?? null, path: '', value: undefined };
          return [
            findingAt(seen, 'the arguments of this call are never done', 'function_call_arguments.done'),
          ];
        }),
      ),
    ),
  },
  'items/arguments-streamed': {
    authority: [...seenBroken('argumentsStreamed')],
    run: overStreamedCalls((calls) => {
      const filled = calls.filter((item) => isFilledText(copyOf(item)?.json['arguments']));
      return among(
        filled,
        filled
          .filter(({ arguments: { deltas } }) => !deltas.some(({ value }) => isFilled(value)))
          .flatMap((item) => {
            const copy = copyOf(item);
            if (copy === null) return [];
            return [
              findingAt(
                memberOf(copy, 'arguments'),
                'clients that add up deltas lose these',
                'at least one delta',
              ),
            ];
          }),
      );
    }),
  },
  'items/arguments-start-empty': {
    authority: [OAS_EVENTS('In the examples a call is announced with the arguments "".')],
    run: overStreamedCalls((calls) => {
      const begun = calls.flatMap(({ added, arguments: { deltas } }) =>
        added === null || deltas.length === 0 ? [] : [memberOf(added, 'arguments')],
      );
      return among(
        begun,
        begun
          .filter(({ value }) => isFilledText(value))
          .map((seen) => findingAt(seen, 'a reader that appends the deltas has them twice', '""')),
      );
    }),
  },
  'items/text-sum': {
    authority: [OAS_EVENTS('text is the whole of what the deltas brought.')],
    run: overThreads(MESSAGES, 'content', ['text', 'refusal']),
  },
  'items/parts-done': {
    authority: [OAS_EVENTS('Both say that a text is complete.')],
    run: overTypes(MESSAGES, (messages) => {
      const threads = messages.flatMap((item) =>
        item.content.filter((thread) => isOfItem(thread, item)).map((thread) => ({ item, thread })),
      );
      return among(
        threads,
        threads.flatMap(({ item, thread: { index, wholes, parts } }) =>
          [
            { there: wholes.length > 0, name: 'output_text.done or refusal.done' },
            { there: parts.length > 0, name: 'content_part.done' },
          ]
            .filter(({ there }) => !there)
            .map(({ name }) =>
              findingAt(
                {
                  event: copyOf(item)?.event ?? null,
                  path: `item.content[${wordOf(index)}]`,
                  value: undefined,
                },
                'this part is never done',
                name,
              ),
            ),
        ),
      );
    }),
  },
  'items/reasoning': {
    authority: [OAS_REASONING('summary is a required array, content an optional one.')],
    run: overCopies(THOUGHTS, (copies) =>
      among(
        copies,
        copies.flatMap((copy) => {
          const [summary, content] = [memberOf(copy, 'summary'), memberOf(copy, 'content')];
          return [
            ...(Array.isArray(summary.value) ? [] : [findingAt(summary, 'summary is no list', 'an array')]),
            ...(!isPresent(content.value) || Array.isArray(content.value)
              ? []
              : [findingAt(content, 'content is no list', 'an array, or nothing')]),
          ];
        }),
      ),
    ),
  },
  'items/reasoning-sum': {
    authority: [OAS_EVENTS('text is the whole of what the deltas brought.')],
    run: (reading, at) => {
      const judged = [
        overThreads(THOUGHTS, 'summary', ['text'])(reading, at),
        overThreads(THOUGHTS, 'content', ['text'])(reading, at),
      ].filter((judgement) => judgement !== NOT_APPLICABLE);
      const [first] = judged;
      if (first === undefined) return NOT_APPLICABLE;
      return 'inconclusive' in first
        ? first
        : among(
            judged,
            judged.flatMap((one) => (hasFindings(one) ? one.findings : [])),
          );
    },
  },
};

/** Judges only the deltas as they arrived, not the events that close their text. */
export const noTextResend: Check<ResponsesReading>['run'] = ({ items: all }) => {
  const streamed = all
    .flatMap(({ content }) => content)
    .map(({ deltas }) => deltas.filter(isTextDelta))
    .filter((deltas) => deltas.length > 1);
  return among(streamed, streamed.flatMap(resentText));
};

function isTextDelta(seen: Seen): seen is Seen<string> {
  return typeof seen.value === 'string';
}

/** Runs a rule on the calls that arrived as events in a stream. */
function overStreamedCalls(rule: (calls: readonly Item[]) => Judgement) {
  return overTypes(CALLS, (calls, { unannounced }) => {
    return rule(calls.filter((item) => !unannounced.has(item)));
  });
}

/** Returns true if the item has this part. An index without a part is reported by events/part-index. */
function isOfItem({ index }: Thread, item: Item): boolean {
  const copies = closedCopies(item);
  return (
    copies.length === 0 || copies.some((copy) => partsOf(copy, 'content')[numberOf(index)] !== undefined)
  );
}

function closedCopies({ done, final }: Item): ItemCopy[] {
  return final === null ? done : [...done, final];
}

/** Judges the texts of items of one type: each complete text must equal the text before it. */
function overThreads(
  types: ReadonlySet<string>,
  list: 'content' | 'summary',
  members: readonly string[],
): Check<ResponsesReading>['run'] {
  return overTypes(types, (found) => {
    const faults: Finding[] = [];
    let judged = 0;
    for (const item of found) {
      for (const thread of item[list]) {
        judged += 1;
        const place = (copy: ItemCopy): Seen => {
          const part = partsOf(copy, list)[numberOf(thread.index)];
          if (part !== undefined) return textIn(part, members);
          // A list without this part means that its text is empty.
          const whole = memberOf(copy, list);
          return { ...whole, value: Array.isArray(whole.value) ? '' : undefined };
        };
        const parts = thread.parts.map((part) => textIn(part, members));
        append(
          faults,
          sumFaults({ ...thread, parts }, place, isNatural(thread.index) ? closedCopies(item) : []),
        );
      }
    }
    return among(judged, faults);
  });
}

function textIn(part: Seen, members: readonly string[]): Seen {
  const name = members.find((member) => isObject(part.value) && part.value[member] !== undefined);
  return memberOfPart(part, name ?? members[0] ?? '');
}

/** Finds complete texts that differ from the previous one. The first one is the sum of the deltas. */
function sumFaults(
  { deltas, wholes, parts }: Thread,
  place: (copy: ItemCopy) => Seen,
  copies: readonly ItemCopy[],
): Finding[] {
  const later = [...wholes, ...parts, ...copies.map(place)].filter(({ value }) => typeof value === 'string');
  let said: Json = deltas.some(({ value }) => isFilled(value)) ? joined(deltas) : later[0]?.value;
  return later.flatMap((seen) => {
    if (seen.value === said) return [];
    const due = said;
    said = seen.value;
    return [findingAt(seen, 'another text than came before', shorten(show(due)))];
  });
}
