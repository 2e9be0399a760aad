/** Seeded faults and legal variants of usage and routing: the counts, and the serving model. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { CHUNKS, drop, first, set } from '../../../proof/edits/stream.ts';
import { END, TEXT, USAGE } from './places.ts';

const PROMPT = `${USAGE}.promptTokenCount`;
const CANDIDATES = `${USAGE}.candidatesTokenCount`;
const TOTAL = `${USAGE}.totalTokenCount`;
const DETAILS = `${USAGE}.promptTokensDetails`;

export const usage: Table = [
  faults('usage/present', 'text/buffered', {
    'usage/list': [
      'usage is a list',
      [setBody('usageMetadata', [70, 8, 78])],
      { alsoFails: { 'shape/completion': 'by its type it is an object' } },
    ],
    'usage/without-total': ['the counts have no total', [dropBody(TOTAL)]],
    'usage/traffic-type-alone': [
      'a body has a trafficType and no counts',
      [setBody(USAGE, { trafficType: 'ON_DEMAND' })],
    ],
  }),
  faults('usage/present', 'text/streaming', {
    'usage/never': ['no chunk has counts', [drop(CHUNKS, USAGE)]],
    'usage/traffic-type-alone-in-a-stream': [
      'all chunks have a trafficType and no counts',
      [set(CHUNKS, USAGE, { trafficType: 'ON_DEMAND' })],
    ],
  }),
  variants('usage/present', 'text/streaming', {
    'usage/traffic-type-before': [
      'the chunks before the last have a trafficType alone',
      [set(TEXT, USAGE, { trafficType: 'ON_DEMAND' })],
    ],
  }),
  faults('usage/integers', 'text/buffered', {
    'usage/counts-as-text': ['a count is text', [setBody(PROMPT, '70')]],
    'usage/fraction': ['a count is a fraction', [setBody(`${USAGE}.toolUsePromptTokenCount`, 0.5)]],
  }),
  variants('usage/integers', 'text/buffered', {
    'usage/absent-is-none': [
      'counts of nothing are left out',
      [setBody(`${USAGE}.thoughtsTokenCount`, null)],
    ],
  }),
  faults('usage/total', 'text/buffered', {
    'usage/total-without-thoughts': [
      'the total leaves thoughts out',
      [setBody(`${USAGE}.thoughtsTokenCount`, 5)],
    ],
  }),
  variants('usage/total', 'text/buffered', {
    'usage/of-a-fetched-file': [
      'the prompt holds a file from elsewhere, whose tokens the total alone has',
      [
        ask('contents[0].parts[1]', {
          fileData: { fileUri: 'https://example.com/report.pdf', mimeType: 'application/pdf' },
        }),
        dropBody(PROMPT),
        dropBody(DETAILS),
        setBody(TOTAL, 340),
      ],
      { outcome: 'inconclusive' },
    ],
    'usage/all-addends': [
      'thoughts and the prompts of tools are added',
      [
        setBody(`${USAGE}.thoughtsTokenCount`, 5),
        setBody(`${USAGE}.toolUsePromptTokenCount`, 7),
        setBody(TOTAL, 90),
      ],
    ],
  }),
  faults('usage/counted', 'text/buffered', {
    'usage/no-prompt': [
      'the prompt is not counted',
      [setBody(PROMPT, 0), setBody(TOTAL, 8), setBody(DETAILS, [])],
    ],
    'usage/none-for-one-of-two': [
      'one of two candidates says something, and it is not counted',
      [
        ask('generationConfig.candidateCount', 2),
        setBody('candidates[1]', { content: { role: 'model' }, finishReason: 'MAX_TOKENS', index: 1 }),
        setBody(CANDIDATES, 0),
        setBody(TOTAL, 70),
      ],
    ],
  }),
  variants('usage/counted', 'blocked/buffered', {
    'usage/of-a-blocked-prompt': [
      'a prompt that is blocked counts nothing',
      [setBody(USAGE, { promptTokenCount: 0, totalTokenCount: 0 })],
      { outcome: 'inconclusive' },
    ],
  }),
  variants('usage/counted', 'text/buffered', {
    'usage/nothing-generated': [
      'nothing is generated before the limit, and none is counted',
      [
        setBody('candidates[0].content', { role: 'model' }),
        setBody('candidates[0].finishReason', 'MAX_TOKENS'),
        dropBody(CANDIDATES),
        setBody(TOTAL, 70),
      ],
    ],
  }),
  faults('usage/cached-within-prompt', 'cached/buffered', {
    'usage/more-cached-than-prompt': [
      'more of the prompt is cached than there is',
      [setBody(`${USAGE}.cachedContentTokenCount`, 81)],
      { unserved: 'its number is too large only for the request that it was written for' },
    ],
  }),
  faults('usage/details-sum', 'text/buffered', {
    'usage/details-too-few': ['the details add up to less', [setBody(`${DETAILS}[0].tokenCount`, 69)]],
  }),
  variants('usage/details-sum', 'text/buffered', {
    'usage/details-of-nothing': [
      'of a modality without tokens the details leave the count out',
      [setBody(`${DETAILS}[1]`, { modality: 'IMAGE' })],
    ],
    'usage/no-details': [
      'the list of details is empty',
      [setBody(DETAILS, [])],
      { outcome: 'not-applicable' },
    ],
    'usage/details-of-an-image': [
      'the answer has an image, whose details alone are listed',
      [
        setBody('candidates[0].content.parts[1]', {
          inlineData: { mimeType: 'image/png', data: 'QUJDRA==' },
          thoughtSignature: 'QUJDRA==',
        }),
        setBody(`${USAGE}.candidatesTokensDetails`, [{ modality: 'IMAGE', tokenCount: 4 }]),
      ],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('usage/last', 'text/streaming', {
    'usage/not-in-the-last': ['the last chunk has no counts', [drop(END, USAGE)]],
    'usage/in-all-but-the-last': [
      'every chunk but the last has all counts',
      [
        set(TEXT, USAGE, { promptTokenCount: 70, candidatesTokenCount: 8, totalTokenCount: 78 }),
        drop(END, USAGE),
      ],
    ],
  }),
  variants('usage/last', 'blocked/streaming', {
    'usage/of-a-blocked-stream': [
      'a prompt that is blocked is counted',
      [set(CHUNKS, USAGE, { promptTokenCount: 70, totalTokenCount: 70 })],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('usage/last', 'text/streaming', {
    'usage/in-the-last-alone': ['the last chunk alone has counts', [drop(TEXT, USAGE)]],
  }),
  faults('usage/cumulative', 'text/streaming', {
    'usage/shrinks': [
      'the prompt shrinks within the stream',
      [
        set(first(TEXT), PROMPT, 90),
        set(first(TEXT), TOTAL, 90),
        set(first(TEXT), `${DETAILS}[0].tokenCount`, 90),
      ],
      { unserved: 'its number is too large only for the request that it was written for' },
    ],
  }),
  variants('usage/cumulative', 'text/streaming', {
    'usage/stays': [
      'counts stay the same from chunk to chunk',
      [set(TEXT, `${USAGE}.thoughtsTokenCount`, 0)],
    ],
  }),
  variants('routing/model', 'text/buffered', {
    'routing/full-name': [
      'modelVersion is the full name of the model',
      [setBody('modelVersion', 'gemini-3-of-gemini-3-conforming')],
    ],
  }),
  variants('usage/grows', 'weather/buffered', {
    'usage/with-a-file': [
      'a file makes the counts of two turns incomparable',
      turn(
        2,
        ask('contents[0].parts[1]', { fileData: { fileUri: 'x' } }),
        setBody(PROMPT, 60),
        setBody(TOTAL, 72),
        setBody(`${DETAILS}[0].tokenCount`, 60),
      ),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('usage/within-limit', 'text/buffered', {
    'usage/at-the-limit-of-two': [
      'two candidates were asked for, and together reach the limit of both',
      [ask('generationConfig.candidateCount', 2), setBody(CANDIDATES, 1000), setBody(TOTAL, 1070)],
    ],
  }),
  variants('usage/parity', 'both-deliveries/streaming', {
    'usage/dearer-answer': [
      'the streamed answer is longer',
      turn(1, set(END, CANDIDATES, 30), set(END, TOTAL, 110)),
    ],
  }),
];
