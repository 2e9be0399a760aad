/** A report of four conversations, one of which tries to be more than text. */
import type { Page } from '@playwright/test';
import { openaiChat } from '../../src/dialects/openai-chat/index.ts';
import { readCassette } from '../../src/evidence/cassette/read.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { formatResults } from '../../src/results/jsonl.ts';
import type { ConversationRecord, Results, VerdictRecord } from '../../src/results/results.ts';
import { type BuiltReport, builtReport } from './built-report.ts';
import { conversation, resultsOf, targetRecord, verdict } from './records.ts';

const KIMI = 'cassettes/openrouter/moonshotai/kimi-k2-0905@deepinfra/weather.streaming.yaml';
const DEEPSEEK = 'cassettes/openrouter/deepseek/deepseek-v3.2/weather.streaming.yaml';

export const kimi = conversationOf('openrouter/moonshotai/kimi-k2-0905@deepinfra', KIMI);
const deepseek: ConversationRecord = {
  ...conversationOf('openrouter/deepseek/deepseek-v3.2', DEEPSEEK),
  passed: ['framing/utf-8', 'arguments/object', 'usage/last'],
};
export const lost = { ...conversationOf('openrouter/deepseek/deepseek-v3.2', 'gone.yaml'), sample: 2 };
export const hostile = conversationOf('evil/<img src=x onerror=alert(1)>\u202egnp.exe', 'hostile');

export const idFinding = {
  exchange: 1,
  event: 2,
  path: 'choices[0].delta.tool_calls[0].id',
  message: 'the call has no id',
  found: '"0"',
  expected: 'a non-empty string',
};
export const idVerdict = verdictOf(kimi, 'ids/present', { findings: [idFinding], findingCount: 1 });

const VERDICTS = [
  idVerdict,
  verdictOf(kimi, 'ids/entropy', { level: 'MAY', findings: [idFinding], findingCount: 1 }),
  verdictOf(kimi, 'usage/last', {
    level: 'SHOULD',
    findings: [{ ...idFinding, exchange: 2, event: 3, path: 'choices' }],
    findingCount: 1,
    expectation: {
      reason: 'DeepInfra sends it so',
      link: 'https://example.test/issues/1',
      since: '2025-10-01',
    },
  }),
  verdictOf(kimi, 'ids/echoed', {
    subject: 'client',
    findings: [{ ...idFinding, exchange: 2, event: null, path: 'request.messages[2].tool_calls[0].id' }],
    findingCount: 1,
  }),
  verdictOf(deepseek, 'arguments/json', { subject: 'model', findings: [idFinding], findingCount: 25 }),
  verdictOf(deepseek, 'framing/done', { outcome: 'error', reason: 'the check broke on exchange 1' }),
  verdictOf(deepseek, 'cost/present', { outcome: 'unsupported', reason: 'the target reports no cost' }),
  verdictOf(lost, 'ids/present', { findings: [idFinding], findingCount: 1 }),
  verdictOf(hostile, 'ids/present', {
    findings: [
      {
        ...idFinding,
        event: 3,
        message: '<script>alert(2)</script>\u202e',
        found: '"</code><svg onload=alert(3)>\u001b[31m"',
      },
    ],
    findingCount: 1,
  }),
  verdictOf(hostile, 'errors/shape', { outcome: 'inconclusive', reason: '<b>429</b>\u0007' }),
];
const CONVERSATIONS = [kimi, deepseek, lost, hostile];
const JUDGED = new Set([
  ...VERDICTS.map(({ check }) => check),
  ...CONVERSATIONS.flatMap(({ passed, notApplicable }) => [...passed, ...notApplicable]),
]);

const found = resultsOf(CONVERSATIONS, VERDICTS, {
  id: 'r',
  startedAt: '2025-11-20T12:34:00Z',
  suite: { version: '0.1.0', commit: '9f8a0b7c1d2e3f' },
  targets: {
    [kimi.target]: targetRecord({
      provider: 'openrouter',
      providerName: 'OpenRouter',
      model: 'moonshotai/kimi-k2-0905',
      upstream: 'deepinfra',
      docs: 'https://openrouter.ai/docs',
      unsupported: [{ feature: 'strict-schema', reason: 'no grammar', link: 'https://example.test/' }],
    }),
    'openrouter/unjudged': targetRecord({
      provider: 'openrouter',
      providerName: 'OpenRouter',
      model: 'unjudged',
    }),
  },
  scenarios: { weather: { title: 'Ask for the weather' } },
  checks: Object.fromEntries(
    openaiChat.checks
      .filter(({ id }) => JUDGED.has(id))
      .map(({ id, level, impact, subject, title, authority }) => [
        id,
        { level, impact, subject, title, authority: [...authority] },
      ]),
  ),
});
export const RESULTS: Results = { ...found, end: { ...found.end, aborted: true } };

export function conversationOf(target: string, cassette: string): ConversationRecord {
  return conversation({
    target,
    cassette,
    recordedAt: '2025-09-24T07:20:47Z',
    exchanges: 2,
    model: 'a-model',
    upstreams: ['DeepInfra'],
    ms: 1520,
    usage: { promptTokens: 216, completionTokens: 19, totalTokens: 235 },
    cost: 0.000149,
    passed: ['framing/utf-8', 'arguments/object'],
    notApplicable: ['choice/none'],
  });
}

export function verdictOf(
  { target, scenario, delivery, sample }: ConversationRecord,
  check: string,
  rest: Partial<VerdictRecord>,
): VerdictRecord {
  return verdict({ target, scenario, delivery, sample, check, ...rest });
}

/** A stream in which everything that a provider can write tries to be something other than text. */
function hostileExchanges(): Exchange[] {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const words = Array.from({ length: 40 }, (_, at) => ({ content: `word${at} ` }));
  const deltas = [
    { role: 'assistant', content: '<script>alert(4)</script>\u202e\u001b[31m' },
    { content: 'x'.repeat(1_000_000) },
    {
      tool_calls: [
        { index: 0, id: '"><svg onload=alert(5)>', function: { name: '</pre>', arguments: '{"a":1}' } },
      ],
    },
    ...words,
    { content: 'the end' },
  ];
  const chunks = deltas.map((delta) => {
    const chunk = { id: '</code>', model: '<i>m</i>\u2066', choices: [{ index: 0, delta }] };
    return `: <b>comment</b>\n\ndata: ${JSON.stringify(chunk)}\n\n`;
  });
  const request = {
    method: '<i>POST</i>',
    url: 'https://x.test/"><script>alert(6)</script>',
    headers: [['X-<b>', ['\u202evalue']]] as const,
    body: bytes(
      '{"stream":true,"messages":[{"role":"user","content":"</section><script>alert(7)</script>"}]}',
    ),
  };
  const response = { status: 200, headers: [], body: bytes(chunks.join('')), provenComplete: true };
  return [
    { request, response },
    { request, response: null, failure: '<b>ETIMEDOUT</b>' },
  ];
}

export function buildSmallReport(): Promise<BuiltReport> {
  return builtReport(
    {
      results: RESULTS,
      evidence: (cassette) => {
        if (cassette === 'hostile') return hostileExchanges();
        if (cassette === 'gone.yaml') return { problem: 'gone.yaml: does not exist' };
        return readCassette(cassette).interactions.map(({ exchange }) => exchange);
      },
      links: { playwright: 'playwright/index.html', allure: 'https://example.test/allure/' },
    },
    { 'results.jsonl': formatResults(RESULTS), 'playwright/index.html': '' },
  );
}

export function overflowOf(page: Page): Promise<unknown> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth');
}
