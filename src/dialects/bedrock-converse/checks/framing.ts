/** framing, as this dialect judges it: a stream is an AWS event stream. */

import { declaredType } from '../../../checks/framing.ts';
import { AWS_EVENT_STREAM } from '../../../evidence/frames/aws-event-stream.ts';
import { among, type Judgement } from '../../../judge/check.ts';
import { isObject } from '../../../text/json.ts';
import { shorten } from '../../../text/json-text.ts';
import type { ConverseReading } from '../codec/read.ts';

export function contentType(reading: ConverseReading): Judgement {
  return declaredType(reading, AWS_EVENT_STREAM);
}

/** Frames that could not be read are reported by frames/*. */
export function payloadIsJson({ events, frames }: ConverseReading): Judgement {
  const sound = frames.filter(({ fault }) => fault === null);
  return among(
    sound,
    sound
      .filter(({ number }) => !isObject(events[number - 1]?.json))
      .map(({ number, payload }) => ({
        event: number,
        path: '',
        message: 'the payload of this frame is no JSON object',
        found: shorten(payload),
        expected: 'a JSON object',
      })),
  );
}
