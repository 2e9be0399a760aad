/** deltas: tool calls in a stream. */

import { deltas as deltasRules } from '../../../checks/deltas.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { isTypeOf } from '../../../checks/offered-tool.ts';
import { resentFragment } from '../../../checks/resent-fragment.ts';
import { unlessStrayChoice } from '../../../checks/stray-choice.ts';
import {
  among,
  type Finding,
  findingAt,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isFilledText, isNatural, isPresent } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import { isObject, type Json, wordOf } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import { OAS_CHUNK, seenBroken } from '../authorities.ts';
import { type CallDelta, calledMember } from '../codec/assemble.ts';
import type { ChatReading } from '../codec/read.ts';

export const deltas: RulesInDialect<ChatReading> = {
  'deltas/index': {
    title: 'Every tool-call delta has an integer index from 0',
    authority: [OAS_CHUNK('index is required in a tool-call delta, and an integer.')],
    aboutCalls: true,
    run: overDeltas((all) =>
      among(
        all,
        all
          .filter(({ json }) => !isNatural(json['index']))
          .map((delta) =>
            findingAt(
              member(delta, 'index'),
              'clients cannot tell which call this continues',
              'an integer >= 0',
            ),
          ),
      ),
    ),
  },
  'deltas/index-from-zero': {
    title: 'Indexes are 0, 1, 2 ... in order of first appearance',
    departs: {
      level: 'SHOULD',
      because: 'the reference does not say where indexes begin; clients do rely on 0',
    },
    authority: seenBroken('deltas/index-from-zero'),
    aboutCalls: true,
    run: overDeltas((all, reading) => {
      if (!all.every(({ json }) => isNatural(json['index'])))
        return inconclusive('tool-call deltas lack an index');
      if (secondIdentities(all, reading).length > 0)
        return inconclusive('an index is used twice: see deltas/one-call-per-index');
      return among(
        all,
        all
          .filter(({ first, json, call }) => first && json['index'] !== call)
          .map((delta) =>
            findingAt(member(delta, 'index'), `call ${delta.call + 1} of its choice`, wordOf(delta.call)),
          ),
      );
    }),
  },
  'deltas/one-call-per-index': {
    title: 'A started index receives no other id or name, and no id appears on two indexes',
    authority: seenBroken('deltas/one-call-per-index'),
    aboutCalls: true,
    run: overDeltas((all, reading) => {
      if (!all.every(({ json }) => isNatural(json['index'])))
        return inconclusive('tool-call deltas lack an index');
      return among(1, [...secondIdentities(all, reading), ...idsOnTwoIndexes(all)]);
    }),
  },
  'deltas/id-first': {
    title: 'The first delta of a call has a non-empty string id',
    authority: [OAS_CHUNK('id is the ID of the tool call, a string.'), ...seenBroken('deltas/id-first')],
    aboutCalls: true,
    run: overFirstDeltas((all) =>
      among(
        all,
        all
          .filter(({ first, json }) => first && !isFilledText(json['id']))
          .map((delta) =>
            findingAt(member(delta, 'id'), 'the call starts without an id', 'a non-empty string'),
          ),
      ),
    ),
  },
  'deltas/name-first': {
    title: 'The first delta of a call has the whole, non-empty function name',
    authority: [
      OAS_CHUNK('function.name is the name of the function to call, a string.'),
      ...seenBroken('deltas/name-first'),
    ],
    aboutCalls: true,
    run: overFirstDeltas((all, reading) => {
      const identityOf = identities(all);
      const offered = offeredNames(reading);
      return among(
        all,
        all
          .filter(({ first }) => first)
          .flatMap((delta) => {
            const name = nameOf(delta);
            if (!isFilledText(name.value)) {
              return [findingAt(name, 'the call starts without its name', 'a non-empty string')];
            }
            const whole = wholeName(identityOf(delta).names, offered);
            return whole === name.value ? [] : [findingAt(name, 'the name comes in pieces', show(whole))];
          }),
      );
    }),
  },
  'deltas/type-first': {
    authority: [OAS_CHUNK('type is the type of the tool: function.')],
    run: overFirstDeltas((all, reading) => {
      const isTyped = (delta: CallDelta, type: Json) =>
        calledMember(delta.json) === 'custom'
          ? type === 'custom'
          : isTypeOf(type, nameOf(delta).value, () => reading.request);
      const starts = all.filter((delta) => delta.first && !isNameless(delta));
      const untyped = starts.filter((delta) => !isTyped(delta, delta.json['type']));
      const message = 'the call starts without its type';
      return among(
        all,
        untyped.map((delta) => findingAt(member(delta, 'type'), message, show(calledMember(delta.json)))),
      );
    }),
  },
  'deltas/continuation-identity': {
    authority: seenBroken('deltas/continuation-identity'),
    run: overDeltas((all) => {
      const identityOf = identities(all);
      const later = all.filter(({ first }) => !first);
      return among(
        later,
        later.flatMap((delta) => repeatedIdentity(delta, identityOf(delta))),
      );
    }),
  },
  'deltas/arguments-string': {
    title: 'function.arguments, where present, is a string',
    authority: [OAS_CHUNK('function.arguments is a string.')],
    aboutCalls: true,
    run: overDeltas((all) =>
      among(
        all,
        all
          .filter((delta) => !['undefined', 'string'].includes(typeof functionValue(delta, 'arguments')))
          .map((delta) =>
            findingAt(
              functionMember(delta, 'arguments'),
              'a fragment that is no string cannot be appended',
              'a string',
            ),
          ),
      ),
    ),
  },
  'deltas/no-resend': {
    title: 'Fragments are increments: none repeats what has been sent',
    authority: [
      OAS_CHUNK('A delta is what is new in the chunk.'),
      ...deltasRules['deltas/no-resend'].authority,
    ],
    aboutCalls: true,
    run: overDeltas((_, { turn }) => among(turn.calls, turn.calls.flatMap(resentFragment))),
  },
  'deltas/none-after-finish': {
    title: 'No content and no tool-call delta follows a finish_reason of its choice',
    aboutCalls: true,
    run: ({ turn, callDeltas }) => {
      const finished = turn.choices.filter(({ finishes }) => finishes.some(isSaid));
      return among(
        finished,
        finished.flatMap(({ index, finishes, textPieces }) => {
          const end = finishes.find(isSaid)?.event ?? 0;
          const calls = callDeltas
            .filter(({ choice }) => choice === index)
            .map(({ json, event, path }) => ({ value: json, event, path }));
          return [...textPieces, ...calls]
            .filter(({ event }) => (event ?? 0) > end)
            .map((late) =>
              findingAt(late, `event ${end} had already finished the choice`, 'nothing after finish_reason'),
            );
        }),
      );
    },
  },
};

