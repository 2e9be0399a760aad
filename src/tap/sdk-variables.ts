/** The environment variables in which the common SDKs look for a base URL. */
import { SuiteError } from '../system/failure.ts';
import { suggest } from '../text/nearest-name.ts';
import { type Upstream, upstreamFor } from './upstreams.ts';

interface SdkVariable {
  readonly name: string;
  readonly dialects: readonly string[];
  /** True if the SDK adds the version to its paths, so the base URL must not contain it. */
  readonly addsVersion: boolean;
}

const SDK_VARIABLES: readonly SdkVariable[] = [
  // openai for Node and Python, @ai-sdk/openai.
  { name: 'OPENAI_BASE_URL', dialects: ['openai-chat', 'openai-responses'], addsVersion: false },
  // LangChain for Python, LiteLLM.
  { name: 'OPENAI_API_BASE', dialects: ['openai-chat', 'openai-responses'], addsVersion: false },
  // @anthropic-ai/sdk and anthropic for Python.
  { name: 'ANTHROPIC_BASE_URL', dialects: ['anthropic-messages'], addsVersion: true },
  // @google/genai and google-genai for Python.
  { name: 'GOOGLE_GEMINI_BASE_URL', dialects: ['gemini'], addsVersion: true },
];

const VERSION = /\/v\d+(?:(?:alpha|beta)\d*)?$/u;
const HERE = '127.0.0.1,localhost';

/**
 * The environment variables that point clients to a tap.
 *
 * @param origin the origin of the tap
 * @param further more variables to set: `NAME` gets the base URL of the first upstream, `NAME=upstream` another one
 * @param env may name a proxy; the result then excludes this machine from it
 * @throws {SuiteError} when one of `further` names an unknown upstream
 */
export function baseUrlVariables(
  origin: string,
  upstreams: readonly Upstream[],
  further: readonly string[],
  env: NodeJS.ProcessEnv,
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { name, dialects, addsVersion } of SDK_VARIABLES) {
    const upstream = upstreamFor(upstreams, dialects);
    if (upstream === undefined) continue;
    const { basePath } = upstream;
    variables[name] = `${origin}${addsVersion ? basePath.replace(VERSION, '') : basePath}`;
  }
  for (const text of further) {
    const [variable = '', upstream] = text.split('=');
    variables[variable] = `${origin}${upstreamNamed(upstreams, upstream, text).basePath}`;
  }
  for (const name of ['NO_PROXY', 'no_proxy']) {
    const direct = env[name] ?? '';
    if (Object.keys(env).some((one) => /^https?_proxy$/iu.test(one))) {
      variables[name] = direct === '' ? HERE : `${direct},${HERE}`;
    }
  }
  return variables;
}

function upstreamNamed(upstreams: readonly Upstream[], name: string | undefined, text: string): Upstream {
  const found = name === undefined ? upstreams[0] : upstreams.find((one) => one.name === name);
  if (found !== undefined) return found;
  const known = upstreams.flatMap((one) => one.name ?? []);
  throw new SuiteError(`--env ${text}: no upstream is called ${name}; ${suggest(name ?? '', known)}`);
}
