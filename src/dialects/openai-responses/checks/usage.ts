/** usage: the details of a report, and where it stands. */
import { type Check, findingAt, NOT_APPLICABLE } from '../../../judge/check.ts';
import { isNatural, isPresent, listOf } from '../../../reading/presence.ts';
import { OAS_USAGE, threads } from '../authorities.ts';
import { typeOf } from '../codec/items.ts';
import type { ResponsesReading } from '../codec/read.ts';
import { isSummedUp, type ResponsesRequest } from '../codec/request.ts';

export const usageDetails: Check<ResponsesReading> = {
  id: 'usage/details',
  title: 'input_tokens_details.cached_tokens and output_tokens_details.reasoning_tokens are integers from 0',
  level: 'MUST',
  impact: 'minor',
  subject: 'provider',
  authority: [OAS_USAGE('Both details are required, with these counts.'), ...threads('usageDetails')],
  answer: 'either',
  run: ({ turn }) => {
    if (turn.usages.length === 0) return NOT_APPLICABLE;
    return turn.usages.flatMap(({ event, path, names, cached, reasoning }) =>
      [
        { name: names.cached, value: cached },
        { name: names.reasoning, value: reasoning },
      ]
        .filter(({ value }) => !isNatural(value))
        .map(({ name, value }) =>
          findingAt({ event, path: `${path}.${name}`, value }, 'not a number of tokens', 'an integer >= 0'),
        ),
    );
  },
};

/** The server may leave out or sum up what came before, so that a longer history takes fewer tokens. */
export function mayShorten(
  { body, history }: ResponsesRequest,
  earlier: readonly ResponsesReading[],
): boolean {
  return (
    body['truncation'] === 'auto' ||
    listOf(body['context_management']).length > 0 ||
    isSummedUp(history) ||
    earlier.some(({ items }) => items.some((item) => typeOf(item) === 'compaction'))
  );
}

export const usageOnce: Check<ResponsesReading> = {
  id: 'usage/once',
  title: 'No response object before the terminal event has usage',
  level: 'SHOULD',
  impact: 'minor',
  subject: 'provider',
  authority: [OAS_USAGE('usage is what the whole response took, null until it has ended.')],
  answer: 'streaming',
  run: ({ responses }) => {
    if (responses.length === 0) return NOT_APPLICABLE;
    return responses
      .filter(({ ends, json }) => ends === null && isPresent(json['usage']))
      .map(({ event, json }) =>
        findingAt(
          { event, path: 'response.usage', value: json['usage'] },
          'the answer has not ended',
          'null',
        ),
      );
  },
};
