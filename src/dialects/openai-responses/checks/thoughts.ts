/** reasoning/encrypted: what makes a thought readable when it comes back. */
import { type Check, findingAt, NOT_APPLICABLE } from '../../../judge/check.ts';
import { isFilledText, listOf } from '../../../reading/presence.ts';
import { OAS_REASONING } from '../authorities.ts';
import { ENCRYPTED } from '../codec/encode.ts';
import type { ResponsesReading } from '../codec/read.ts';
import { memberOf, overTypes, THOUGHTS } from './item.ts';

export const encrypted: Check<ResponsesReading> = {
  id: 'reasoning/encrypted',
  title: 'Where the request includes it, every finished reasoning item has a non-empty encrypted_content',
  level: 'MUST',
  impact: 'major',
  subject: 'provider',
  authority: [OAS_REASONING('encrypted_content is populated when reasoning.encrypted_content is included.')],
  answer: 'either',
  asked: ({ body }) => listOf(body['include']).includes(ENCRYPTED),
  run: overTypes(THOUGHTS, (thoughts) => {
    const finished = thoughts.flatMap(({ done, final }) => done[0] ?? final ?? []);
    if (finished.length === 0) return NOT_APPLICABLE;
    return finished
      .map((copy) => memberOf(copy, 'encrypted_content'))
      .filter(({ value }) => !isFilledText(value))
      .map((seen) => findingAt(seen, 'no later request can bring this thought back', 'a non-empty string'));
  }),
};
