/** deltas: how a stream transfers calls in pieces. */

import { among } from '../judge/check.ts';
import { report } from './authorities.ts';
import { EITHER, type FamilyRules, STREAMED } from './record.ts';
import { resentText } from './resent-fragment.ts';

export const deltas = {
  'deltas/index': {
    ...STREAMED,
    title: 'Every delta says by an integer from 0 what it continues',
    level: 'MUST',
    impact: 'critical',
  },
  'deltas/index-from-zero': {
    ...STREAMED,
    needsEveryEvent: true,
    follows: ['shape/choice-index'],
    title: 'Indexes count 0, 1, 2 ...',
    // Responses: since revision 3, an item that is never announced takes its index.
    revision: 3,
    level: 'MUST',
    impact: 'major',
  },
  'deltas/one-call-per-index': {
    ...STREAMED,
    title: 'An index belongs to one call',
    // Gemini: since revision 3, a call in pieces must not have several ids.
    revision: 3,
    level: 'MUST',
    impact: 'critical',
  },
  'deltas/id-first': {
    ...STREAMED,
    needsEveryEvent: true,
    title: 'A call starts with its non-empty string id',
    level: 'MUST',
    impact: 'critical',
  },
  'deltas/name-first': {
    ...STREAMED,
    needsEveryEvent: true,
    title: 'A call starts with its whole, non-empty name',
    follows: ['shape/tool-calls'],
    level: 'MUST',
    impact: 'critical',
  },
  'deltas/type-first': {
    ...STREAMED,
    needsEveryEvent: true,
    title: 'The first delta of a call has type function',
    level: 'SHOULD',
    impact: 'critical',
    aboutCalls: true,
  },
  'deltas/continuation-identity': {
    ...STREAMED,
    title: 'Later deltas of a call leave its id and its name out',
    revision: 2,
    level: 'SHOULD',
    impact: 'critical',
    aboutCalls: true,
  },
  'deltas/arguments-string': {
    ...STREAMED,
    title: 'The fragments of arguments are strings',
    level: 'MUST',
    impact: 'critical',
  },
  'deltas/no-resend': {
    ...STREAMED,
    // Two calls with one index may have the same arguments.
    follows: ['deltas/one-call-per-index'],
    title: 'What is streamed are increments: none repeats what has been sent',
    level: 'MUST',
    // Gemini: since revision 3, a call that is sent again with more of a text counts.
    revision: 3,
    authority: [
      report(
        'NousResearch/hermes-agent/pull/35718',
        'Hermes appended chunks that each held all the arguments so far (DeepSeek through Baidu Qianfan), got {...}{...} and silently ran the tool with empty arguments.',
      ),
      report(
        'anomalyco/opencode/pull/17339',
        'OpenCode produced invalid JSON and retry loops when a provider resent the full payload in a later chunk.',
      ),
    ],
    impact: 'critical',
  },
  'deltas/no-text-resend': {
    ...STREAMED,
    // Revision 2: thoughts count. Revision 3: text so far counts even if not every delta adds to it.
    revision: 3,
    title: ({ text }) => `Deltas of ${text} are increments: none repeats all that was said before it`,
    level: 'MUST',
    impact: 'major',
    run: ({ turn }) => {
      const streamed = turn.choices
        .flatMap(({ textPieces, reasoningPieces }) => [textPieces, reasoningPieces])
        .filter((pieces) => pieces.length > 1);
      return among(streamed, streamed.flatMap(resentText));
    },
  },
  'deltas/none-after-finish': {
    ...STREAMED,
    // Revision 2: an empty reason no longer counts; revision 3: neither in Gemini.
    revision: 3,
    title: ({ finishField }) => `No content and no call follows the ${finishField}`,
    authority: [
      report(
        'anomalyco/opencode/issues/43040',
        "OpenCode 2 fails the whole step with 'received content after the finish reason' when a provider (SenseNova) sends deltas after it.",
      ),
      report(
        'ranxianglei/billion-context/issues/429',
        'A proxy wrote a final content chunk twice and leaked finish_reason across turns; OpenCode aborted tool-calling requests on the content that came after it.',
      ),
    ],
    level: 'SHOULD',
    impact: 'critical',
  },
  'deltas/partial-asked': {
    ...EITHER,
    title: 'Arguments come in pieces only where streamFunctionCallArguments was set',
    level: 'MUST',
    impact: 'critical',
  },
} satisfies FamilyRules<'deltas'>;
