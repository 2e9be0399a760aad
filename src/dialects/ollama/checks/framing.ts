/** framing: lines, each a JSON object. */

import { declaredType } from '../../../checks/framing.ts';
import { JSON_LINES } from '../../../evidence/frames/json-lines.ts';
import { among, type Judgement } from '../../../judge/check.ts';
import { shorten } from '../../../text/json-text.ts';
import type { OllamaReading } from '../codec/read.ts';

export function contentType(reading: OllamaReading): Judgement {
  return declaredType(reading, JSON_LINES);
}

export function lineIsJson({ events, others }: OllamaReading): Judgement {
  return among(
    events,
    others
      .filter(({ sse }) => sse.terminated)
      .map(({ sse }) => ({
        event: sse.number,
        path: '',
        message: 'this line is no JSON object',
        found: shorten(sse.data),
        expected: 'a JSON object',
      })),
  );
}
