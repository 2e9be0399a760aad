import type { Scenario, ScenarioFile } from '../scenario.ts';
import { calls, says } from '../script.ts';

/** A PDF with one page and one line. */
const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 480 140]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>> endobj
4 0 obj<</Length 66>>stream
BT /F1 24 Tf 20 60 Td (Parcel 318 lies in locker VASTUMIRE.) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
xref
0 6
0000000000 65535 f 
0000000009 00000 n 
0000000053 00000 n 
0000000103 00000 n 
0000000214 00000 n 
0000000326 00000 n 
trailer<</Size 6/Root 1 0 R>>
startxref
388
%%EOF
`;

const SLIP: ScenarioFile = { name: 'slip.pdf', kind: 'pdf', base64: btoa(PDF) };

/** The result of a call contains a file. Its content appears nowhere else. */
export const fileResult: Scenario = {
  id: 'file-result',
  title: 'A file as the result of a call',
  order: 124,
  checks: ['roundtrip/result-used', 'roundtrip/continues', 'ids/echo-accepted', 'results/*'],
  system: 'You are a helpful assistant. Read the delivery slip with the tool.',
  prompts: ['In which locker does parcel 318 lie?'],
  tools: [
    {
      name: 'delivery_slip',
      description: 'The delivery slip of a parcel, as a PDF file',
      parameters: {
        type: 'object',
        properties: { parcel: { type: 'integer' } },
        required: ['parcel'],
        additionalProperties: false,
      },
      strict: false,
      result: 'The slip is in the file.',
      file: SLIP,
    },
  ],
  needs: ['file-results'],
  maxTokens: 2000,
  maxTurns: 3,
  facts: [['vastumire']],
  script: [
    calls({ name: 'delivery_slip', arguments: { parcel: 318 } }),
    says(([read = '']) =>
      read.includes(SLIP.base64) ? 'It lies in locker VASTUMIRE.' : 'The result holds no file.',
    ),
  ],
};
