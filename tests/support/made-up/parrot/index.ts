/**
 * A made-up dialect that differs from Chat Completions as much as possible. The model and the delivery are in the URL,
 * the system prompt is separate, all results are in one message, arguments are an object, and a stream has no end mark.
 */

import { reference } from '../../../../src/checks/authorities.ts';
import { ids } from '../../../../src/checks/ids.ts';
import { checksOf, type RulesInDialect } from '../../../../src/checks/in-dialect.ts';
import { roundtrip } from '../../../../src/checks/roundtrip.ts';
import type { Dialect } from '../../../../src/dialects/dialect.ts';
import type { RequestSettings } from '../../../../src/drive/codec.ts';
import type { Exchange, HttpRequest } from '../../../../src/evidence/exchange.ts';
import { type Chunk, chunksOf, readStream } from '../../../../src/evidence/frames/event-stream.ts';
import type { Terms } from '../../../../src/judge/check.ts';
import { pairById } from '../../../../src/reading/pairing.ts';
import { listOf, textOrNull } from '../../../../src/reading/presence.ts';
import type { HistoryMessage, RequestReading, ToolCall, Turn } from '../../../../src/reading/reading.ts';
import { readBody } from '../../../../src/reading/request-body.ts';
import { standingOf } from '../../../../src/reading/standing.ts';
import type { StreamedReading } from '../../../../src/reading/stream.ts';
import type { Scenario, ScenarioMessage } from '../../../../src/scenarios/scenario.ts';
import { isObject, type Json, type JsonObject } from '../../../../src/text/json.ts';
import { decodeText, parseJson } from '../../../../src/text/wire-text.ts';

const NOT_APPLICABLE = { 'ids/type': 'a call has no type' };
const ALWAYS_WHOLE = 'every request brings its whole history';
const TEXT = 'arguments are an object, and results are text';
const NO_CHOICE = 'nobody tells a parrot what to say';

const terms: Terms = {
  finishField: 'why',
  finishes: ['done', 'calls', 'limit'],
  whole: ['done', 'calls'],
  calling: ['calls'],
  callingForced: [],
  cut: ['limit'],
  id: 'id',
  arguments: 'args',
  text: 'speech',
  forbidding: 'silence',
  forcing: 'a nudge',
  counts: { prompt: 'heard', completion: 'said', cached: 'remembered', reasoning: 'thought' },
  markup: [],
  proofs: [],
  result: 'result part',
};

const manual = reference('Parrot manual', 'https://parrot.test/keys');

const rules: RulesInDialect<StreamedReading> = {
  'ids/present': { title: 'Every call has a key', authority: [manual('Each call that is made has a key.')] },
  'ids/unique-in-conversation': {
    title: 'No key is given again later',
    departs: { level: 'MAY', because: 'a parrot repeats itself' },
  },
  'ids/echoed': { authority: [manual('A result part has the key of its call.')] },
  'ids/echo-accepted': { authority: [manual('A result part has the key of its call.')] },
  'roundtrip/continues': { authority: [manual('Given the results, the parrot goes on.')] },
  'roundtrip/result-used': {
    departs: { subject: 'provider', because: 'a parrot has no model' },
    authority: [manual('Given the results, the parrot goes on.')],
  },
  'roundtrip/dropped-signature': { authority: [manual('A call comes with the feather of its thought.')] },
};

