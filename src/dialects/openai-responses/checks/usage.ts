/** usage: whether it is reported, where, and its details. */
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { among, type Finding, findingAt, inconclusive } from '../../../judge/check.ts';
import { isNatural, isPresent, listOf } from '../../../reading/presence.ts';
import { OAS_USAGE, seenBroken } from '../authorities.ts';
import type { ResponsesReading } from '../codec/read.ts';
import { isSummedUp, type ResponsesRequest } from '../codec/request.ts';
import { memberPath } from '../codec/turn.ts';

export const usage: RulesInDialect<ResponsesReading> = {
  'usage/present': {
    title: 'Usage arrives with every completed or incomplete response',
    authority: [...seenBroken('usage')],
    run: (reading) => {
      const isCancelled = reading.turn.choices.some(({ finishes }) =>
        finishes.some(({ value }) => value === 'cancelled'),
      );
      return isCancelled ? inconclusive('the response was cancelled') : among(1, usageCame(reading));
    },
  },
  'usage/details': {
    authority: [OAS_USAGE('Both details are required, with these counts.'), ...seenBroken('usageDetails')],
    run: ({ turn }) => {
      return among(
        turn.usages,
        turn.usages.flatMap(({ event, path, names, cached, reasoning }) =>
          [
            { name: names.cached, value: cached },
            { name: names.reasoning, value: reasoning },
          ]
            .filter(({ value }) => !isNatural(value))
            .map(({ name, value }) =>
              findingAt(
                { event, path: `${path}.${name}`, value },
                'not a number of tokens',
                'an integer >= 0',
              ),
            ),
        ),
      );
    },
  },
  'usage/once': {
    title: 'No response object before the terminal event has usage',
    authority: [OAS_USAGE('usage is what the whole response took, null until it has ended.')],
    run: ({ responses }) => {
      return among(
        responses,
        responses
          .filter(({ ends, json }) => ends === null && isPresent(json['usage']))
          .map(({ event, json }) =>
            findingAt(
              { event, path: 'response.usage', value: json['usage'] },
              'the answer has not ended',
              'null',
            ),
          ),
      );
    },
  },
};

function usageCame({ turn, ended }: ResponsesReading): readonly Finding[] {
  if (turn.usages.length > 0) return [];
  const [strange] = turn.strangeUsage;
  const absent = {
    event: ended?.event ?? null,
    path: memberPath(ended ?? undefined, 'usage'),
    value: undefined,
  };
  return [findingAt(strange ?? absent, 'no usage came', 'an object')];
}

/** Returns true if the server may drop or compact earlier items, so that a longer history can take fewer tokens. */
export function mayShorten(
  { body, history }: ResponsesRequest,
  earlier: readonly ResponsesReading[],
): boolean {
  return (
    body['truncation'] === 'auto' ||
    listOf(body['context_management']).length > 0 ||
    isSummedUp(history) ||
    earlier.some(({ compacts }) => compacts)
  );
}
