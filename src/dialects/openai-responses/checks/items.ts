/** items: the list of items, and that every copy of one says the same. */
import {
  type Check,
  type Fault,
  faultAt,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../check.ts';
import { shorten, show } from '../../../json-text.ts';
import { isObject, type Json, type Seen } from '../../../reading.ts';
import { isFilled, isFilledText, isNatural, isPresent } from '../../wire/presence.ts';
import { OAS_CALL, OAS_EVENTS, OAS_ITEM, OAS_REASONING, SDK, threads } from '../authorities.ts';
import { copiesOf, copyOf, type Item, type ItemCopy, joined, type Thread, typeOf } from '../items.ts';
import type { ResponsesReading } from '../read.ts';
import {
  CALLS,
  CLOSED,
  JUDGED,
  MESSAGES,
  memberOf,
  memberOfPart,
  overCopies,
  overItems,
  overTypes,
  partsOf,
  THOUGHTS,
} from './item.ts';

const EITHER = { subject: 'provider', answer: 'either' } as const;
const STREAM = { subject: 'provider', answer: 'streaming' } as const;
const ENDED = { ...STREAM, needsEnd: true, voidWhen: 'cutOff' } as const;

export const items: readonly Check<ResponsesReading>[] = [
  {
    ...EITHER,
    id: 'items/type',
    title: 'Every output item is an object with a non-empty string type',
    level: 'MUST',
    impact: 'critical',
    authority: [OAS_ITEM('Items are told apart by their type.')],
    run: (reading) => {
      const seen = [...listed(reading), ...announced(reading)];
      if (reading.delivery === 'buffered' && !Array.isArray(reading.ended?.json['output'])) {
        return inconclusive('the body has no array output');
      }
      if (seen.length === 0) return NOT_APPLICABLE;
      return seen
        .filter(({ value }) => !isObject(value) || !isFilledText(value['type']))
        .map((item) => faultAt(item, 'clients cannot tell what this item is', 'an object with a type'));
    },
  },
  {
    ...EITHER,
    id: 'items/id',
    title: 'Messages, reasoning items and streamed calls have a non-empty string id',
    level: 'MUST',
    impact: 'minor',
    authority: [
      OAS_ITEM('id is the unique ID of the item.'),
      OAS_EVENTS('Events name their item by it.'),
      ...threads('itemId'),
    ],
    run: overTypes(JUDGED, (judged, { delivery }) => {
      const named = judged.filter((item) => delivery === 'streaming' || typeOf(item) !== 'function_call');
      if (named.length === 0) return NOT_APPLICABLE;
      return named.flatMap((item) => withoutId(item, 'this item has no id'));
    }),
  },
  {
    ...EITHER,
    id: 'items/call-item-id',
    title: 'A buffered function call has an id besides its call_id',
    level: 'SHOULD',
    impact: 'minor',
    authority: [OAS_CALL('id is required where a call is stored as an item.'), ...threads('itemId')],
    answer: 'buffered',
    run: overTypes(CALLS, (calls) => calls.flatMap((item) => withoutId(item, 'the call has no item id'))),
  },
  {
    ...EITHER,
    id: 'items/id-unique',
    title: 'No two items of one response share an id',
    level: 'MUST',
    impact: 'critical',
    authority: [...threads('idUnique')],
    run: overItems((all) => {
      const taken = new Set<string>();
      const ids = all.flatMap((item) => idOf(item) ?? []);
      if (ids.length === 0) return NOT_APPLICABLE;
      return ids.flatMap((id) => {
        if (!taken.has(id.value)) {
          taken.add(id.value);
          return [];
        }
        return [faultAt(id, 'another item of this response has the same id', 'an id of its own')];
      });
    }),
  },
  {
    ...EITHER,
    id: 'items/id-prefix',
    title: 'Ids of items begin with msg_, fc_ or rs_, by their type',
    level: 'SHOULD',
    impact: 'minor',
    authority: [...threads('idPrefix')],
    run: overTypes(JUDGED, (judged) => {
      const named = judged.flatMap((item) => {
        const id = idOf(item);
        return id === null ? [] : [{ id, prefix: PREFIXES[typeOf(item)] ?? '' }];
      });
      if (named.length === 0) return NOT_APPLICABLE;
      return named
        .filter(({ id, prefix }) => !id.value.startsWith(prefix))
        .map(({ id, prefix }) => faultAt(id, 'OpenAI refuses this id in a history', `${prefix}...`));
    }),
  },
  {
    ...EITHER,
    id: 'items/id-is-call-id',
    title: 'The item id of a call is its call_id',
    level: 'MAY',
    impact: 'trivial',
    authority: [...threads('twoIds')],
    run: overTypes(CALLS, (calls) =>
      calls.flatMap((item) => {
        const id = idOf(item);
        const same = id !== null && copyOf(item)?.json['call_id'] === id.value;
        return same
          ? [faultAt(id, 'a client that mixes the two up works here alone', 'two different ids')]
          : [];
      }),
    ),
  },
  {
    ...EITHER,
    id: 'items/status',
    title: 'status, where present, is in_progress, completed or incomplete, and a message has one',
    level: 'MUST',
    impact: 'minor',
    authority: [OAS_ITEM('status is one of in_progress, completed and incomplete.')],
    run: overCopies(JUDGED, (copies) =>
      copies.flatMap((copy) => {
        const status = memberOf(copy, 'status');
        const mayLack = copy.json['type'] !== 'message' && !isPresent(status.value);
        if (mayLack || STATUSES.has(status.value)) return [];
        return [faultAt(status, 'clients do not know this status', [...STATUSES].join(', '))];
      }),
    ),
  },
  {
    ...EITHER,
    id: 'items/status-final',
    title: 'In a completed response no item is left in_progress or incomplete',
    level: 'SHOULD',
    impact: 'minor',
    authority: [OAS_ITEM('status says how far the item has come.')],
    needsEnd: true,
    voidWhen: 'cutOff',
    run: overCopies(JUDGED, (copies) => {
      const stated = statusesOf(copies.filter(({ stage }) => stage !== 'added'));
      if (stated.length === 0) return NOT_APPLICABLE;
      return stated
        .filter(({ value }) => value === 'in_progress' || value === 'incomplete')
        .map((seen) => faultAt(seen, 'the response is complete, and this item is not', '"completed"'));
    }),
  },
  {
    ...STREAM,
    id: 'items/status-start',
    title: 'In output_item.added the status is in_progress',
    level: 'SHOULD',
    impact: 'trivial',
    authority: [OAS_EVENTS('An item is announced before it is filled.')],
    run: overCopies(JUDGED, (copies) => {
      const stated = statusesOf(copies.filter(({ stage }) => stage === 'added'));
      if (stated.length === 0) return NOT_APPLICABLE;
      return stated
        .filter(({ value }) => value !== 'in_progress')
        .map((seen) => faultAt(seen, 'the item has only begun', '"in_progress"'));
    }),
  },
  {
    ...ENDED,
    id: 'items/done',
    title: 'Every item that is announced gets one output_item.done before the terminal event',
    level: 'MUST',
    impact: 'critical',
    authority: [
      OAS_EVENTS('output_item.done marks an item as complete.'),
      SDK('Clients such as Codex take calls from it alone.'),
    ],
    run: overTypes(CLOSED, (closed, { unannounced }) => {
      const opened = closed.filter((item) => item.added !== null && !unannounced.includes(item));
      if (opened.length === 0) return NOT_APPLICABLE;
      return opened.flatMap(({ added, done }) => {
        if (done.length === 1 || added === null) return [];
        const [place, message] =
          done.length === 0
            ? [added, 'the item is announced and never done']
            : [done[1] ?? added, 'the item is done a second time'];
        const seen = { event: place.event, path: place.path, value: place.json };
        return [faultAt(seen, message, 'one output_item.done')];
      });
    }),
  },
  {
    ...STREAM,
    id: 'items/identity',
    title: 'id, type, call_id and name of an item are the same in added, done and the terminal output',
    level: 'MUST',
    impact: 'critical',
    authority: [
      OAS_ITEM('The id is unique to the item, the call_id and the name to the call.'),
      SDK('An item whose id changes is refused; another call_id is taken silently.'),
      ...threads('identity'),
    ],
    run: overTypes(CLOSED, (closed) => closed.flatMap(identityFaults)),
  },
  {
    ...ENDED,
    id: 'items/final-output',
    title: "The terminal event's output has the items of output_item.done, in their order, and no others",
    level: 'MUST',
    impact: 'critical',
    authority: [OAS_EVENTS('response.completed carries the complete response.'), ...threads('finalOutput')],
    run: overTypes(CLOSED, finalOutput),
  },
  {
    ...STREAM,
    id: 'items/arguments-sum',
    title: "A call's deltas, joined, are its arguments.done, and the arguments of the item",
    level: 'MUST',
    impact: 'critical',
    authority: [OAS_EVENTS('arguments is the whole of what the deltas brought.')],
    run: overTypes(CALLS, (calls) =>
      calls.flatMap((item) =>
        sumFaults(item.arguments, (copy) => memberOf(copy, 'arguments'), closedCopies(item)),
      ),
    ),
  },
  {
    ...ENDED,
    id: 'items/arguments-done',
    title: 'A streamed call has one function_call_arguments.done',
    level: 'MUST',
    impact: 'major',
    authority: [OAS_EVENTS('function_call_arguments.done comes when the arguments are complete.')],
    run: overStreamedCalls((calls) =>
      calls.flatMap((item) => {
        const [, second] = item.arguments.wholes;
        if (second !== undefined)
          return [faultAt(second, 'the arguments are done a second time', 'one event')];
        if (item.arguments.wholes.length > 0) return [];
        const seen = { event: copyOf(item)?.event ?? null, path: '', value: undefined };
        return [faultAt(seen, 'the arguments of this call are never done', 'function_call_arguments.done')];
      }),
    ),
  },
  {
    ...STREAM,
    id: 'items/arguments-streamed',
    title: 'Non-empty arguments arrive in at least one delta',
    level: 'SHOULD',
    impact: 'major',
    authority: [...threads('argumentsStreamed')],
    run: overStreamedCalls((calls) => {
      const filled = calls.filter(
        (item) => isFilledText(copyOf(item)?.json['arguments']) || item.arguments.deltas.length > 0,
      );
      if (filled.length === 0) return NOT_APPLICABLE;
      return filled
        .filter(({ arguments: { deltas } }) => !deltas.some(({ value }) => isFilled(value)))
        .flatMap((item) => {
          const copy = copyOf(item);
          if (copy === null) return [];
          return [
            faultAt(
              memberOf(copy, 'arguments'),
              'clients that add up deltas lose these',
              'at least one delta',
            ),
          ];
        });
    }),
  },
  {
    ...STREAM,
    id: 'items/arguments-start-empty',
    title: 'arguments in output_item.added is empty where deltas follow',
    level: 'SHOULD',
    impact: 'major',
    authority: [OAS_EVENTS('In the examples a call is announced with the arguments "".')],
    run: overStreamedCalls((calls) => {
      const begun = calls.filter(({ added, arguments: { deltas } }) => added !== null && deltas.length > 0);
      if (begun.length === 0) return NOT_APPLICABLE;
      return begun.flatMap(({ added }) => {
        const seen = added === null ? undefined : memberOf(added, 'arguments');
        if (seen === undefined || !isFilledText(seen.value)) return [];
        return [faultAt(seen, 'a reader that appends the deltas has them twice', '""')];
      });
    }),
  },
  {
    ...STREAM,
    id: 'items/text-sum',
    title: 'The deltas of a text or refusal, joined, are its done event, its part and the text of the item',
    level: 'MUST',
    impact: 'major',
    authority: [OAS_EVENTS('text is the whole of what the deltas brought.')],
    run: overThreads(MESSAGES, 'content', ['text', 'refusal']),
  },
  {
    ...ENDED,
    id: 'items/parts-done',
    title: 'Every text part gets output_text.done and content_part.done',
    level: 'SHOULD',
    impact: 'minor',
    authority: [OAS_EVENTS('Both say that a text is complete.')],
    run: overTypes(MESSAGES, (messages) => {
      const threads = messages.flatMap((item) => item.content.map((thread) => ({ item, thread })));
      if (threads.length === 0) return NOT_APPLICABLE;
      return threads.flatMap(({ item, thread: { index, wholes, parts } }) =>
        [
          { there: wholes.length > 0, name: 'output_text.done or refusal.done' },
          { there: parts.length > 0, name: 'content_part.done' },
        ]
          .filter(({ there }) => !there)
          .map(({ name }) =>
            faultAt(
              {
                event: copyOf(item)?.event ?? null,
                path: `item.content[${String(index)}]`,
                value: undefined,
              },
              'this part is never done',
              name,
            ),
          ),
      );
    }),
  },
  {
    ...EITHER,
    id: 'items/reasoning',
    title: 'A reasoning item has an array summary, and content, where present, is an array',
    level: 'MUST',
    impact: 'minor',
    authority: [OAS_REASONING('summary is a required array, content an optional one.')],
    run: overCopies(THOUGHTS, (copies) =>
      copies.flatMap((copy) => {
        const [summary, content] = [memberOf(copy, 'summary'), memberOf(copy, 'content')];
        return [
          ...(Array.isArray(summary.value) ? [] : [faultAt(summary, 'summary is no list', 'an array')]),
          ...(!isPresent(content.value) || Array.isArray(content.value)
            ? []
            : [faultAt(content, 'content is no list', 'an array, or nothing')]),
        ];
      }),
    ),
  },
  {
    ...ENDED,
    id: 'items/reasoning-sum',
    title:
      'The deltas of reasoning and summaries, joined, are their done events, parts and the text of the item',
    level: 'MUST',
    impact: 'minor',
    authority: [OAS_EVENTS('text is the whole of what the deltas brought.')],
    run: (reading, at) => {
      const judged = [
        overThreads(THOUGHTS, 'summary', ['text'])(reading, at),
        overThreads(THOUGHTS, 'content', ['text'])(reading, at),
      ].filter((judgement) => judgement !== NOT_APPLICABLE);
      const [first] = judged;
      if (first === undefined) return NOT_APPLICABLE;
      return 'inconclusive' in first ? first : judged.flatMap((one) => ('inconclusive' in one ? [] : one));
    },
  },
];

const PREFIXES: Readonly<Record<string, string>> = {
  message: 'msg_',
  function_call: 'fc_',
  reasoning: 'rs_',
};
const STATUSES: ReadonlySet<Json> = new Set(['in_progress', 'completed', 'incomplete']);

function statusesOf(copies: readonly ItemCopy[]): Seen[] {
  return copies.map((copy) => memberOf(copy, 'status')).filter(({ value }) => isPresent(value));
}

/** The members of the list that a body or a terminal event carries, whatever they are. */
function listed({ ended }: ResponsesReading): Seen[] {
  if (ended === null || !Array.isArray(ended.json['output'])) return [];
  const path = ended.path === '' ? 'output' : `${ended.path}.output`;
  return ended.json['output'].map((value: Json, at) => ({
    event: ended.event,
    path: `${path}[${at}]`,
    value,
  }));
}

function announced({ itemEvents }: ResponsesReading): Seen[] {
  return itemEvents.map(({ event, json }) => ({ event, path: 'item', value: json['item'] }));
}

function idOf(item: Item): Seen<string> | null {
  const copy = copyOf(item);
  const value = copy?.json['id'];
  return copy !== null && isFilledText(value) ? { event: copy.event, path: `${copy.path}.id`, value } : null;
}

/** The first copy without an id; one is enough. */
function withoutId(item: Item, message: string): Fault[] {
  const copy = copiesOf(item).find(({ json }) => !isFilledText(json['id']));
  return copy === undefined ? [] : [faultAt(memberOf(copy, 'id'), message, 'a non-empty string')];
}

/** Only calls that a stream brought event by event. */
function overStreamedCalls(rule: (calls: readonly Item[]) => Judgement) {
  return overTypes(CALLS, (calls, { unannounced }) => {
    const streamed = calls.filter((item) => !unannounced.includes(item));
    return streamed.length === 0 ? NOT_APPLICABLE : rule(streamed);
  });
}

function closedCopies({ done, final }: Item): ItemCopy[] {
  return final === null ? done : [...done, final];
}

/** Each copy that says something else than the one before it. A name may grow until the item is done: deltas/name-first. */
function identityFaults(item: Item): Fault[] {
  const copies = copiesOf(item);
  const faults = IDENTITY.flatMap((name) =>
    copies.slice(1).flatMap((copy, at) => {
      const [seen, before] = [memberOf(copy, name), copies[at]?.json[name]];
      if (!isFilled(seen.value) || !isFilled(before) || seen.value === before) return [];
      if (name === 'name' && copies[at]?.stage === 'added' && String(seen.value).startsWith(String(before)))
        return [];
      return [faultAt(seen, `${name} changed midway`, show(before))];
    }),
  );
  const named = copyOf(item)?.json['name'];
  return [
    ...faults,
    ...item.namesInDone
      .filter(({ value }) => isFilled(value) && isFilled(named) && value !== named)
      .map((seen) => faultAt(seen, 'another name than the item has', show(named))),
  ];
}

const IDENTITY = ['id', 'type', 'call_id', 'name'] as const;

function finalOutput(closed: readonly Item[], { ended, unannounced }: ResponsesReading): Judgement {
  if (ended === null || !Array.isArray(ended.json['output']))
    return inconclusive('the terminal event has no output');
  const done = closed.filter((item) => item.done.length > 0);
  if (!done.every(({ index }) => isNatural(index))) return inconclusive('items have no output_index');
  if (
    closed.some(
      (item) => item.final !== null && identityFaults(item).some(({ path }) => path.endsWith('.id')),
    )
  ) {
    return inconclusive('an id changed midway: see items/identity');
  }
  const faults: Fault[] = [];
  for (const item of done) {
    const [copy] = item.done;
    if (item.final !== null || copy === undefined) continue;
    const seen = { event: ended.event, path: 'response.output', value: outputOf(ended.json['output']) };
    faults.push(faultAt(seen, `the item of event ${copy.event} is not in it`, show(copy.json['id'])));
  }
  for (const item of closed.filter((one) => unannounced.includes(one))) {
    const copy = item.final;
    if (copy === null) continue;
    faults.push(
      faultAt(
        { event: copy.event, path: copy.path, value: copy.json },
        'no event brought this item',
        'no such item',
      ),
    );
  }
  const kept = done
    .filter(({ finalAt }) => finalAt !== null)
    .toSorted((one, other) => Number(one.index) - Number(other.index));
  for (const [at, item] of kept.entries()) {
    const before = kept[at - 1];
    if (before === undefined || Number(item.finalAt) > Number(before.finalAt) || item.final === null)
      continue;
    const seen = { event: item.final.event, path: item.final.path, value: item.final.json['id'] };
    faults.push(
      faultAt(seen, 'the items stand in another order', `behind ${show(before.final?.json['id'])}`),
    );
  }
  return faults;
}

function outputOf(output: readonly Json[]): Json {
  return output.map((item) => (isObject(item) ? (item['id'] ?? item['type']) : item));
}

/** Judges the texts of the items of one type: each whole against what came before it. */
function overThreads(
  types: ReadonlySet<string>,
  list: 'content' | 'summary',
  members: readonly string[],
): Check<ResponsesReading>['run'] {
  return overTypes(types, (found) => {
    const faults: Fault[] = [];
    let judged = 0;
    for (const item of found) {
      for (const thread of item[list]) {
        judged += 1;
        const place = (copy: ItemCopy): Seen => {
          const part = partsOf(copy, list)[Number(thread.index)] ?? {
            ...memberOf(copy, list),
            value: undefined,
          };
          return textIn(part, members);
        };
        const parts = thread.parts.map((part) => textIn(part, members));
        faults.push(
          ...sumFaults({ ...thread, parts }, place, isNatural(thread.index) ? closedCopies(item) : []),
        );
      }
    }
    return judged === 0 ? NOT_APPLICABLE : faults;
  });
}

function textIn(part: Seen, members: readonly string[]): Seen {
  const name = members.find((member) => isObject(part.value) && part.value[member] !== undefined);
  return memberOfPart(part, name ?? members[0] ?? '');
}

/** Each whole that says something else than the one before it, the sum of the deltas being the first. */
function sumFaults(
  { deltas, wholes, parts }: Thread,
  place: (copy: ItemCopy) => Seen,
  copies: readonly ItemCopy[],
): Fault[] {
  const later = [...wholes, ...parts, ...copies.map(place)].filter(({ value }) => typeof value === 'string');
  let said: Json = deltas.some(({ value }) => isFilled(value)) ? joined(deltas) : later[0]?.value;
  return later.flatMap((seen) => {
    if (seen.value === said) return [];
    const due = said;
    said = seen.value;
    return [faultAt(seen, 'another text than came before', shorten(show(due)))];
  });
}
