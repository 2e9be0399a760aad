/** `init`: writes the files that a project needs to be tested, with a comment at each place that needs a decision. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readFound } from '../system/read-given.ts';
import { writeWhole } from '../system/write-file.ts';
import type { Host } from './host.ts';

/**
 * Writes the files that are missing; existing files stay unchanged.
 *
 * @throws {SuiteError} when a file cannot be written
 */
export function initCommand(folder: string, { stdout }: Host): void {
  for (const [name, text] of Object.entries(FILES)) {
    const file = join(folder, name);
    const isThere = existsSync(file);
    if (!isThere) writeWhole(file, text);
    stdout.write(`${isThere ? 'kept:    ' : 'written: '} ${file}\n`);
  }
  const ignore = join(folder, '.gitignore');
  const before = existsSync(ignore) ? readFound(ignore).toString() : '';
  const missing = IGNORED.filter((line) => !before.split(/\r?\n/u).includes(line));
  if (missing.length > 0)
    writeWhole(ignore, `${before === '' ? '' : `${before.trimEnd()}\n`}${missing.join('\n')}\n`);
  stdout.write(`${missing.length === 0 ? 'kept:    ' : 'written: '} ${ignore}\n`);
  stdout.write(NEXT);
}

const IGNORED = ['node_modules/', 'reports/', '.*.tmp'];

const NEXT = `
next:
  npx toolcall-conformance live                                     try the reference provider, which needs no key
  edit providers.config.ts                                          name your own server, and the variable of its key
  npx toolcall-conformance live --plan                              what a run would cost; sends nothing
  npx toolcall-conformance record --target local --scenario weather keep recordings, to be committed
  npx toolcall-conformance replay                                   judge the recordings again, without the network
`;

const CONFIGURATION = `// Who is tested, and which of their models: docs/configuration.md of toolcall-conformance explains every field.
import type { ProvidersInput } from 'toolcall-conformance';

export default {
  providers: [
    {
      // The reference provider, which the suite serves itself. Take it out once your own server is here.
      id: 'local',
      name: 'Reference provider',
      baseUrl: 'http://127.0.0.1:4127/v1',
      builtIn: 'reference',
      dialect: 'openai-chat',
      models: [{ id: 'reference' }],
    },
    {
      id: 'openrouter',
      name: 'OpenRouter',
      // What the path of the wire format is appended to, such as /chat/completions.
      baseUrl: 'https://openrouter.ai/api/v1',
      // openai-chat, openai-responses, anthropic-messages, gemini, bedrock-converse or ollama.
      dialect: 'openai-chat',
      // Only for OpenRouter: the fields that it adds to the format are judged as well.
      extensions: ['openrouter'],
      // The environment variable that holds the key. Where it is not set, the provider is left out.
      keyEnv: 'OPENROUTER_API_KEY',
      limits: { inFlight: 8, requestsPerMinute: 120 },
      models: [
        { id: 'moonshotai/kimi-k2-0905' },
        // One upstream alone, and what it does not offer:
        // {
        //   id: 'moonshotai/kimi-k2-0905',
        //   upstream: 'deepinfra',
        //   unsupported: [{ feature: 'tool-choice-named', reason: 'its documentation says so' }],
        // },
      ],
    },
  ],
} satisfies ProvidersInput;
`;

const EXPECTATIONS = `# Deviations of openrouter/moonshotai/kimi-k2-0905 that are known, explained and accepted for now. The path of
# this file is the id of the target. An entry that no longer holds turns the run red, so that it is taken out.
# "npx toolcall-conformance expectations update" writes entries for the failures of the last run, to be explained.
#
# - check: usage/chunk-choices-empty
#   scenario: weather # only there; leave it out for all scenarios
#   delivery: streaming # only there; leave it out for both
#   reason: the usage chunk carries an empty choice, which our client skips
#   link: https://github.com/OWNER/REPOSITORY/issues/1
#   since: 2026-11-29
[]
`;

const WORKFLOW = `# Judges the committed recordings with every change. It needs no key and no network but for the installation.
name: Tool calling

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read

jobs:
  replay:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: actions/setup-node@249970729cb0ef3589644e2896645e5dc5ba9c38 # v6.5.0
        with:
          node-version: 24
      - run: npm ci
      # MUST failures are red; with --fail-on should, SHOULD failures are as well.
      - run: npx toolcall-conformance replay
      - uses: actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1
        if: \${{ !cancelled() }}
        with:
          name: tool-calling
          path: reports
`;

const FILES: Readonly<Record<string, string>> = {
  'providers.config.ts': CONFIGURATION,
  'specs/expectations/openrouter/moonshotai/kimi-k2-0905.yaml': EXPECTATIONS,
  '.github/workflows/tool-calling.yml': WORKFLOW,
};
