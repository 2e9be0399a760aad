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

/** What is found of them in a text, also without escapes, and in the base64 that it holds. */
export function plantedIn(text: string): string[] {
  const views = new Set([
    text,
    text.replaceAll(/\\+u([\da-f]{4})/giu, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
  ]);
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{24,}={0,2}/gu)) {
    for (const from of [0, 1, 2, 3]) views.add(Buffer.from(run.slice(from), 'base64').toString('latin1'));
  }
  const looked = [...views];
  return Object.entries(CREDENTIALS).flatMap(([name, value]) =>
    looked.some((view) => view.includes(value) || view.includes(TAIL)) ? name : [],
  );
}
