/** Credentials planted in recordings, for tests that search all output for them. */

/** A part that most of them contain and nothing else does. */
export const TAIL = '0123456789abcdefghijklmnop';

/** Keyed by kind. None was ever issued. */
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

/** The text that reveals each credential: the tail if it has one, otherwise the whole credential. */
const TOLD_BY = new Set(Object.values(CREDENTIALS).map((value) => (value.includes(TAIL) ? TAIL : value)));
const TRACES = [...TOLD_BY].flatMap((told) => [told, ...base64Of(told)]);

/** Returns the traces of credentials in a text, including escaped and base64 forms. */
export function plantedIn(text: string): string[] {
  const plain = text.replaceAll(/\\+u([\da-f]{4})/giu, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return TRACES.filter((trace) => text.includes(trace) || plain.includes(trace));
}

/**
 * Returns the part of a text's base64 form that does not depend on its surroundings, for each of the three alignments.
 */
function base64Of(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.from(`${'x'.repeat(before)}${text}`);
    return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
}
