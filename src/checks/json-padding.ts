/** White space around a buffered body, in every dialect whose bodies are JSON. */
import type { Check } from '../judge/check.ts';
import { RFC_8259 } from './authorities.ts';

export const jsonPadding: Check = {
  id: 'shape/json-padding',
  title: 'White space stands before or after a buffered JSON body',
  level: 'MAY',
  impact: 'trivial',
  subject: 'provider',
  authority: [RFC_8259('section-2', 'Insignificant white space is allowed before or after a JSON text.')],
  answer: 'buffered',
  skipsAudio: true,
  run: ({ exchange }) => {
    const body = exchange.response?.body ?? new Uint8Array();
    const before = isSpace(body[0]);
    if (!before && !isSpace(body.at(-1))) return [];
    const message = `white space ${before ? 'before' : 'after'} the JSON text`;
    return [{ event: null, path: '', message, found: 'white space', expected: 'nothing: padding is legal' }];
  },
};

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