/** An empty finish reason does not end a choice. */
function isSaid({ value }: Seen): boolean {
  return value !== '';
}

/**
 * Runs a rule on the first deltas of calls, unless a choice index is wrong: the first delta may then be under another
 * choice.
 */
function overFirstDeltas(rule: Parameters<typeof overDeltas>[0]) {
  return unlessStrayChoice(overDeltas(rule));
}

/** Runs a rule on the tool-call deltas of a stream; not applicable if there are none. */
function overDeltas(rule: (all: readonly CallDelta[], reading: ChatReading) => Judgement) {
  return (reading: ChatReading): Judgement =>
    reading.callDeltas.length === 0 ? NOT_APPLICABLE : rule(reading.callDeltas, reading);
}

function member({ json, event, path }: CallDelta, name: string): Seen {
  return { value: json[name], event, path: `${path}.${name}` };
}

/**
 * Returns true if the delta starts a call without an id or a name. It is probably a fragment of another call with a
 * wrong index.
 */
function isNameless(delta: CallDelta): boolean {
  return !isFilledText(delta.json['id']) && !isFilledText(nameOf(delta).value);
}

/** The name of the function or of the custom tool. */
function nameOf({ json, event, path }: CallDelta): Seen {
  const place = calledMember(json);
  const called = json[place];
  return { value: isObject(called) ? called['name'] : undefined, event, path: `${path}.${place}.name` };
}

function functionMember(delta: CallDelta, name: string): Seen {
  return { value: functionValue(delta, name), event: delta.event, path: `${delta.path}.function.${name}` };
}

function functionValue({ json: { function: called } }: CallDelta, name: string): Json {
  return isObject(called) ? called[name] : undefined;
}

/** The ids and names that the deltas of one call have. */
interface Identity {
  /** The deltas with the first non-empty id and name. */
  idFrom: CallDelta | null;
  nameFrom: CallDelta | null;
  /** Every non-empty name, in order. */
  readonly names: string[];
}

