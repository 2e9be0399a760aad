/** Credentials that stand in recordings, for whoever looks for them in what is written. */

/** A part of most of them that nothing else holds. */
export const TAIL = '0123456789abcdefghijklmnop';

/** By what they are; none was ever issued. */
export const CREDENTIALS: Readonly<Record<string, string>> = {
  API_KEY: `sk-proj-${TAIL}`,
  GROQ: `gsk_${TAIL}`,
  GOOGLE_API_KEY: `AIzaSy${TAIL}`,
  AWS_ACCESS_KEY: 'AKIAIOSFODNN7PLANTED',
  GITHUB_TOKEN: `ghp_${TAIL}`,
  SLACK_TOKEN: `xoxb-${TAIL}`,
  JWT: `eyJhbGciOiJI.eyJzdWIiOiIx.${TAIL}`,
  PRIVATE_KEY: `-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA${TAIL}\n${TAIL}\n-----END RSA PRIVATE KEY-----`,
};

/** What stands in a text for each credential that is in it: the whole, or the tail. */
const TOLD_BY = new Set(Object.values(CREDENTIALS).map((value) => (value.includes(TAIL) ? TAIL : value)));
const TRACES = [...TOLD_BY].flatMap((told) => [told, ...base64Of(told)]);

/** What is found of them in a text, also behind escapes and in base64. */
export function plantedIn(text: string): string[] {
  const plain = text.replaceAll(/\\+u([\da-f]{4})/giu, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return TRACES.filter((trace) => text.includes(trace) || plain.includes(trace));
}

/** Of a text in base64 what does not depend on its surroundings: it may begin at any of three places. */
function base64Of(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.from(`${'x'.repeat(before)}${text}`);
    return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
}