export const parrot: Dialect<StreamedReading> = {
  id: 'parrot',
  name: 'Parrot',
  terms,
  address: ({ model, delivery }) => `/talk/${model}${delivery === 'streaming' ? '?stream=yes' : ''}`,
  headers: (key) => (key === null ? {} : { 'X-Parrot-Key': key }),
  checks: checksOf({ terms, notApplicable: NOT_APPLICABLE }, [rules], { ...ids, ...roundtrip }),
  historyEdits: [],
  notApplicable: NOT_APPLICABLE,
  carries: () => ({ settings: {}, headers: [], lacks: {}, leavesOut: {} }),
  lacks: {
    'stored-history': ALWAYS_WHOLE,
    'allowed-tools': NO_CHOICE,
    'parallel-tool-calls-off': NO_CHOICE,
    'programmatic-calls': TEXT,
    'web-search': TEXT,
    'code-execution': TEXT,
    'tool-search': TEXT,
    'custom-tools': TEXT,
    'image-results': TEXT,
    'file-results': TEXT,
  },
  recognise: ({ path }) =>
    path.includes('/talk/')
      ? { kind: 'Parrot', judged: { extensions: [], modelInUrl: path.split('/').at(-1) ?? null } }
      : null,
  service: async () => (await import('./service.ts')).service,
  proof: async () => (await import('./proof.ts')).proof,
  read,
  openingMessages: ({ prompts: [prompt], history = [] }) => [
    human([{ say: prompt }]),
    ...history.map(historyLine),
  ],
  answerMessages: ({ turn: { choices, calls } }) => [
    {
      by: 'parrot',
      parts: [
        ...choices.filter(({ text }) => text !== '').map(({ text }) => ({ say: text })),
        ...calls.map(({ id, name, type, json }) => ({
          call: {
            ...(id === null ? {} : { key: id.value }),
            ...(type === null ? {} : { feather: type.value }),
            name: name?.value,
            args: json,
          },
        })),
      ],
    },
  ],
  resultMessages: (results) => [
    human(
      results.map(({ call: { id }, text }) => ({
        result: { ...(id === null ? {} : { key: id.value }), text },
      })),
    ),
  ],
  promptMessage: (prompt) => human([{ say: prompt }]),
  body: (
    { system, tools, maxTokens, reasoning, dropsSignatures, defect }: Scenario,
    lines: readonly Json[],
    { extraBody }: RequestSettings,
  ) => ({
    system,
    lines: defect === 'malformed' ? 'squawk' : dropsSignatures === true ? lines.map(plucked) : lines,
    thinks: reasoning === true,
    tools: tools.map(({ name, parameters }) => ({ name, parameters })),
    limit: maxTokens,
    ...extraBody,
  }),
};

/** Removes the feathers, which prove a call's thought. */
function plucked(line: Json): Json {
  return JSON.parse(JSON.stringify(line, (name, value: Json) => (name === 'feather' ? undefined : value)));
}

function historyLine(message: ScenarioMessage): Json {
  switch (message.role) {
    case 'user':
      return human([{ say: message.text }]);
    case 'assistant': {
      const said = message.text === undefined ? [] : [{ say: message.text }];
      const calls = (message.calls ?? []).map(({ id, name, arguments: text }) => ({
        call: { key: id, name, args: parseJson(text) },
      }));
      return { by: 'parrot', parts: [...said, ...calls] };
    }
    case 'tool': {
      const { answers, text } = message;
      return human([{ result: { ...(answers === null ? {} : { key: answers }), text } }]);
    }
  }
}

function human(parts: readonly JsonObject[]): Json {
  return { by: 'human', parts };
}

function read(exchange: Exchange, number: number): StreamedReading {
  const request = readRequest(exchange.request);
  const standing = standingOf(exchange);
  const bytes = exchange.response?.body ?? new Uint8Array();
  const streamed = standing.kind === 'answered' && request.streaming;
  const { stream, events } = readStream(streamed ? bytes : new Uint8Array());
  const text = decodeText(bytes);
  const body = streamed ? undefined : parseJson(text);
  const buffered = standing.kind === 'answered' && isObject(body) ? [{ event: null, json: body }] : [];
  const turn = turnOf(streamed ? chunksOf(events) : buffered);
  const finish = turn.choices[0]?.finishes[0]?.value;
  return {
    number,
    exchange,
    request,
    standing,
    delivery: streamed ? 'streaming' : 'buffered',
    unreadable: null,
    torn: false,
    text,
    stream: streamed ? stream : null,
    events,
    others: events.filter(({ json }) => !isObject(json)),
    lastEvent: events.at(-1)?.sse.number ?? null,
    body,
    error: standing.kind === 'refused' && isObject(body) ? { json: body, path: '' } : null,
    turn,
    truncated: finish === undefined,
    cutOff: finish === undefined || finish === 'limit',
    audio: false,
  };
}