function identities(all: readonly CallDelta[]): (delta: CallDelta) => Identity {
  const calls = new Map<string, Identity>();
  const identityOf = ({ choice, call }: CallDelta): Identity => {
    const key = `${choice}/${call}`;
    const identity = calls.get(key) ?? { idFrom: null, nameFrom: null, names: [] };
    calls.set(key, identity);
    return identity;
  };
  for (const delta of all) {
    const call = identityOf(delta);
    const name = nameOf(delta).value;
    if (isFilledText(delta.json['id'])) call.idFrom ??= delta;
    if (!isFilledText(name)) continue;
    call.nameFrom ??= delta;
    call.names.push(name);
  }
  return identityOf;
}

/**
 * Finds non-empty ids and names that differ from the first ones of their call. A name in pieces is reported by
 * deltas/name-first.
 */
function secondIdentities(all: readonly CallDelta[], reading: ChatReading): Finding[] {
  const identityOf = identities(all);
  const hasOther = ({ value }: Seen, settled: Json) => isFilledText(value) && value !== settled;
  const renamed = all.filter((delta) => hasOther(nameOf(delta), identityOf(delta).names[0]));
  const others = new Set(renamed.length === 0 ? [] : renamedCalls(renamed.map(identityOf), reading));
  return all.flatMap((delta) => {
    const call = identityOf(delta);
    const [id, name] = [member(delta, 'id'), nameOf(delta)];
    const [firstId, firstName] = [call.idFrom?.json['id'], call.names[0]];
    return [
      ...(hasOther(id, firstId) ? [findingAt(id, 'the index already has another id', show(firstId))] : []),
      ...(hasOther(name, firstName) && others.has(call)
        ? [findingAt(name, 'the index already has another name', show(firstName))]
        : []),
    ];
  });
}

/** Returns the calls whose names are not pieces of one name. */
function renamedCalls(calls: readonly Identity[], reading: ChatReading): Identity[] {
  const offered = offeredNames(reading);
  return [...new Set(calls)].filter(({ names }) => wholeName(names, offered) === names[0]);
}

function offeredNames({ request }: ChatReading): ReadonlySet<string> {
  return new Set(request.tools.map(({ name }) => name));
}

function idsOnTwoIndexes(all: readonly CallDelta[]): Finding[] {
  const owners = new Map<string, CallDelta>();
  return all.flatMap((delta) => {
    const id = delta.json['id'];
    if (!isFilledText(id)) return [];
    const key = `${delta.choice}/${id}`;
    const owner = owners.get(key) ?? delta;
    owners.set(key, owner);
    if (owner.call === delta.call) return [];
    return [
      findingAt(
        member(delta, 'id'),
        `the id belongs to index ${show(owner.json['index'])}`,
        'an id of its own',
      ),
    ];
  });
}

/** Returns the joined pieces if only the joined name is an offered tool; otherwise the first piece. */
function wholeName(names: readonly string[], offered: ReadonlySet<string>): Json {
  const whole = names.join('');
  return !offered.has(names[0] ?? '') && offered.has(whole) ? whole : names[0];
}

/**
 * Finds ids and names that a continuation repeats. Clients concatenate values: openai-python's accumulate_delta joins a
 * name that is sent twice. A different id or name is reported by deltas/one-call-per-index, even if a whole other call
 * has the same name. A late first id or name is reported by deltas/id-first and deltas/name-first.
 */
function repeatedIdentity(delta: CallDelta, { idFrom, nameFrom, names }: Identity): Finding[] {
  const id = delta.json['id'];
  const isAnother = isFilledText(id) && idFrom !== null && id !== idFrom.json['id'];
  if (isAnother && isFilledText(nameOf(delta).value)) return [];
  const parts = [
    { here: member(delta, 'id'), settled: idFrom?.json['id'], from: idFrom },
    { here: nameOf(delta), settled: names[0], from: nameFrom },
  ].filter(({ here, from }) => isPresent(here.value) && from !== delta);
  const type = member(delta, 'type');
  return [
    ...parts.flatMap(({ here, settled }) => {
      if (here.value === settled)
        return findingAt(
          here,
          'a continuation says again who the call is, and clients add it to the first',
          'absent',
        );
      return isFilledText(here.value)
        ? []
        : findingAt(here, 'a continuation changes who the call is', 'absent');
    }),
    ...(type.value === '' ? [findingAt(type, 'a continuation has an empty type', 'absent')] : []),
  ];
}
