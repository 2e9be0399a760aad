/** Seeded faults and legal variants of reasoning: thoughts, and what they cost. */
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { TEXT_OF, USAGE } from './places.ts';

export const faults: readonly SeededFault[] = [
  fault(
    'reasoning/think-marks',
    'the text has the marks of thoughts',
    'text/buffered',
    [setBody(TEXT_OF, '<think>A greeting.</think>Hello!')],
    'reasoning/not-in-content',
  ),
  fault(
    'reasoning/not-counted',
    'there are thoughts, and none is counted',
    'reasoning/buffered',
    turn(1, dropBody(`${USAGE}.thoughtsTokenCount`), setBody(`${USAGE}.totalTokenCount`, 98)),
    'reasoning/counted',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'reasoning/marks-in-thoughts',
    'a thought has such marks',
    'reasoning/buffered',
    turn(1, setBody(TEXT_OF, 'I write <think> here.')),
    'reasoning/not-in-content',
    { outcome: 'pass' },
  ),
  variant(
    'reasoning/more-than-candidates',
    'thoughts take more than the candidates',
    'reasoning/buffered',
    turn(1, setBody(`${USAGE}.thoughtsTokenCount`, 400), setBody(`${USAGE}.totalTokenCount`, 498)),
    'reasoning/counted',
  ),
];