function readRequest(sent: HttpRequest): RequestReading {
  const { json, body } = readBody(sent);
  const url = new URL(sent.url);
  const history = listOf(body['lines']).flatMap(entriesOf);
  return {
    json,
    model: url.pathname.split('/').at(-1) ?? null,
    streaming: url.searchParams.has('stream'),
    choices: 1,
    tools: listOf(body['tools']).flatMap((tool) =>
      isObject(tool) && typeof tool['name'] === 'string'
        ? [{ name: tool['name'], parameters: tool['parameters'], strict: false }]
        : [],
    ),
    serverTools: false,
    unlistedTools: false,
    looseArguments: false,
    toolChoice: null,
    parallelCalls: null,
    maxTokens: typeof body['limit'] === 'number' ? body['limit'] : null,
    stopStrings: false,
    usagePromised: false,
    costPromised: false,
    onlyUpstreams: null,
    audio: false,
    history,
    historyPath: 'lines',
    returnsResults: history.at(-1)?.answers !== undefined,
    continues: null,
    ...pairById(history),
    instructions: undefined,
    promptShape: body['tools'],
  };
}

/** Returns one entry for each part of a line. */
export function entriesOf(line: Json, at: number): HistoryMessage[] {
  const role = isObject(line) && line['by'] === 'parrot' ? 'assistant' : 'user';
  return listOf(isObject(line) ? line['parts'] : undefined).map((part, place) => {
    const path = `lines[${at}].parts[${place}]`;
    const { say, call, result }: JsonObject = isObject(part) ? part : {};
    const called = isObject(call) ? call : null;
    return {
      role,
      text: String((isObject(result) ? result['text'] : say) ?? ''),
      calls:
        called === null
          ? []
          : [
              {
                id: called['key'],
                name: called['name'],
                arguments: called['args'],
                path: `${path}.call`,
                idPath: `${path}.call.key`,
              },
            ],
      answers: isObject(result) ? textOrNull(result['key']) : undefined,
      json: part,
      path,
      answersPath: `${path}.result.key`,
    };
  });
}

/** A stream has one part in each event; a body has all parts. */
function turnOf(chunks: readonly Chunk[]): Turn {
  const parts = chunks.flatMap(({ event, json }) =>
    [json, ...listOf(json['parts'])].flatMap((part, at) =>
      isObject(part) ? [{ event, part, path: at === 0 ? '' : `parts[${at - 1}].` }] : [],
    ),
  );
  const calls = parts.flatMap(({ event, part: { call }, path }): ToolCall[] => {
    if (!isObject(call)) return [];
    const { key, name, args, feather } = call;
    const seen = (value: Json, field: string) =>
      value === undefined || value === '' ? null : { value, event, path: `${path}call.${field}` };
    return [
      {
        choice: 0,
        id: seen(key, 'key'),
        type: seen(feather, 'feather'),
        name: seen(name, 'name'),
        isFunction: true,
        arguments: JSON.stringify(args),
        json: args,
        fragments: [],
        strangeArguments: [],
        event,
        path: `${path}call`,
        idPath: `${path}call.key`,
        namePath: `${path}call.name`,
        argumentsPath: `${path}call.args`,
      },
    ];
  });
  const last = chunks.at(-1);
  const why = last?.json['why'];
  const text = parts.map(({ part }) => (typeof part['say'] === 'string' ? part['say'] : '')).join('');
  const choice = {
    index: 0,
    event: null,
    path: '',
    text,
    textPieces: [],
    hasAnswer: text !== '' || calls.length > 0,
    reasoning: '',
    reasoningPieces: [],
    refusal: '',
    calls,
    otherCalls: [],
    finishPath: 'why',
    finishes: why === undefined ? [] : [{ value: why, event: last?.event ?? null, path: 'why' }],
  };
  return {
    choices: chunks.length === 0 ? [] : [choice],
    calls,
    usages: [],
    strangeUsage: [],
    model: null,
    id: null,
    upstreams: [],
    errors: [],
  };
}
