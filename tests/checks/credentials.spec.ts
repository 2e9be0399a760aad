/** Which parts of a request are credentials, which a provider must not send back. */
import { credentials } from '../../src/checks/errors.ts';
import { expect, test } from '../support/test.ts';

const KEY = 'sk-8d2e6f1a9c3b4';
const ADDRESS = 'https://api.example.com/v1/chat';

/** A request with a description, a header or a URL, and the credentials in it. */
const REQUESTS: readonly (readonly [
  what: string,
  sent: { header: readonly [string, string] } | { url: string },
  secrets: readonly string[],
])[] = [
  ['a bearer token', { header: ['Authorization', `Bearer  ${KEY} `] }, [KEY]],
  ['a basic token', { header: ['authorization', `basic ${KEY}`] }, [KEY]],
  ['a key of sixteen characters', { header: ['X-Api-Key', KEY] }, [KEY]],
  ['a key that speaks of a bearer', { header: ['api-key', `0-bearer ${KEY}`] }, [`0-bearer ${KEY}`]],
  ['a key with an x and an asterisk', { header: ['x-goog-api-key', `${KEY}-ax*`] }, [`${KEY}-ax*`]],
  ['a key of fifteen characters', { header: ['x-api-key', KEY.slice(1)] }, []],
  ['a word without a digit', { header: ['x-api-key', 'key-of-no-account'] }, []],
  ['a placeholder', { header: ['x-api-key', `dummy-${KEY}`] }, []],
  ['a masked key', { header: ['x-api-key', `${KEY}-xxxx`] }, []],
  ['a key behind asterisks', { header: ['x-api-key', `***${KEY}`] }, []],
  ['another header', { header: ['x-request-id', KEY] }, []],
  ['a key of the address', { url: `${ADDRESS}?alt=sse&key=${KEY}` }, [KEY]],
  ['another member of the address', { url: `${ADDRESS}?trace=${KEY}` }, []],
  ['an address that is none', { url: `/v1/chat?key=${KEY}` }, []],
];

for (const [what, sent, secrets] of REQUESTS) {
  test(`${what}: ${secrets.length === 0 ? 'no credential' : 'a credential'}`, () => {
    const headers: [string, string[]][] = 'header' in sent ? [[sent.header[0], [sent.header[1]]]] : [];
    const url = 'url' in sent ? sent.url : ADDRESS;
    expect(credentials({ method: 'POST', url, headers, body: new Uint8Array() })).toEqual(secrets);
  });
}
