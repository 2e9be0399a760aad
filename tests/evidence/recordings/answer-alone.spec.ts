import { judgeRecording } from '../../../src/audit/judge-recording.ts';
import { isAnswer } from '../../../src/audit/traffic.ts';
import { isAwsEventStream, readAwsEventStream } from '../../../src/evidence/frames/aws-event-stream.ts';
import { chunksOf, readStream } from '../../../src/evidence/frames/event-stream.ts';
import { readRecording } from '../../../src/evidence/recordings/read-recording.ts';
import { bytesOf, read, testDamage, textOf } from '../../support/recording-samples.ts';
import {
  namesOf,
  outcomesOf,
  RECORDED,
  recordedWith,
  testSameVerdicts,
} from '../../support/recording-verdicts.ts';
import { expect, test } from '../../support/test.ts';

function answersOf(name: string): string[] {
  return (RECORDED[name] ?? []).map(({ response }) => textOf(response?.body));
}

// Chat Completions is missing: the reference provider's answers look like OpenRouter's, which only the host identifies.
for (const dialect of ['anthropic-messages', 'gemini', 'openai-responses', 'bedrock-converse', 'ollama']) {
  testSameVerdicts(
    `the bodies alone, ${dialect}`,
    (exchanges) => exchanges.map(({ response }) => response?.body ?? new Uint8Array()),
    'answers',
    recordedWith(`reference+${dialect}`),
  );
}

const [STREAMED = ''] = answersOf('weather.streaming');
const [BUFFERED = ''] = answersOf('weather.buffered');
const CHUNKS = chunksOf(readStream(bytesOf(STREAMED)).events).map(({ json }) => json);
const FORMS: Readonly<Record<string, string>> = {
  'a body': BUFFERED,
  'an indented body': JSON.stringify(JSON.parse(BUFFERED), null, 2),
  'an event stream': STREAMED,
  'a list of chunks': JSON.stringify(CHUNKS),
  'a chunk on each line': CHUNKS.map((chunk) => JSON.stringify(chunk)).join('\n'),
};
const NO_ANSWERS: Readonly<Record<string, string>> = {
  nothing: '',
  'other JSON': '{"name":"x"}',
  'half a body': BUFFERED.slice(0, -9),
  'lines of which one is none': `${JSON.stringify(CHUNKS[0])}\n{`,
  'an event stream of something else': 'data: {"name":"x"}\n\n',
  prose: ': a list',
};

for (const [name, file] of Object.entries(FORMS)) {
  test(`${name} is an answer alone: the model is its own, and its request is unknown`, () => {
    const recording = readRecording(bytesOf(file), 'x', isAnswer) ?? [];
    const { conversations, skipped } = judgeRecording(recording, 'x', namesOf('a'));
    expect(recording.map(({ fidelity, requestUnknown }) => ({ fidelity, requestUnknown }))).toEqual([
      { fidelity: 'values', requestUnknown: true },
    ]);
    expect(conversations.map(({ target }) => target.id)).toEqual(['(no host)/reference']);
    expect(skipped).toEqual([]);
  });
}

test('the events of Converse, as the SDKs of AWS hand them over, are judged as their frames', () => {
  const [first] = recordedWith('reference+bedrock-converse')['concurrent.streaming'] ?? [];
  const frames = first?.response?.body ?? new Uint8Array();
  const events = readAwsEventStream(frames).events.map(({ sse, json }) => ({ [String(sse.name)]: json }));
  const [due, ...listed] = [
    frames,
    JSON.stringify(events),
    events.map((each) => JSON.stringify(each)).join('\n'),
  ]
    .map((file) => readRecording(bytesOf(file), 'x', isAnswer) ?? [])
    .map((recording) => outcomesOf(recording));
  expect(due?.map((outcomes) => [...outcomes.values()].includes('pass'))).toEqual([true]);
  expect(listed).toEqual([due, due]);
});

test('what an SDK for Python prints of an answer says nothing of how names were written', () => {
  const printed = {
    candidates: [
      {
        content: {
          role: 'model',
          parts: [{ function_call: { id: null, args: {}, name: 'time' }, text: null }],
        },
        finish_reason: 'STOP',
        index: 0,
      },
    ],
    usage_metadata: { prompt_token_count: 48, candidates_token_count: 14, total_token_count: 62 },
    model_version: 'gemini-2.5-flash',
    response_id: 'k7Q3maOi4Nd2',
    parsed: null,
  };
  const recording = readRecording(bytesOf(JSON.stringify(printed)), 'x', isAnswer) ?? [];
  const failed = outcomesOf(recording).flatMap((outcomes) =>
    [...outcomes].flatMap(([check, outcome]) => (outcome === 'fail' ? [check] : [])),
  );
  // It is an observation, not a fault.
  expect(failed).toEqual(['shape/unknown-fields']);
});

test('an exception among the events of Converse is one', () => {
  const events = [
    { messageStart: { role: 'assistant' } },
    { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'It is' } } },
    { throttlingException: { message: 'Too many requests.' } },
  ];
  const [outcomes] = outcomesOf(readRecording(bytesOf(JSON.stringify(events)), 'x', isAnswer) ?? []);
  expect(
    ['errors/none-midstream', 'errors/midstream', 'finish/present'].map((id) => outcomes?.get(id)),
  ).toEqual(['fail', 'pass', 'inconclusive']);
});

test('the lines of Ollama are judged as lines, in a list as well', () => {
  const [first] = recordedWith('reference+ollama')['concurrent.streaming'] ?? [];
  const lines = textOf(first?.response?.body).trimEnd().split('\n');
  const outcomes = [lines.join('\n'), `[${lines.join()}]`].map((file) =>
    outcomesOf(readRecording(bytesOf(file), 'x', isAnswer) ?? []).map((each) => each.get('arguments/object')),
  );
  expect(outcomes).toEqual([['pass'], ['pass']]);
});

testDamage(Object.values(FORMS), isAnswer);

for (const [name, file] of Object.entries(NO_ANSWERS)) {
  test(`${name}: no answer`, () => {
    expect(readRecording(bytesOf(file), 'x', isAnswer)).toBeNull();
  });
}

test('without a dialect that knows it, no file is an answer', () => {
  expect(read(BUFFERED)).toBeNull();
});

test('an error is the only event of a list: it is no frame of Bedrock', () => {
  const file = JSON.stringify([{ error: { code: 503, message: 'Overloaded.', status: 'UNAVAILABLE' } }]);
  const [recorded] = readRecording(bytesOf(file), 'x', () => true) ?? [];
  const body = recorded?.exchange.response?.body ?? new Uint8Array();
  expect(textOf(body)).toContain('error');
  expect(isAwsEventStream(body)).toBe(false);
});
