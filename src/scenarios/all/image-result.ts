import type { Scenario, ScenarioFile } from '../scenario.ts';
import { calls, says } from '../script.ts';

/** A picture of the number 4718 in large digits, black on white. */
const PICTURE: ScenarioFile = {
  name: 'meter.png',
  kind: 'image',
  base64:
    'iVBORw0KGgoAAAANSUhEUgAAAMgAAABIAQAAAACbk4frAAAASklEQVR42t2VwQkAMAgDb/+l2wo2FaEDRB9iuFeIKOtX+JLTiJKO0ZeAvIniS8j4rmlzUuJryZkS3ko2p5akyHkkz0W9IYZk0P/ZJIti5BVlHdEAAAAASUVORK5CYII=',
};

/** The result of a call contains a picture. What it shows appears nowhere else. */
export const imageResult: Scenario = {
  id: 'image-result',
  title: 'A picture as the result of a call',
  order: 122,
  checks: ['roundtrip/result-used', 'roundtrip/continues', 'ids/echo-accepted', 'results/*'],
  system: 'You are a helpful assistant. Look at the meter with the tool.',
  prompts: ['Which number does the water meter show?'],
  tools: [
    {
      name: 'photograph_meter',
      description: 'Takes a picture of a meter',
      parameters: {
        type: 'object',
        properties: { meter: { type: 'string', enum: ['water', 'gas', 'power'] } },
        required: ['meter'],
        additionalProperties: false,
      },
      strict: false,
      result: 'The picture was taken.',
      file: PICTURE,
    },
  ],
  needs: ['image-results'],
  maxTokens: 2000,
  maxTurns: 3,
  facts: [['4718', '4 7 1 8', '4,718']],
  script: [
    calls({ name: 'photograph_meter', arguments: { meter: 'water' } }),
    says(([shown = '']) => (shown.includes(PICTURE.base64) ? 'The meter shows 4718.' : 'I see no picture.')),
  ],
};
