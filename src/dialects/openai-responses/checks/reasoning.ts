/** reasoning: whether a thought can be read when it is returned, and whether it is returned. */
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { among, findingAt } from '../../../judge/check.ts';
import { isFilledText, listOf } from '../../../reading/presence.ts';
import { OAS_REASONING, seenBroken } from '../authorities.ts';
import { ENCRYPTED } from '../codec/encode.ts';
import type { ResponsesReading } from '../codec/read.ts';
import { reasoningAccepted } from './acceptance.ts';
import { thoughtEcho } from './history.ts';
import { memberOf, overTypes, THOUGHTS } from './item.ts';

export const reasoning: RulesInDialect<ResponsesReading> = {
  'reasoning/encrypted': {
    authority: [
      OAS_REASONING('encrypted_content is populated when reasoning.encrypted_content is included.'),
    ],
    asked: ({ body }) => listOf(body['include']).includes(ENCRYPTED),
    run: overTypes(THOUGHTS, (thoughts) => {
      const finished = thoughts.flatMap(({ done, final }) => done[0] ?? final ?? []);
      return among(
        finished,
        finished
          .map((copy) => memberOf(copy, 'encrypted_content'))
          .filter(({ value }) => !isFilledText(value))
          .map((seen) =>
            findingAt(seen, 'no later request can bring this thought back', 'a non-empty string'),
          ),
      );
    }),
  },
  'reasoning/echoed': {
    title: 'A full history repeats the reasoning items that came before its calls, unchanged',
    authority: [
      OAS_REASONING('Reasoning items are to be sent back with the calls that follow them.'),
      ...seenBroken('reasoningPairs'),
    ],
    run: thoughtEcho,
  },
  'reasoning/echo-accepted': {
    authority: [
      OAS_REASONING('Reasoning items are to be sent back with the calls that follow them.'),
      ...seenBroken('reasoningPairs'),
    ],
    run: reasoningAccepted,
  },
};
