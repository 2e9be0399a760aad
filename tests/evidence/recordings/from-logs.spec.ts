/** Runs the scripts of docs/recordings.md unchanged, on logs in the documented format of each source. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Exchange } from '../../../src/evidence/exchange.ts';
import { chunksOf, readStream } from '../../../src/evidence/frames/event-stream.ts';
import { read, textOf } from '../../support/recording-samples.ts';
import { outcomesOf, RECORDED, recordedWith, testSameVerdicts } from '../../support/recording-verdicts.ts';
import { expect, test } from '../../support/test.ts';
import { answerIn, askedIn } from '../../support/traced-messages.ts';

const GUIDE = readFileSync('docs/recordings.md', 'utf8');

/** Returns the output of the script below the heading for the log. */
function turned(heading: string, log: string): string {
  const [, code = ''] = new RegExp(`### ${heading}\n[^]*?\`\`\`js\n([^]*?)\`\`\``, 'u').exec(GUIDE) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'from-'));
  try {
    writeFileSync(join(folder, 'from.mjs'), code);
    writeFileSync(join(folder, 'log'), log);
    return execFileSync(process.execPath, [join(folder, 'from.mjs'), join(folder, 'log')], {
      encoding: 'utf8',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lists later exchanges first, as exports do. */
function listed(
  exchanges: readonly Exchange[],
  write: (exchange: Exchange, time: string) => object,
): object[] {
  return exchanges.map((exchange, at) => write(exchange, `2026-03-0${at + 1} 09:20:46.847371`)).reverse();
}

const lines = (logs: readonly object[]) => `${logs.map((log) => JSON.stringify(log)).join('\n')}\n`;

/** Returns what LiteLLM makes of any answer. */
function modelResponse(exchange: Exchange): object {
  const message = { ...answerIn(exchange), function_call: null, provider_specific_fields: null };
  return {
    id: 'chatcmpl-2299b6a2-82a3-465a-b47c-04e685a2227f',
    created: 1742855151,
    model: 'reference',
    object: 'chat.completion',
    system_fingerprint: null,
    choices: [{ finish_reason: 'stop', index: 0, message }],
    usage: { completion_tokens: 20, prompt_tokens: 10, total_tokens: 30 },
  };
}

function standardPayload(exchange: Exchange, startTime: string): object {
  const { model, messages, ...rest } = askedIn(exchange);
  return {
    id: 'chatcmpl-2299b6a2-82a3-465a-b47c-04e685a2227f',
    trace_id: null,
    call_type: 'acompletion',
    stream: rest.stream ?? null,
    status: 'success',
    custom_llm_provider: 'openai',
    startTime,
    model,
    api_base: 'https://llm.test/v1/',
    messages,
    response: modelResponse(exchange),
    model_parameters: rest,
    hidden_params: { model_id: null, api_base: 'https://llm.test', additional_headers: {} },
    error_str: null,
  };
}

function spendLog(exchange: Exchange, startTime: string): object {
  return {
    request_id: 'chatcmpl-2283081b-dc89-41f6-93e6-d4f914774027',
    call_type: 'acompletion',
    startTime,
    model: 'reference',
    metadata: '{"applied_guardrails": []}',
    api_base: '',
    custom_llm_provider: 'openai',
    messages: '{}',
    response: JSON.stringify(modelResponse(exchange)),
    proxy_server_request: JSON.stringify(askedIn(exchange)),
    status: 'success',
  };
}

const REFUSED = {
  ...standardPayload(RECORDED['weather.buffered']?.[0] ?? never(), '2026-03-09'),
  status: 'failure',
  response: {},
};

testSameVerdicts(
  'LiteLLM, standard payloads',
  (exchanges) => turned('From LiteLLM', lines([REFUSED, ...listed(exchanges, standardPayload)])),
  'part',
);
testSameVerdicts(
  'LiteLLM, spend logs',
  (exchanges) => turned('From LiteLLM', JSON.stringify(listed(exchanges, spendLog))),
  'part',
);

/** Same as in the API. The export to blob storage has other names, and JSON as text. */
function observation(exchange: Exchange, startTime: string): object {
  const { model, messages, tools } = askedIn(exchange);
  const { role, content = null, tool_calls } = answerIn(exchange);
  const output = { role, ...(tool_calls === undefined ? {} : { tool_calls }), content };
  const modelParameters = { temperature: 1, max_tokens: 'Infinity', top_p: 1 };
  return {
    id: 'a',
    traceId: 't',
    type: 'GENERATION',
    startTime,
    model,
    modelParameters,
    input: { tools, messages },
    output,
  };
}

function exported(exchange: Exchange, start_time: string): object {
  const { input, output } = Object.fromEntries(Object.entries(observation(exchange, start_time)));
  const row = { id: 'a', trace_id: 't', type: 'GENERATION', start_time, provided_model_name: 'reference' };
  return { ...row, input: JSON.stringify(input), output: JSON.stringify(output) };
}

const SPAN = { id: 'b', type: 'SPAN', startTime: '2026-03-01', input: { a: 1 }, output: 'x' };
testSameVerdicts(
  'Langfuse, its API',
  (exchanges) => turned('From Langfuse', JSON.stringify([SPAN, ...listed(exchanges, observation)])),
  'part',
);
testSameVerdicts(
  'Langfuse, its export',
  (exchanges) => turned('From Langfuse', lines(listed(exchanges, exported))),
  'part',
);

test('Langfuse: calls without ids are left out, and a text is an answer', () => {
  const [first] = RECORDED['weather.buffered'] ?? [];
  const streamed = (output: unknown) => ({ ...observation(first ?? never(), '2026-03-01'), output });
  const bare = { role: 'assistant', tool_calls: [{ function: { name: 'weather', arguments: '{}' } }] };
  const recording = read(turned('From Langfuse', lines([streamed(bare), streamed('It is 21 °C.')]))) ?? [];
  expect(
    recording.map(({ exchange }) => JSON.parse(textOf(exchange.response?.body)).choices[0].message),
  ).toEqual([{ role: 'assistant', content: 'It is 21 °C.' }]);
});

function heliconeLog(exchange: Exchange, request_created_at: string): object {
  const body = textOf(exchange.response?.body);
  const events = () => chunksOf(readStream(Buffer.from(body)).events).map(({ json }) => json);
  return {
    request_id: 'r',
    request_created_at,
    request_path: '/v1/chat/completions',
    request_body: askedIn(exchange),
    response_id: 'a',
    response_status: exchange.response?.status,
    response_body: body.startsWith('{')
      ? JSON.parse(body)
      : { choices: [{ delta: {} }], streamed_data: [...events(), {}] },
    provider: 'OPENAI',
    target_url: exchange.request.url,
    signed_body_url: 'https://s3.test/r',
  };
}

testSameVerdicts(
  'Helicone',
  (exchanges) => turned('From Helicone', lines(listed(exchanges, heliconeLog))),
  'part',
);
testSameVerdicts(
  'Helicone, Messages',
  (exchanges) => turned('From Helicone', JSON.stringify(listed(exchanges, heliconeLog))),
  'part',
  recordedWith('reference+anthropic-messages'),
);

test('Helicone: a stream without its events is left out', () => {
  const [first] = RECORDED['weather.streaming'] ?? [];
  const log = { ...heliconeLog(first ?? never(), '2026-03-01'), response_body: { choices: [{ delta: {} }] } };
  expect(turned('From Helicone', lines([log]))).toBe('');
});

test('what was offered is known: arguments are judged by their schema', () => {
  const [exchanges = []] = [RECORDED['weather.buffered']];
  const logs = {
    'From LiteLLM': lines(listed(exchanges, standardPayload)),
    'From Langfuse': lines(listed(exchanges, observation)),
    'From Helicone': lines(listed(exchanges, heliconeLog)),
  };
  const judged = Object.entries(logs).map(([heading, log]) => outcomesOf(read(turned(heading, log)) ?? []));
  expect(judged.map((all) => all.map((one) => one.get('arguments/schema')))).toEqual([
    ['pass'],
    ['pass'],
    ['pass'],
  ]);
});

function never(): never {
  throw new Error('the cassettes have exchanges');
}
