/** The made-up dialect as served by the reference provider. */
import { type Answer, type Envelope, words } from '../../../../src/answers/answer.ts';
import { type AskedMessage, joinedAnswers, problemOf } from '../../../../src/answers/asked-request.ts';
import { invalidRequest } from '../../../../src/answers/refusal.ts';
import { jsonResponse, refusedWith, streamResponse } from '../../../../src/answers/response.ts';
import type { Draft, ScriptedEvent } from '../../../../src/answers/script.ts';
import type { Service } from '../../../../src/answers/service.ts';
import { isObject, type Json } from '../../../../src/text/json.ts';
import { entriesOf } from './index.ts';

export const service: Service = {
  basePaths: { plain: '/parrot' },
  routeOf: ({ path }) => (path.startsWith('/parrot/talk/') ? { extension: null, endpoint: 'answer' } : null),
  keyOf: ({ headers }) => headers['x-parrot-key'] ?? null,
  ids: {
    answer: (letters) => letters(12),
    call: (letters) => letters(16),
    signature: (letters) => letters(24),
  },
  renderer: { streamed, buffered },
  readRequest({ json, path, query }, offer) {
    if (!Array.isArray(json['lines'])) return invalidRequest('There is no list of lines.', 'lines');
    const lines: readonly Json[] = json['lines'];
    const tools: readonly Json[] = Array.isArray(json['tools']) ? json['tools'] : [];
    const system = { role: 'system', calls: [], answers: null, path: 'system' } as const;
    const request = {
      json,
      model: path.split('/').at(-1) ?? '',
      messages: [
        { ...system, text: String(json['system']) },
        ...joinedAnswers(lines.flatMap(entriesOf).map(messageOf)),
      ],
      tools: tools.filter(isObject).map(({ name, parameters }) => ({
        name: String(name),
        parameters,
        strict: false,
      })),
      toolChoice: { kind: 'auto' },
      parallelCalls: true,
      streaming: query === 'stream=yes',
      maxTokens: Number(json['limit']),
      choices: 1,
      reasoning: json['thinks'] === true,
      onlyUpstreams: null,
      prompt: [json['system'], lines, tools],
    } as const;
    const orphan = ({ path: param }: AskedMessage) => ({ message: 'What was that about?', param });
    const problem = problemOf(request, offer, {
      modelPath: 'path',
      choicePath: 'choice',
      historyPath: 'lines',
      orphan,
      unanswered: (ids) => `Nobody answered ${ids.join(', ')}.`,
    });
    return problem ?? request;
  },
  render: ({ envelope, answers: [answer] }, { streaming }) =>
    streaming
      ? streamResponse(streamed(envelope, answer), envelope)
      : jsonResponse(buffered(envelope, answer), envelope),
  refusal: (refusal) => refusedWith(refusal, { squawk: refusal.message }),
  models: () => jsonResponse({ parrots: 1 }, null),
  openingOf: ({ system, lines }) => ({
    system,
    prompt: Array.isArray(lines) ? lines.flatMap(entriesOf)[0]?.text : undefined,
  }),
  messagesOf: ({ lines }) => (Array.isArray(lines) ? lines : null),
  withMessages: (json, lines) => ({ ...json, lines }),
};

function messageOf(entry: ReturnType<typeof entriesOf>[number]): AskedMessage {
  const { role, text, calls, answers, path, json } = entry;
  const call = isObject(json) && isObject(json['call']) ? json['call'] : null;
  return {
    ...(call === null ? {} : { signed: call['feather'] !== undefined }),
    role: answers !== undefined ? 'tool' : role === 'assistant' ? 'assistant' : 'user',
    text,
    calls: calls.map(({ id, name }) => ({ id: String(id), name: String(name) })),
    // A result without a key answers no call.
    answers: answers === undefined ? null : (answers ?? ''),
    path,
  };
}

const WHY: Readonly<Record<string, string>> = { stop: 'done', tool_calls: 'calls', length: 'limit' };

function streamed(envelope: Envelope, answer: Answer): ScriptedEvent[] {
  const said = words(answer.text).map((say) => ({ say }));
  return [
    ...[...said, ...callsOf(answer)].map((data) => ({ lines: ['event: part'], data })),
    { lines: ['event: end'], data: endOf(envelope, answer) },
  ];
}

function buffered(envelope: Envelope, answer: Answer): Draft {
  const said = answer.text === undefined ? [] : [{ say: answer.text }];
  return { parts: [...said, ...callsOf(answer)], ...endOf(envelope, answer) };
}

function callsOf({ calls = [], signature: feather }: Answer): Draft[] {
  return calls.map(({ id, name, arguments: text }) => ({
    call: {
      key: id,
      name,
      ...(feather === undefined ? {} : { feather: typeof feather === 'string' ? feather : null }),
      args: JSON.parse(text),
    },
  }));
}

function endOf({ id, model }: Envelope, { finish }: Answer): Draft {
  return { key: id, model, why: WHY[finish] ?? finish };
}
