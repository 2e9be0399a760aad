/** parts: the parts of an answer's contents. */
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { among, type Check, findingAt, inconclusive, NOT_APPLICABLE } from '../../../judge/check.ts';
import { isFilledText, isPresent } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import { CONTENT, RESPONSE, SDK, seenBroken } from '../authorities.ts';
import { DATA, type GeminiCall, type Part } from '../codec/assemble.ts';
import type { GeminiReading } from '../codec/read.ts';
import { hidesFields } from './shape.ts';

export const parts: RulesInDialect<GeminiReading> = {
  'parts/one-data': {
    authority: [CONTENT('A part has one kind of data: it is a union.')],
    run: overParts((all) =>
      all
        .filter(({ data }) => data.length > 1)
        .map((part) =>
          findingAt(
            whole(part, part.data),
            'clients look at one of these and skip the others',
            'one kind of data',
          ),
        ),
    ),
  },
  'parts/not-empty': {
    authority: [CONTENT('A part is a datum of a content.'), ...seenBroken('parts/not-empty')],
    run: (reading) => {
      if (hidesFields(reading)) return inconclusive('names are not as promised: see shape/field-case');
      return among(
        reading.parts,
        reading.parts
          .filter(({ data }) => data.length === 0)
          .map((part) =>
            findingAt(
              whole(part, Object.keys(part.json)),
              'this part has no data',
              `one of ${DATA.join(', ')}`,
            ),
          ),
      );
    },
  },
  'parts/call-name': {
    authority: [CONTENT('name of a FunctionCall is required.')],
    run: overCalls((calls) =>
      calls
        .filter(({ name }) => !isFilledText(name?.value))
        .map((call) =>
          findingAt(
            call.name ?? { value: undefined, event: call.event, path: call.namePath },
            'the call does not say which function',
            'a non-empty string',
          ),
        ),
    ),
  },
  'parts/thought-flag': {
    authority: [CONTENT('thought says if the part is thought from the model, a boolean.')],
    run: ({ parts: all }) => {
      const marked = all.filter(({ json: { thought } }) => isPresent(thought));
      return among(
        marked,
        marked
          .filter(({ json: { thought } }) => typeof thought !== 'boolean')
          .map((part) => findingAt(member(part, 'thought'), 'a flag of another type', 'true or false')),
      );
    },
  },
  'parts/thought-call': {
    authority: [SDK('Thoughts are left out of what an answer says, calls among them.')],
    run: overCalls((calls) =>
      calls
        .filter(({ part }) => part['thought'] === true)
        .map(({ event, path }) =>
          findingAt(
            { value: true, event, path: path.replace(/functionCall$/u, 'thought') },
            'clients drop thoughts, and the call with them',
            'no thought',
          ),
        ),
    ),
  },
  'parts/no-response': {
    authority: [CONTENT('A functionResponse is the result of a call, which the client returns.')],
    run: overParts((all) =>
      all
        .filter(({ json: { functionResponse } }) => isPresent(functionResponse))
        .map((part) =>
          findingAt(member(part, 'functionResponse'), 'the model answered its own call', 'a call'),
        ),
    ),
  },
  'parts/thoughts-asked': {
    authority: [RESPONSE('includeThoughts says whether to include thoughts in the response.')],
    run: (reading) => {
      const thoughts = reading.parts.filter(
        ({ json }) => json['thought'] === true && isFilledText(json['text']),
      );
      const unasked = reading.request.thoughts ? [] : thoughts;
      return among(
        thoughts,
        unasked
          .slice(0, 1)
          .map((part) => findingAt(member(part, 'text'), 'nobody asked for thoughts', 'no thoughts')),
      );
    },
  },
  'parts/call-per-chunk': {
    authority: seenBroken('parts/call-per-chunk'),
    run: ({ turn }) => {
      const parallel = turn.choices.filter(({ calls }) => calls.length > 1);
      return among(
        parallel,
        parallel.flatMap(({ calls: [first, ...later] }) =>
          later
            .filter(({ event }) => event !== first?.event)
            .slice(0, 1)
            .map(({ event, path, name }) =>
              findingAt(
                { value: name?.value, event, path },
                `event ${first?.event ?? '?'} had the first`,
                'nothing: it is legal',
              ),
            ),
        ),
      );
    },
  },
};

type Faults = ReturnType<typeof findingAt>[];

function overParts(rule: (all: readonly Part[]) => Faults): Check<GeminiReading>['run'] {
  return ({ parts: all }) => (all.length === 0 ? NOT_APPLICABLE : among(1, rule(all)));
}

export function overCalls(
  rule: (calls: readonly GeminiCall[], reading: GeminiReading) => Faults,
): Check<GeminiReading>['run'] {
  return (reading) => (reading.calls.length === 0 ? NOT_APPLICABLE : among(1, rule(reading.calls, reading)));
}

function whole({ event, path }: Part, value: unknown): Seen {
  return { value, event, path };
}

function member({ json, event, path }: Part, name: string): Seen {
  return { value: json[name], event, path: `${path}.${name}` };
}
