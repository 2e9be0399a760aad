/**
 * What credentials look like. The prefixes are those that their issuers document, for secret scanners to find them:
 * https://docs.github.com/code-security/secret-scanning/introduction/supported-secret-scanning-patterns,
 * https://github.com/secretlint/secretlint/tree/master/packages and
 * https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml. Lengths are the shortest that are issued, or
 * less: whoever cut a key still shows most of it.
 */
import { bytesOfBase64, byteText } from '../text/bytes.ts';
import type { Secret } from './secret.ts';

/** `name` stands in the redaction; the first group of the pattern is the credential, or else all of it. */
interface Look {
  readonly name: string;
  /** What must be there for it: to look for that is far cheaper than the pattern. */
  readonly hint: RegExp;
  readonly pattern: RegExp;
}

const START = '(?<![A-Za-z0-9_-])';
/** Prefixes of Groq, Hugging Face, xAI, Perplexity, Replicate, NVIDIA, Tavily, Fireworks, Cerebras and npm. */
const PREFIXES = ['gsk_', 'hf_', 'xai-', 'pplx-', 'r8_', 'nvapi-', 'tvly-', 'fw_', 'csk-', 'npm_'];
/** Names of members, parameters and variables that hold one; `_` may be a hyphen, or missing. */
const NAMES = [
  ...['api_key', 'access_key', 'secret_key', 'secret_access_key', 'subscription_key', 'private_key'],
  ...[
    'access_token',
    'refresh_token',
    'auth_token',
    'session_token',
    'security_token',
    'client_secret',
    'password',
    'passwd',
  ],
];

const LOOKS: readonly Look[] = [
  // OpenAI, Anthropic, OpenRouter, DeepSeek and whoever follows them.
  look('API_KEY', /sk-/u, `${START}sk-[A-Za-z0-9_-]{16,}`),
  look(
    'API_KEY',
    // Their last character is rare, which makes it the quickest to look for.
    new RegExp(`[_-](?<=${PREFIXES.join('|')})`, 'u'),
    `${START}(?:${PREFIXES.join('|')})(?=[A-Za-z_-]*\\d)[A-Za-z0-9_-]{20,}`,
  ),
  look('GOOGLE_API_KEY', /AIza/u, `${START}AIza[A-Za-z0-9_-]{20,}`),
  look('GOOGLE_TOKEN', /ya29\./u, `${START}ya29\\.[A-Za-z0-9_-]{20,}`),
  look('AWS_ACCESS_KEY', /A[KS]IA/u, `${START}(?:AKIA|ASIA)[A-Z0-9]{12,}`),
  look(
    'GITHUB_TOKEN',
    /gh[opusr]_|github_pat_/u,
    `${START}(?:gh[opusr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})`,
  ),
  look('GITLAB_TOKEN', /glpat-/u, `${START}glpat-[A-Za-z0-9_-]{16,}`),
  look('SLACK_TOKEN', /xox/u, `${START}xox[abeoprs]-[A-Za-z0-9-]{10,}`),
  look('STRIPE_KEY', /_(?:live|test)_/u, `${START}(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}`),
  look('SENDGRID_KEY', /SG\./u, `${START}SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}`),
  look('JWT', /eyJ/u, `${START}eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}`),
  look(
    'PRIVATE_KEY',
    /PRIVATE KEY-/u,
    '-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[A-Za-z0-9+/=\\s:,-]{16,}?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|(?![A-Za-z0-9+/=\\s:,-]))',
  ),
  // A scheme of Authorization, wherever it is told; a word of prose has no digit.
  look(
    'AUTHORIZATION',
    /(?:bearer|basic|token)\s/iu,
    '\\b(?:bearer|basic|token)\\s+(?=[A-Za-z._~+/=-]{0,80}\\d)([A-Za-z0-9._~+/=-]{12,})',
    'i',
  ),
  look(
    'AWS_SIGNATURE',
    /(?:credential|signature|token)=/iu,
    '\\b(?:X-Amz-)?(?:Credential|Signature|Security-Token)=([A-Za-z0-9/+%._-]{16,})',
    'i',
  ),
  look('PASSWORD', /@/u, '(?<=://[^\\s/:@"\\\\]{0,100}:)[^\\s/@"\\\\]{8,100}(?=@)'),
  look(
    'CREDENTIAL',
    /(?:key|token|secret|passw(?:or)?d)\\*["']?\s{0,3}[:=]/iu,
    `(?<![A-Za-z])(?:${NAMES.join('|').replaceAll('_', '[_-]?')})\\\\*["']?\\s{0,3}[:=]\\s{0,3}\\\\*["']?([A-Za-z0-9._~+/=!$%^*-]{8,})`,
    'i',
  ),
];

function look(name: string, hint: RegExp, source: string, flags = ''): Look {
  return { name, hint, pattern: new RegExp(source, `gu${flags}`) };
}

/** Texts as one, as they stand in JSON: no credential goes on past a quote, and one search is quicker than many. */
export function sideBySide(texts: Iterable<string>): string {
  return [...texts].join('","');
}

/** The credentials in a text that has no escapes. */
export function credentialsInText(text: string): Secret[] {
  return LOOKS.filter(({ hint }) => hint.test(text)).flatMap(({ name, pattern }) =>
    [...text.matchAll(pattern)].map(([whole, part = whole]) => ({ name, value: part })),
  );
}

/** Runs of base64 that are long enough to hold one; a run is tried from its beginning alone, or every word costs double. */
const BASE64 = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,}/gu;
/** Longer ones are files, whose insides nobody reads here. */
const MOST_BASE64 = 1_000_000;
/**
 * Nine characters of ASCII in base64, which the shortest credential with what announces it has at least: of the four
 * characters that stand for three, these are the ones whose bits leave each of the three below 0x80 and the first of
 * them printable. Keys, signatures and ids, which decode to other bytes, are told by it without being decoded.
 */
const ASCII = /(?:[CDI-Za-f][A-HQ-Xg-nw-z0-3][ABEFIJMNQRUVYZcdghklopstwx014589][A-Za-z0-9+/_-]){3}/u;

/** The credentials in the base64 of a text. A run may begin with other characters, so each place of four is tried. */
export function credentialsInBase64(text: string): Secret[] {
  if (!ASCII.test(text)) return [];
  // Each event of a stream repeats the same ids.
  const decoded = [...new Set(text.match(BASE64))]
    .filter((run) => run.length <= MOST_BASE64 && ASCII.test(run))
    .flatMap((run) => [0, 1, 2, 3].map((from) => byteText(bytesOfBase64(run.slice(from)))));
  return credentialsInText(sideBySide(decoded)).filter(({ value }) => /^[\x20-\x7e\s]+$/u.test(value));
}
