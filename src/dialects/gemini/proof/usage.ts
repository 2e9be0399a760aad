/** Seeded faults and legal variants of usage and routing: what is counted, and who served. */
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { CHUNKS, drop, first, set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { CUT } from './inconclusive.ts';
import { END, TEXT, USAGE } from './places.ts';

const STREAMED = 'text/streaming';
const BUFFERED = 'text/buffered';
const PROMPT = `${USAGE}.promptTokenCount`;
const CANDIDATES = `${USAGE}.candidatesTokenCount`;
const TOTAL = `${USAGE}.totalTokenCount`;
const DETAILS = `${USAGE}.promptTokensDetails`;

export const faults: readonly SeededFault[] = [
  fault('usage/none', 'no chunk has counts', STREAMED, [drop(CHUNKS, USAGE)], 'usage/present'),
  fault(
    'usage/traffic-type-alone',
    'a body has a trafficType and no counts',
    BUFFERED,
    [setBody(USAGE, { trafficType: 'ON_DEMAND' })],
    'usage/present',
  ),
  fault('usage/text', 'a count is text', BUFFERED, [setBody(PROMPT, '70')], 'usage/integers', {
    turnsInconclusive: ['usage/total', 'usage/counted'],
  }),
  fault(
    'usage/fraction',
    'a count is a fraction',
    BUFFERED,
    [setBody(`${USAGE}.toolUsePromptTokenCount`, 0.5)],
    'usage/integers',
    { turnsInconclusive: ['usage/total'] },
  ),
  fault(
    'usage/total-without-thoughts',
    'the total leaves thoughts out',
    BUFFERED,
    [setBody(`${USAGE}.thoughtsTokenCount`, 5)],
    'usage/total',
  ),
  fault(
    'usage/nothing-counted',
    'text was generated, and no candidates are counted',
    BUFFERED,
    [dropBody(CANDIDATES), setBody(TOTAL, 70)],
    'usage/counted',
  ),
  fault(
    'usage/no-prompt',
    'the prompt is not counted',
    BUFFERED,
    [setBody(PROMPT, 0), setBody(TOTAL, 8), setBody(DETAILS, [])],
    'usage/counted',
  ),
  fault(
    'usage/more-cached-than-prompt',
    'more of the prompt is cached than there is',
    'cached/buffered',
    [setBody(`${USAGE}.cachedContentTokenCount`, 81)],
    'usage/cached-within-prompt',
  ),
  fault(
    'usage/does-not-grow',
    'the second turn counts a shorter prompt',
    'weather/buffered',
    turn(2, setBody(PROMPT, 60), setBody(TOTAL, 72), setBody(`${DETAILS}[0].tokenCount`, 60)),
    'usage/grows',
  ),
  fault(
    'usage/beyond-the-limit',
    'thoughts go beyond the limit',
    BUFFERED,
    [setBody(`${USAGE}.thoughtsTokenCount`, 500), setBody(TOTAL, 578)],
    'usage/within-limit',
  ),
  fault(
    'usage/cheaper-streamed',
    'the buffered request costs more',
    'both-deliveries/streaming',
    turn(
      1,
      set(CHUNKS, PROMPT, 79),
      set(CHUNKS, TOTAL, (total: number) => total - 1),
      set(CHUNKS, `${DETAILS}[0].tokenCount`, 79),
    ),
    'usage/parity',
  ),
  fault(
    'usage/details-too-few',
    'the details add up to less',
    BUFFERED,
    [setBody(`${DETAILS}[0].tokenCount`, 69)],
    'usage/details-sum',
  ),
  fault('usage/not-in-the-last', 'the last chunk has no counts', STREAMED, [drop(END, USAGE)], 'usage/last', {
    alsoFails: { 'usage/counted': 'the chunks before count no candidates' },
  }),
  fault(
    'usage/shrinks',
    'the prompt shrinks within the stream',
    STREAMED,
    [
      set(first(TEXT), PROMPT, 90),
      set(first(TEXT), TOTAL, 90),
      set(first(TEXT), `${DETAILS}[0].tokenCount`, 90),
    ],
    'usage/cumulative',
  ),
  fault(
    'routing/another-model',
    'another model answers',
    BUFFERED,
    [setBody('modelVersion', 'gemini-3-another')],
    'routing/model',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'usage/traffic-type-before',
    'the chunks before the last have a trafficType alone',
    STREAMED,
    [set(TEXT, USAGE, { trafficType: 'ON_DEMAND' })],
    'usage/present',
  ),
  variant(
    'usage/absent-is-none',
    'counts of nothing are left out',
    BUFFERED,
    [setBody(`${USAGE}.thoughtsTokenCount`, null)],
    'usage/integers',
  ),
  variant(
    'usage/all-addends',
    'thoughts and the prompts of tools are added',
    BUFFERED,
    [
      setBody(`${USAGE}.thoughtsTokenCount`, 5),
      setBody(`${USAGE}.toolUsePromptTokenCount`, 7),
      setBody(TOTAL, 90),
    ],
    'usage/total',
  ),
  variant(
    'usage/nothing-generated',
    'nothing is generated before the limit, and none is counted',
    BUFFERED,
    [
      setBody('candidates[0].content', { role: 'model' }),
      setBody('candidates[0].finishReason', 'MAX_TOKENS'),
      dropBody(CANDIDATES),
      setBody(TOTAL, 70),
    ],
    'usage/counted',
    {
      turnsInconclusive: CUT,
    },
  ),
  variant(
    'usage/all-cached',
    'the whole prompt is cached',
    'cached/buffered',
    [setBody(`${USAGE}.cachedContentTokenCount`, 80)],
    'usage/cached-within-prompt',
  ),
  variant(
    'usage/with-a-file',
    'a file makes the counts of two turns incomparable',
    'weather/buffered',
    turn(
      2,
      ask('contents[0].parts[1]', { fileData: { fileUri: 'x' } }),
      setBody(PROMPT, 60),
      setBody(TOTAL, 72),
      setBody(`${DETAILS}[0].tokenCount`, 60),
    ),
    'usage/grows',
    {
      outcome: 'not-applicable',
    },
  ),
  variant(
    'usage/at-the-limit',
    'candidates and thoughts reach the limit',
    BUFFERED,
    [setBody(`${USAGE}.thoughtsTokenCount`, 492), setBody(TOTAL, 570)],
    'usage/within-limit',
  ),
  variant(
    'usage/at-the-limit-of-two',
    'two candidates were asked for, and together reach the limit of both',
    BUFFERED,
    [ask('generationConfig.candidateCount', 2), setBody(CANDIDATES, 1000), setBody(TOTAL, 1070)],
    'usage/within-limit',
  ),
  variant(
    'usage/dearer-answer',
    'the streamed answer is longer',
    'both-deliveries/streaming',
    turn(1, set(END, CANDIDATES, 30), set(END, TOTAL, 110)),
    'usage/parity',
  ),
  variant(
    'usage/details-of-an-image',
    'the answer has an image, whose details alone are listed',
    BUFFERED,
    [
      setBody('candidates[0].content.parts[1]', {
        inlineData: { mimeType: 'image/png', data: 'QUJDRA==' },
        thoughtSignature: 'QUJDRA==',
      }),
      setBody(`${USAGE}.candidatesTokensDetails`, [{ modality: 'IMAGE', tokenCount: 4 }]),
    ],
    'usage/details-sum',
    {
      outcome: 'not-applicable',
    },
  ),
  variant(
    'usage/in-the-last-alone',
    'the last chunk alone has counts',
    STREAMED,
    [drop(TEXT, USAGE)],
    'usage/last',
  ),
  variant(
    'usage/stays',
    'counts stay the same from chunk to chunk',
    STREAMED,
    [set(TEXT, `${USAGE}.thoughtsTokenCount`, 0)],
    'usage/cumulative',
  ),
  variant(
    'routing/full-name',
    'modelVersion is the full name of the model',
    BUFFERED,
    [setBody('modelVersion', 'gemini-3-of-gemini-3-conforming')],
    'routing/model',
  ),
];
