/** Requests are signed as AWS's own test vectors are, each attempt anew, and no record holds what they are signed with. */
import { createServer } from 'node:http';
import { accessOf } from '../../src/config/access.ts';
import { dialectOf } from '../../src/dialects/catalogue.ts';
import { headersWith } from '../../src/drive/key-headers.ts';
import { secretsOf, signingOf } from '../../src/live/live-run.ts';
import { createRedactor } from '../../src/redact/redact.ts';
import { SuiteError } from '../../src/system/failure.ts';
import { signingAs } from '../../src/transports/aws-signature.ts';
import { LiveTransport } from '../../src/transports/live.ts';
import { LiveConnections } from '../../src/transports/live-connections.ts';
import { expect, test } from '../support/test.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const BEDROCK = {
  baseUrl: 'https://bedrock-runtime.eu-west-1.amazonaws.com',
  keyEnv: 'AWS_SECRET_ACCESS_KEY',
  keyHeader: 'aws-sigv4',
} as const;
const ENV = { AWS_SECRET_ACCESS_KEY: SECRET, AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE' };

test('the vector get-vanilla of the published suite has its published signature', async () => {
  const sign = signingAs({ accessKeyId: 'AKIDEXAMPLE', region: 'us-east-1' }, SECRET, {
    service: 'service',
    now: '2015-08-30T12:36:00Z',
  });
  const request = {
    method: 'GET',
    url: 'https://example.amazonaws.com/',
    headers: [],
    body: new Uint8Array(),
  };
  expect((await sign(request)).headers).toEqual([
    [
      'authorization',
      [
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
      ],
    ],
    ['x-amz-date', ['20150830T123600Z']],
  ]);
});

test('the name of a model in a path is escaped once more, as SDKs of AWS do it', async () => {
  const sign = signingAs(
    { accessKeyId: 'AKIDEXAMPLE', region: 'us-east-1', sessionToken: 'tok/en+123==' },
    SECRET,
    {
      now: '2026-11-29T12:00:00.000Z',
    },
  );
  const url = 'https://bedrock-runtime.us-east-1.amazonaws.com/model/a.b-v1%3A0/converse';
  const { headers } = await sign({ method: 'POST', url, headers: [], body: Buffer.from('{"messages":[]}') });
  expect(headers).toEqual([
    [
      'authorization',
      [
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261129/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=3b8aaba51225e8a6a399254192b6608089308f8ad143c72aacee3134119fb21c',
      ],
    ],
    ['x-amz-date', ['20261129T120000Z']],
    ['x-amz-security-token', ['tok/en+123==']],
  ]);
});

test('the region is that of the variable, or of the host', () => {
  const regionIn = (env: object) => {
    const access = accessOf(BEDROCK, { ...ENV, ...env });
    return access.on ? access.aws?.region : access.why;
  };
  expect([regionIn({}), regionIn({ AWS_REGION: 'us-west-2' })]).toEqual(['eu-west-1', 'us-west-2']);
  expect(accessOf(BEDROCK, { ...ENV, AWS_ACCESS_KEY_ID: '' })).toEqual({
    on: false,
    why: 'AWS_ACCESS_KEY_ID is not set',
  });
  expect(() => accessOf({ ...BEDROCK, baseUrl: 'http://127.0.0.1:8080/bedrock' }, ENV)).toThrow(
    new SuiteError('AWS_REGION is not set; set it to the region that serves the model, such as us-east-1'),
  );
});

test('the server sees the signature, and the record holds nothing of it', async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization, request.headers['x-amz-security-token']?.toString());
    response.end(`{"message":"the token is ${request.headers['x-amz-security-token']}"}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const baseUrl = `http://127.0.0.1:${address.port}`;
  const access = accessOf(
    { ...BEDROCK, baseUrl },
    { ...ENV, AWS_SESSION_TOKEN: 'FwoGZXIvYXdzEXAMPLE', AWS_REGION: 'us-east-1' },
  );
  if (!access.on) throw new Error(access.why);
  const connections = new LiveConnections();
  const transport = new LiveTransport(connections, signingOf(access));
  const headers = headersWith(dialectOf('bedrock-converse'), SECRET, 'aws-sigv4');
  await transport.send({
    method: 'POST',
    url: `${baseUrl}/model/m/converse`,
    headers: Object.entries(headers).map(([name, value]) => [name, [value]]),
    body: Buffer.from('{}'),
  });
  await connections.close();
  server.close();
  expect(seen).toEqual([
    expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/bedrock\/aws4_request, /u,
    ),
    'FwoGZXIvYXdzEXAMPLE',
  ]);
  const redactor = createRedactor(secretsOf(access));
  const [record] = transport.exchanges.map((exchange) => redactor.exchange(exchange));
  expect(record?.request.headers.map(([name]) => name)).toEqual(['Accept-Encoding', 'User-Agent']);
  expect(Buffer.from(record?.response?.body ?? []).toString()).toBe(
    '{"message":"the token is [REDACTED:AWS_SESSION_TOKEN]"}',
  );
});
