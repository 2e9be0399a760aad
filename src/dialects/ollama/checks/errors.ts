/** errors: a text in the member `error`, on a line or in a body. */

import { unreadable } from '../../../checks/errors.ts';
import {
  among,
  type Finding,
  findingAt,
  HOLDS,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import type { OllamaReading } from '../codec/read.ts';

export function refusalShape(reading: OllamaReading): Judgement {
  const error = reading.error?.json['error'];
  return typeof error === 'string' ? HOLDS : unreadable(reading, 'error, a string', error);
}

/** An error must be the last line of a stream. */
export function midstream({ turn, lastEvent }: OllamaReading): Judgement {
  const [first] = turn.errors;
  if (first === undefined) return NOT_APPLICABLE;
  const faults: Finding[] = turn.errors
    .filter(({ value }) => typeof value !== 'string')
    .map((seen) => findingAt(seen, 'clients cannot read this error', 'a string'));
  if (lastEvent !== null && first.event !== null && lastEvent > first.event) {
    const message = `line ${first.event} was an error, and the stream went on`;
    faults.push({
      event: lastEvent,
      path: '',
      message,
      found: `line ${lastEvent}`,
      expected: 'the end of the stream',
    });
  }
  return among(1, faults);
}
