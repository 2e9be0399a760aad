/** Faults and variants of roundtrip that several dialects tell with the same words. */
import { all, type Edit } from '../edits/edit.ts';
import { about } from '../edits/exchange.ts';
import type { LegalVariant, SeededFault } from '../fault.ts';
import { WHATEVER_NEEDS_AN_ANSWER } from '../inconclusive.ts';
import { faultOf, variantOf } from './words.ts';

/** Lets the provider say a text after the results, rightly or wrongly. */
export type Says = (text: string) => Edit;

const NEEDS_AN_ANSWER = { turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER } as const;

/** How broken histories are met; each takes the edit that does it. */
export const PROBED = {
  orphanAccepted: faultOf(
    'roundtrip/orphan-accepted',
    'a result for a call that was never issued is accepted',
    'probe-orphan/buffered',
    'roundtrip/orphan-rejected',
  ),
  orphanBreaksTheServer: faultOf(
    'roundtrip/orphan-breaks-the-server',
    'a result for a call that was never issued is met by 500',
    'probe-orphan/streaming',
    'roundtrip/orphan-rejected',
  ),
  unansweredAccepted: faultOf(
    'roundtrip/unanswered-accepted',
    'a call without a result is accepted',
    'probe-unanswered/buffered',
    'roundtrip/unanswered-rejected',
  ),
  foreignIdRefusedWithoutAWord: faultOf(
    'roundtrip/foreign-id-refused-without-a-word',
    'the id of another provider is refused, and the refusal does not say so',
    'foreign-id/buffered',
    'roundtrip/foreign-id',
    NEEDS_AN_ANSWER,
  ),
  foreignIdBreaksTheServer: faultOf(
    'roundtrip/foreign-id-breaks-the-server',
    'the id of another provider is met by 500',
    'foreign-id/streaming',
    'roundtrip/foreign-id',
    NEEDS_AN_ANSWER,
  ),
  orphanUnprocessable: variantOf(
    'roundtrip/orphan-unprocessable',
    'a result for a call that was never issued is refused with 422',
    'probe-orphan/buffered',
    'roundtrip/orphan-rejected',
  ),
  unansweredNotFound: variantOf(
    'roundtrip/unanswered-not-found',
    'a call without a result is refused with 404',
    'probe-unanswered/streaming',
    'roundtrip/unanswered-rejected',
  ),
};

/** @param field the member of a result that names its call */
export function namelessResultAccepted(field: string): ReturnType<typeof faultOf> {
  return faultOf(
    'roundtrip/nameless-result-accepted',
    `a result without ${field} is accepted`,
    'probe-nameless/streaming',
    'roundtrip/orphan-rejected',
  );
}

export function resultIgnored(says: Says): SeededFault {
  return faultOf(
    'roundtrip/result-ignored',
    'the answer says that it has no access to the weather',
    'weather/buffered',
    'roundtrip/result-used',
  )(says('I have no access to the weather.'));
}

export const anotherNumber = faultOf(
  'roundtrip/another-number',
  'the answer says a longer number that the fact is a part of',
  'weather/streaming',
  'roundtrip/result-used',
);

export function resultsSwapped(says: Says): SeededFault {
  return faultOf(
    'roundtrip/results-swapped',
    'each result is said of the other city',
    'other-order/buffered',
    'roundtrip/results-paired',
  )(says('In Oslo it is 12 °C, in Bergen 21 °C.'));
}

/** @param cut the checks that cannot tell of an answer that was cut off */
export function cutOffAtOnce(cut: readonly string[]): ReturnType<typeof variantOf> {
  return variantOf(
    'roundtrip/cut-off-at-once',
    'the token limit ends the answer before its first word',
    'weather/buffered',
    'roundtrip/continues',
    {
      outcome: 'inconclusive',
      turnsInconclusive: [...cut, 'roundtrip/continues', 'roundtrip/result-used'],
    },
  );
}

export function factAmongSigns(says: Says): LegalVariant {
  return variantOf(
    'roundtrip/fact-among-signs',
    'signs and letters touch the fact',
    'weather/buffered',
    'roundtrip/result-used',
  )(says('Oslo: ~21°C.'));
}

export function factInWords(says: Says): LegalVariant {
  return variantOf(
    'roundtrip/fact-in-words',
    'the answer spells the fact in the second way that counts',
    'weather/buffered',
    'roundtrip/result-used',
  )(all(about({ scenario: { facts: [['21', 'twenty-one']] } }), says('Twenty-one degrees, and clear.')));
}

export function resultsInATable(says: Says): LegalVariant {
  return variantOf(
    'roundtrip/results-in-a-table',
    'a table lists the cities, the last one first',
    'other-order/buffered',
    'roundtrip/results-paired',
  )(says('| City | °C |\n| Bergen | 12 |\n| Oslo | 21 |'));
}

export function resultsRespectively(says: Says): LegalVariant {
  return variantOf(
    'roundtrip/results-respectively',
    'the text lists the cities, then the results',
    'other-order/buffered',
    'roundtrip/results-paired',
    { outcome: 'inconclusive', turnsInconclusive: ['roundtrip/results-paired'] },
  )(says('Oslo and Bergen have 21 and 12 °C respectively.'));
}
