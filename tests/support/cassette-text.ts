/** Cassettes as text, for tests of their readers. */

/** Returns a go-vcr cassette with one interaction, whose response has the given lines. */
export function cassetteWith(responseLines: string, requestBody = "'{}'"): string {
  return `---
version: 2
interactions:
- id: 0
  request:
    body: ${requestBody}
    headers: {}
    url: https://x.test/v1
    method: POST
  response:
${responseLines
  .split('\n')
  .map((line) => (line === '' ? '' : `    ${line}`))
  .join('\n')}
`;
}
