/** What a refusal says: the provider's own words, wherever its body has them. */
import { standingOf } from '../../src/reading/standing.ts';
import { expect, test } from '../support/test.ts';

const SAID: readonly (readonly [what: string, body: unknown, said: string])[] = [
  ['the message of an error object', { error: { message: 'Not now' } }, 'Not now'],
  ['an error that is text', { error: 'Not  now\n' }, 'Not now'],
  ['a list with one error', [{ error: { message: 'Not now' } }], 'Not now'],
  ['a message at the top', { object: 'error', message: 'Not now', code: 400 }, 'Not now'],
  [
    'what the upstream of a gateway said',
    { error: { message: 'Provider returned error', metadata: { raw: '{"message":"No such id"}' } } },
    'Provider returned error: {"message":"No such id"}',
  ],
  [
    'a list of details, without the input that they repeat',
    {
      detail: [
        { loc: ['body', 'messages', 2, 'content'], msg: 'Field required', input: { tool_call_id: 'call_1' } },
        { loc: ['body', 'n'], msg: 'Not an integer' },
      ],
    },
    'body.messages.2.content: Field required; body.n: Not an integer',
  ],
  ['the whole body where it has no words of its own', { errors: 7 }, '{"errors":7}'],
];

for (const [what, body, said] of SAID) {
  test(`says ${what}`, () => {
    expect(standingOf(refusal(JSON.stringify(body)))).toEqual({
      kind: 'refused',
      status: 400,
      reason: `HTTP 400: ${said}`,
      said,
    });
  });
}

test('the reason shortens what was said, and nothing else does', () => {
  const said = `${'long '.repeat(60)}tool_call_id`;
  const standing = standingOf(refusal(JSON.stringify({ error: { message: said } })));
  expect(standing).toMatchObject({ said });
  expect('reason' in standing ? standing.reason.length : 0).toBe('HTTP 400: '.length + 199);
});

function refusal(body: string): Parameters<typeof standingOf>[0] {
  return {
    request: { method: 'POST', url: 'https://example.test/v1', headers: [], body: new Uint8Array() },
    response: { status: 400, headers: [], body: new TextEncoder().encode(body), provenComplete: true },
  };
}
