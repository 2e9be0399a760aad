/**
 * Patterns of credentials. The prefixes are those that their issuers document for secret scanners:
 * https://docs.github.com/code-security/secret-scanning/introduction/supported-secret-scanning-patterns,
 * https://github.com/secretlint/secretlint/tree/master/packages and
 * https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml. The minimum lengths are those of the shortest
 * issued keys, or less, because a truncated key still shows most of its characters.
 */
import { bytesOfBase64, byteText } from '../text/bytes.ts';
import type { Secret } from './secret.ts';

/** `name` is used in the redaction. The credential is the first group of the pattern, or else the whole match. */
interface Look {
  readonly name: string;
  /** A necessary part of every match. Testing it is much faster than the pattern. */
  readonly hint: RegExp;
  readonly pattern: RegExp;
}

const START = '(?<![A-Za-z0-9_-])';
/** Prefixes of Groq, Hugging Face, xAI, Perplexity, Replicate, NVIDIA, Tavily, Fireworks, Cerebras and npm. */
const PREFIXES = ['gsk_', 'hf_', 'xai-', 'pplx-', 'r8_', 'nvapi-', 'tvly-', 'fw_', 'csk-', 'npm_'];
/** Names of members, parameters and variables that contain a credential. `_` also matches a hyphen or nothing. */
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
  // OpenAI, Anthropic, OpenRouter, DeepSeek and providers with the same form.
  look('API_KEY', /sk-/u, `${START}sk-[A-Za-z0-9_-]{16,}`),
  look(
    'API_KEY',
    // The last character of the prefixes is rare, so searching for it is fastest.
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
  // An Authorization scheme, anywhere in a text. The digit excludes words of prose.
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

/** Joins texts as in a JSON list. A credential cannot continue past a quote, and one search is faster than many. */
export function sideBySide(texts: Iterable<string>): string {
  return [...texts].join('","');
}

/** Returns the credentials in a text without escapes. */
export function credentialsInText(text: string): Secret[] {
  return LOOKS.filter(({ hint }) => hint.test(text)).flatMap(({ name, pattern }) =>
    [...text.matchAll(pattern)].map(([whole, part = whole]) => ({ name, value: part })),
  );
}

/**
 * Base64 runs that are long enough for a credential. The lookbehind matches a run only from its start, because
 * otherwise every word would cost double.
 */
const BASE64 = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,}/gu;
/** In characters. Longer runs are files, which are not searched. */
const MOST_BASE64 = 1_000_000;
/**
 * Nine ASCII characters in base64. The shortest credential with its prefix has at least this length. Four base64
 * characters encode three bytes; the classes allow only bits that make all three bytes less than 0x80 and the first one
 * printable. Keys, signatures and ids, which decode to other bytes, are excluded without decoding.
 */
const ASCII = /(?:[CDI-Za-f][A-HQ-Xg-nw-z0-3][ABEFIJMNQRUVYZcdghklopstwx014589][A-Za-z0-9+/_-]){3}/u;

/**
 * Returns the credentials in the base64 of a text. A run may start with other characters, so four offsets are tried.
 */
export function credentialsInBase64(text: string): Secret[] {
  if (!ASCII.test(text)) return [];
  // Duplicates are removed, because each event of a stream repeats the same ids.
  const decoded = [...new Set(text.match(BASE64))]
    .filter((run) => run.length <= MOST_BASE64 && ASCII.test(run))
    .flatMap((run) => [0, 1, 2, 3].map((from) => byteText(bytesOfBase64(run.slice(from)))));
  return credentialsInText(sideBySide(decoded)).filter(({ value }) => /^[\x20-\x7e\s]+$/u.test(value));
}
