/** Faults and variants of shape: a body and its padding. */

import { faults, type SharedTable, variants } from '../cases.ts';
import { setBody } from '../edits/body.ts';
import { header, respond } from '../edits/exchange.ts';
import { emptyBody, recodeText } from '../edits/wire.ts';

export const shape: SharedTable = () => [
  faults('shape/completion', 'call/buffered', {
    'shape/page-for-a-body': [
      'a 200 brings an HTML page',
      [respond(200, '<html></html>'), header('Content-Type', 'application/json')],
    ],
    'shape/empty-body': ['a buffered 200 brings no byte, and the recording proves it', [emptyBody(true)]],
  }),
  variants('shape/completion', 'call/buffered', {
    'shape/empty-body-unproven': [
      'the recording has no body, and does not prove that there was none',
      [emptyBody(false)],
      { outcome: 'inconclusive' },
    ],
  }),
  faults('shape/json-padding', 'text/buffered', {
    'shape/padded-with-a-tab': [
      'a tab stands before the JSON of a body',
      [recodeText((text) => `\t${text}`)],
    ],
    'shape/padded-with-spaces': [
      'spaces stand before the JSON of a body',
      [recodeText((text) => `  ${text}`)],
    ],
    'shape/return-after-the-body': [
      'a carriage return follows the JSON of a body',
      [recodeText((text) => `${text}\r`)],
    ],
    'shape/padded': ['a line end stands before the JSON of a body', [recodeText((text) => `\n${text}`)]],
    'shape/line-end-after-the-body': [
      'a line end follows the JSON of a body',
      [recodeText((text) => `${text}\n`)],
    ],
  }),
  variants('shape/json-padding', 'text/buffered', {
    'shape/pretty-printed': [
      'the body is pretty-printed',
      [recodeText((text) => JSON.stringify(JSON.parse(text), null, 2))],
    ],
  }),
  faults('shape/unknown-fields', 'text/buffered', {
    'shape/field-of-the-provider': ['a body has a field of the provider', [setBody('acme_region', 'north')]],
  }),
];
