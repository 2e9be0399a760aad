/**
 * Renders a recorded request as a curl command to paste. The command has no credential, because recordings have none.
 */
import { dialectOf } from '../dialects/catalogue.ts';
import type { HttpRequest } from '../evidence/exchange.ts';
import type { TargetRecord } from '../results/results.ts';
import { shellWord } from '../text/shell-word.ts';

/** Placeholder for the key. The command refers to the environment variable instead. */
const PLACE_OF_KEY = 'PLACE-OF-KEY';

/** Headers that curl sends itself, that belong to the recorder's client or connection, or that carry a credential. */
const LEFT_OUT =
  /^(?:host|connection|content-length|accept|accept-encoding|accept-language|user-agent|transfer-encoding|sec-.*|x-stainless-.*|authorization|api-key|x-api-key|x-goog-api-key)$/iu;

/** @returns null if the body is binary, because a command line cannot hold it */
export function curlOf(
  { method, url, headers, body }: HttpRequest,
  { dialect, keyEnv }: Pick<TargetRecord, 'dialect' | 'keyEnv'>,
): string | null {
  const text = textOf(body);
  if (text === null) return null;
  const own = dialectOf(dialect).headers(keyEnv === undefined ? null : PLACE_OF_KEY);
  const recorded = headers
    .filter(([name]) => !LEFT_OUT.test(name))
    .map(([name, values]) => [name, values.join(', ')] as const);
  const names = new Set(recorded.map(([name]) => name.toLowerCase()));
  const fields = [...recorded, ...Object.entries(own).filter(([name]) => !names.has(name.toLowerCase()))];
  return [
    `curl --no-buffer --include --request ${shellWord(method)} ${shellWord(url)}`,
    ...fields.map(([name, value]) => `  --header ${headerWord(`${name}: ${value}`, keyEnv)}`),
    ...(text === '' ? [] : [`  --data-raw ${shellWord(text)}`]),
  ].join(' \\\n');
}

/** Puts the variable into double quotes, so that the shell expands it. All other text is quoted literally. */
function headerWord(header: string, keyEnv: string | undefined): string {
  const [before = '', after] = header.split(PLACE_OF_KEY);
  return after === undefined
    ? shellWord(header)
    : `${shellWord(before)}"$${keyEnv}"${after === '' ? '' : shellWord(after)}`;
}

function textOf(body: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
