/** framing: one JSON object on each line. */

import { declaredType } from '../../../checks/framing.ts';
import { JSON_LINES } from '../../../evidence/frames/json-lines.ts';
import { among, hasFindings, type Judgement } from '../../../judge/check.ts';
import { shorten } from '../../../text/json-text.ts';
import type { OllamaReading } from '../codec/read.ts';

/**
 * Clients read the lines whatever content type is declared. A wrong type is a fault only if they cannot read any JSON.
 */
export function contentType(reading: OllamaReading): Judgement {
  const judgement = declaredType(reading, JSON_LINES);
  const isRead = reading.chunks.length > 0 || reading.body !== undefined;
  if (isRead || !hasFindings(judgement)) return judgement;
  return among(
    1,
    judgement.findings.map((finding) => ({ ...finding, level: 'MUST' })),
  );
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
