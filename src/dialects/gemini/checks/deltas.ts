/** deltas: how an answer is split into chunks. */

import { deltas as deltasRules } from '../../../checks/deltas.ts';
import { spoken } from '../../../checks/finish.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { among, type Finding, findingAt, HOLDS, inconclusive, NOT_APPLICABLE } from '../../../judge/check.ts';
import { isFilledText, isPresent } from '../../../reading/presence.ts';
import { isObject, wordOf } from '../../../text/json.ts';
import { canonicalText, sameJson, show } from '../../../text/json-text.ts';
import { CALLING, CONTENT, RESPONSE, VERTEX_CALLING } from '../authorities.ts';
import { type GeminiCall, isContent, type Part } from '../codec/assemble.ts';
import type { GeminiReading } from '../codec/read.ts';

export const deltas: RulesInDialect<GeminiReading> = {
  'deltas/one-call-per-index': {
    title: 'A call that comes in pieces has one id',
    authority: [CONTENT('id is the unique id of the function call, which its response has as well.')],
    run: ({ calls }) => {
      const continued = calls.filter(({ id, pieces }) => id !== null && pieces !== null);
      return among(
        continued,
        continued.flatMap(({ id, otherIds = [] }) =>
          otherIds.map((seen) => findingAt(seen, 'the call had another id before', show(id?.value))),
        ),
      );
    },
  },
  'deltas/partial-asked': {
    authority: [
      VERTEX_CALLING('With streamFunctionCallArguments arguments come in partialArgs, else whole.'),
      CALLING('A functionCall has its name and its args.'),
    ],
    run: (reading) => {
      if (reading.calls.length === 0) return NOT_APPLICABLE;
      if (reading.request.partial) return HOLDS;
      const faults: Finding[] = [];
      for (const { json, event, path } of reading.parts) {
        const called = json['functionCall'];
        if (!isObject(called)) continue;
        const name = ['partialArgs', 'willContinue'].find((each) => isPresent(called[each]));
        if (name === undefined) continue;
        const place = { value: called[name], event, path: `${path}.functionCall.${name}` };
        faults.push(findingAt(place, 'nobody asked for arguments in pieces', 'a whole call'));
      }
      return among(1, faults);
    },
  },
  'deltas/no-resend': {
    title: 'Chunks are increments: none repeats what has been sent',
    authority: [
      RESPONSE('A stream brings the response in pieces.'),
      ...deltasRules['deltas/no-resend'].authority,
    ],
    run: (reading) => {
      const [said, thought] = [false, true].map((flag) =>
        reading.parts.filter((part) => isTextOf(part, flag)),
      );
      const named = reading.calls.filter(({ sentId }) => isFilledText(sentId));
      const several = [said, thought, named].filter((all = []) => all.length > 1);
      return among(several, [
        ...resentTexts(reading),
        ...resentCalls(reading.calls).map((call) =>
          findingAt(
            { value: call.sentId, event: call.event, path: call.idPath },
            'this call had been sent before',
            'only what is new',
          ),
        ),
      ]);
    },
  },
  'deltas/none-after-finish': {
    title: "No part follows a candidate's finishReason",
    run: ({ turn, parts, request }) => {
      const finished = turn.choices.flatMap((choice) => {
        const [first] = spoken(choice);
        return first === undefined ? [] : [{ index: choice.index, end: first.event ?? 0 }];
      });
      if (finished.length === 0) return NOT_APPLICABLE;
      const faults = finished.flatMap(({ index, end }) => {
        return parts
          .filter((part) => part.candidate === index && (part.event ?? 0) > end && isContent(part))
          .map(({ json, event, path }) =>
            findingAt(
              { value: json, event, path },
              `event ${end} had already finished the candidate`,
              'nothing after finishReason',
            ),
          );
      });
      return faults.length > 0 && request.serverTools
        ? inconclusive('with server-side tools a candidate may finish twice')
        : among(1, faults);
    },
  },
};

/** The minimum length, in UTF-16 code units, of a text whose repetition is not a coincidence. */
const TELLING = 16;

function resentTexts({ parts, turn }: GeminiReading): Finding[] {
  return turn.choices.flatMap(({ index }) =>
    [true, false].flatMap((thought) => resentIn(parts, index, thought)),
  );
}

/** Finds repeated text in the thoughts of a candidate, or in its other text. */
function resentIn(parts: readonly Part[], index: number, thought: boolean): Finding[] {
  const faults: Finding[] = [];
  let sent = '';
  for (const part of parts) {
    if (part.candidate !== index || !isTextOf(part, thought)) continue;
    const { json, event, path } = part;
    const text = wordOf(json['text']);
    if (sent.length >= TELLING && text.length >= sent.length && text.startsWith(sent)) {
      const place = { value: text, event, path: `${path}.text` };
      faults.push(findingAt(place, 'this text begins with all that had been sent', 'only what is new'));
    }
    sent += text;
  }
  return faults;
}

function isTextOf({ json }: Part, thought: boolean): boolean {
  return (json['thought'] === true) === thought && isFilledText(json['text']);
}

/**
 * Returns calls that repeat the latest call with the same id and name from an earlier chunk. The arguments are equal,
 * or extend the earlier ones.
 */
export function resentCalls(calls: readonly GeminiCall[]): GeminiCall[] {
  const latest = new Map<string, GeminiCall>();
  return calls.filter((call) => {
    if (!isFilledText(call.sentId)) return false;
    const identity = canonicalText([call.sentId, call.name?.value]);
    const before = latest.get(identity);
    latest.set(identity, call);
    // Calls within one event do not repeat each other.
    return before !== undefined && before.event !== call.event && isBegunBy(before, call);
  });
}

/** Returns true if the second call has all arguments of the first; texts may have grown. */
function isBegunBy({ json: first }: GeminiCall, { json: whole }: GeminiCall): boolean {
  if (!isObject(first) || !isObject(whole)) return false;
  return Object.entries(first).every(([key, value]) => {
    const later = whole[key];
    const isGrown = isFilledText(value) && isFilledText(later) && later.startsWith(value);
    return isGrown || (Object.hasOwn(whole, key) && sameJson(value, later));
  });
}
