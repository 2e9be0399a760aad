/** What the page of a conversation shows, before it is a page. */

import { openaiChat } from '../../src/dialects/openai-chat/index.ts';
import { type Exchange, HUNG_UP } from '../../src/evidence/exchange.ts';
import { partsOf, pointedJson } from '../../src/report/site/conversation/pretty-json.ts';
import {
  type ExchangeModel,
  exchangeModels,
  findingsOutside,
} from '../../src/report/site/conversation/timeline.ts';
import { arrivalsOf } from '../../src/report/site/conversation/timeline-arrivals.ts';
import { allowanceFor } from '../../src/report/site/conversation/timeline-data.ts';
import type { StreamModel } from '../../src/report/site/conversation/timeline-events.ts';
import type { TimelineRow } from '../../src/report/site/conversation/timeline-rows.ts';
import type { VerdictRecord } from '../../src/results/results.ts';
import { type Piece, piecesOf } from '../../src/text/display.ts';
import {
  AFTER_CALL,
  bytesOf,
  callDelta,
  DONE,
  type EventOf,
  longAnswer,
  PROMPT,
  refused,
  requestOf,
  slowCall,
  streamed,
  streamOf,
  troubledConversation,
} from '../support/conversation-evidence.ts';
import fc from '../support/property.ts';
import { verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

function verdictAt(
  event: number | null,
  path: string,
  rest: Partial<VerdictRecord> & { exchange?: number } = {},
): VerdictRecord {
  const { exchange = 1, ...fields } = rest;
  const finding = { exchange, event, path, message: 'm', found: 'f', expected: 'e' };
  return verdict({ findings: [finding], findingCount: 1, ...fields });
}

function modelsOf(exchanges: readonly Exchange[], own: readonly VerdictRecord[] = []): ExchangeModel[] {
  return exchangeModels(
    exchanges.map((exchange, at) => openaiChat.read(exchange, at + 1)),
    own,
  );
}

function modelOf(exchange: Exchange, own: readonly VerdictRecord[] = []): ExchangeModel {
  const [model] = modelsOf([exchange], own);
  if (model === undefined) throw new Error('one exchange gave no model');
  return model;
}

function streamModelOf(exchange: Exchange, own: readonly VerdictRecord[] = []): StreamModel {
  const { answer } = modelOf(exchange, own);
  if (answer.kind !== 'stream') throw new Error('the answer is no stream');
  return answer;
}

function rowsOf(events: readonly EventOf[], own: readonly VerdictRecord[] = []): string[] {
  return streamModelOf(streamed(streamOf(...events)), own).rows.map(rowText);
}

function rowText(row: TimelineRow): string {
  switch (row.kind) {
    case 'comments':
      return row.texts.map((each) => `: ${each.text} x${each.count}`).join();
    case 'run':
      return `${row.events.map(({ number }) => number).join(' ')} folded "${row.said}"`;
    case 'left-out':
      return `${row.first} to ${row.last} left out${row.comments > 0 ? ` with ${row.comments} comments` : ''}`;
    case 'event': {
      const { number, marks, adds, findings } = row.event;
      const added = adds.map((each) => `${each.kind}(${each.text})`);
      return `${[number, ...marks.map((mark) => `[${mark}]`), ...added].join(' ')}${'!'.repeat(findings.length)}`;
    }
  }
}

function shownText(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => {
      if (piece.kind === 'omitted') return `…${piece.count}`;
      const text = piece.kind === 'text' ? piece.text : piece.code;
      return piece.marked ? `«${text}»` : text;
    })
    .join('');
}

const words = ['a', 'b', 'c', 'd', 'e', 'f'].map((content) => ({ content }));

const timelines: readonly (readonly [name: string, rows: readonly string[], wanted: readonly string[]])[] = [
  [
    'pieces of text in a row are folded',
    rowsOf([{ role: 'assistant' }, ...words, DONE]),
    ['1', '2 3 4 5 6 7 folded "abcdef"', '8 [end mark]'],
  ],
  [
    'three pieces are not worth it',
    rowsOf([{ role: 'assistant' }, ...words.slice(0, 3), DONE]),
    ['1', '2 [first content] text(a)', '3 text(b)', '4 text(c)', '5 [end mark]'],
  ],
  [
    'an event with a finding is never folded, nor is one that a call starts in',
    rowsOf(
      [{ role: 'assistant' }, ...words.slice(0, 5), callDelta('{', { id: 'x', name: 'n' }), ...words],
      [verdictAt(4, 'id')],
    ),
    [
      '1',
      '2 [first content] text(a)',
      '3 text(b)',
      '4 text(c)!',
      '5 text(d)',
      '6 text(e)',
      '7 [first call] call(n · id x) arguments({)',
      '8 9 10 11 12 folded "abcde"',
      '13 text(f)',
    ],
  ],
  [
    'comments stand where they came, counted',
    rowsOf([': wait', ': wait', { content: 'a' }, ': bye']),
    [': wait x2', '1 [first content] text(a)', ': bye x1'],
  ],
  [
    'what is no JSON is shown as it is',
    rowsOf([{ content: 'a' }, 'data: {oops', { content: 'b' }]),
    ['1 [first content] text(a)', '2', '3 text(b)'],
  ],
];

for (const [name, rows, wanted] of timelines) {
  test(`timeline: ${name}`, () => {
    expect(rows).toEqual(wanted);
  });
}

test('of a long stream the first events are shown, the last, and those around what is pointed at', () => {
  const { rows, events } = streamModelOf(longAnswer(10_000), [verdictAt(5000, 'choices')]);
  expect(events).toBe(10_003);
  expect(
    rows.map((row) => rowText(row).replace(/^2 3 .* 200 folded "(word0 ).*…"$/, '2 to 200: $1')),
  ).toEqual([
    '1',
    '2 to 200: word0 ',
    '201 to 4996 left out',
    '4997 text(word4995 )',
    '4998 text(word4996 )',
    '4999 text(word4997 )',
    '5000 text(word4998 )!',
    '5001 text(word4999 )',
    '5002 text(word5000 )',
    '5003 text(word5001 )',
    '5004 to 10000 left out',
    '10001 text(word9999 )',
    '10002 finish(stop)',
    '10003 [end mark]',
  ]);
});

test('comments between events that are left out are counted, and no event is lost', () => {
  const events = Array.from({ length: 600 }, (_, at) => [': ping', { content: `${at}` }]).flat();
  const { rows } = streamModelOf(streamed(streamOf(...events)));
  expect(rows.filter(({ kind }) => kind === 'left-out').map(rowText)).toEqual([
    '201 to 597 left out with 396 comments',
  ]);
  const shown = rows.flatMap((row) => {
    if (row.kind === 'event') return 1;
    return row.kind === 'comments' ? 0 : row.last - row.first + 1;
  });
  expect(shown.reduce((sum, count) => sum + count, 0)).toBe(600);
});

test('the more exchanges a page has, the less it shows of each', () => {
  expect([1, 12, 60, 1000].map(allowanceFor)).toEqual([
    { events: 200, characters: 120_000 },
    { events: 41, characters: 20_000 },
    { events: 20, characters: 8000 },
    { events: 20, characters: 8000 },
  ]);
});

test('an event arrives with the chunk that holds its last byte', () => {
  const chunks = [
    { bytes: 99, at: 100 },
    { bytes: 101, at: 250 },
    { bytes: 98, at: 300 },
  ];
  expect(arrivalsOf([100, 200, 300], chunks)).toEqual([{ at: 250, wait: 250 }, { at: 250, wait: 0 }, null]);
  expect(arrivalsOf([100, 200, 300])).toEqual([null, null, null]);
});

test('waits and milestones are those of the wire, comments included', () => {
  const { rows, arrivals } = streamModelOf(slowCall());
  expect(
    rows.map((row) => {
      if (row.kind !== 'event') return row.kind === 'comments' ? row.span : null;
      return [row.event.number, row.event.arrival?.at, row.event.arrival?.wait];
    }),
  ).toEqual([
    { from: 0, to: 900 },
    [1, 1400, 500],
    [2, 1450, 50],
    [3, 1600, 150],
    [4, 1640, 40],
    [5, 3640, 2000],
    [6, 3700, 60],
    [7, 3800, 100],
    [8, 3800, 0],
    [9, 3800, 0],
  ]);
  expect({ ...arrivals, ticks: arrivals?.ticks.length }).toEqual({
    end: 3800,
    ticks: 9,
    amiss: [],
    milestones: [
      { name: 'first byte', at: 400, event: null },
      { name: 'first content', at: 1400, event: 1 },
      { name: 'first call', at: 1600, event: 3 },
      { name: 'last byte', at: 3800, event: null },
    ],
    longest: { ms: 2000, event: 5 },
  });
});

test('a stream without times has none', () => {
  expect(streamModelOf(streamed(streamOf({ content: 'a' }))).arrivals).toBeNull();
});

test('each finding has one place: its event, the request, or the answer as a whole', () => {
  const own = [
    verdictAt(1, 'id'),
    verdictAt(9, ''),
    verdictAt(null, 'request.messages[0]'),
    verdictAt(null, 'headers.Content-Type'),
    verdictAt(null, ''),
    verdictAt(null, '', { exchange: 0 }),
    verdictAt(null, 'gone', { exchange: 7 }),
  ];
  const model = modelOf(streamed(streamOf({ content: 'a' })), own);
  const paths = (placed: typeof model.answerFindings) => placed.map(({ finding }) => finding.path);
  expect(paths(model.requestFindings)).toEqual(['request.messages[0]']);
  expect(paths(model.answerFindings)).toEqual(['', 'headers.Content-Type', '']);
  expect(model.response?.markedHeaders).toEqual(new Set(['content-type']));
  expect(model.answer.kind === 'stream' && model.answer.rows.map(rowText)).toEqual([
    '1 [first content] text(a)!',
  ]);
  expect(paths(findingsOutside(own, 1))).toEqual(['', 'gone']);
});

const pointed: readonly (readonly [path: string, wanted: string])[] = [
  ['a[0].b.id', '{ "a": [{ "b": { «"id": ""» } }], "u": { "n": 3 } }'],
  ['a[0].b.absent.deep', '{ "a": [{ «"b": {» "id": "" } }], "u": { "n": 3 } }'],
  ['u.n', '{ "a": [{ "b": { "id": "" } }], "u": { «"n": 3» } }'],
  ['a[3].b', '{ «"a": [»{ "b": { "id": "" } }], "u": { "n": 3 } }'],
  ['absent', '{ "a": [{ "b": { "id": "" } }], "u": { "n": 3 } }'],
];

for (const [path, wanted] of pointed) {
  test(`what a finding at ${path} points at is marked`, () => {
    const { text, marks } = pointedJson('{"a":[{"b":{"id":""}}],"u":{"n":3}}', new Set([path]));
    expect(shownText(piecesOf(text, 1000, marks))).toBe(wanted);
  });
}

test('bytes that are no JSON are marked as they stand', () => {
  const { rows } = streamModelOf(streamed(streamOf('data: {oops', { content: 'a' })), [verdictAt(1, '')]);
  expect(rows[0]?.kind === 'event' && shownText(rows[0].event.data)).toBe('«{oops»');
});

test('a buffered body is laid out with its findings marked', () => {
  const exchange: Exchange = {
    request: requestOf(PROMPT, { stream: false }),
    response: { status: 200, headers: [], body: bytesOf('{"id":"x","choices":[]}'), provenComplete: true },
  };
  const { answer } = modelOf(exchange, [verdictAt(null, 'choices'), verdictAt(null, 'headers.x')]);
  expect(answer.kind === 'body' && [shownText(answer.body.pieces), answer.findings.length]).toEqual([
    '{ "id": "x", «"choices": []» }',
    1,
  ]);
});

test('the parts of an object or a list are those of the wire', () => {
  expect(partsOf(' {"a" : [1, "]"], "a":{"b":"}"},"c" : -1.50 } ')).toEqual([
    { key: '"a"', json: '[1, "]"]' },
    { key: '"a"', json: '{"b":"}"}' },
    { key: '"c"', json: '-1.50' },
  ]);
  expect(partsOf('"text"')).toEqual([]);
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (values) => {
      expect(partsOf(JSON.stringify(values)).map(({ json }): unknown => JSON.parse(json))).toEqual(
        values.map((value): unknown => JSON.parse(JSON.stringify(value))),
      );
    }),
  );
});

/** A request in short: the text of its fields, and of each list what is shown of its items. */
function requestText({ request }: ExchangeModel): unknown[] {
  return request.parts.map((part) => {
    if (part.kind === 'text') return shownText(part.pieces);
    const { name, count, asBefore, items, leftOut, open } = part;
    const shown = items.map(
      (item) => `${item.number}${item.excerpt === null ? '' : ' folded'}${item.marked ? '!' : ''}`,
    );
    return { name, count, asBefore, shown, leftOut, open };
  });
}

test('a request is shown in the order of the wire, and what the exchange before sent only once', () => {
  const models = modelsOf([
    slowCall(),
    streamed(streamOf({ content: 'a' }), { request: requestOf(AFTER_CALL) }),
  ]);
  const tools = { name: 'tools', count: 1, leftOut: 0, open: false };
  expect(models.map(requestText)).toEqual([
    [
      '  "model": "m"',
      { name: 'messages', count: 2, asBefore: null, shown: ['1', '2'], leftOut: 0, open: true },
      { ...tools, asBefore: null, shown: ['1'] },
      '  "stream": true',
    ],
    [
      '  "model": "m"',
      {
        name: 'messages',
        count: 4,
        asBefore: { count: 2, exchange: 1 },
        shown: ['3', '4 folded'],
        leftOut: 0,
        open: true,
      },
      { ...tools, asBefore: { count: 1, exchange: 1 }, shown: [] },
      '  "stream": true',
    ],
  ]);
});

test('a finding in the history is shown with its message, also where that was sent before', () => {
  const path = 'request.messages[1].content';
  const [, second] = modelsOf(
    [slowCall(), streamed(streamOf({ content: 'a' }), { request: requestOf(AFTER_CALL) })],
    [verdictAt(null, path, { exchange: 2 })],
  );
  const list = second?.request.parts[1];
  expect(list?.kind === 'list' && list.items.map(({ marked: isMarked }) => isMarked)).toEqual([
    true,
    false,
    false,
  ]);
  expect(list?.kind === 'list' && shownText(list.items[0]?.pieces ?? [])).toContain('«"content": "What is');
});

test('of a very long history the first messages are shown, and the others counted', () => {
  const history = Array.from({ length: 300 }, (_, at) => ({ role: 'user', content: `${at}`.repeat(20) }));
  const model = modelOf(streamed(streamOf({ content: 'a' }), { request: requestOf(history) }));
  expect(model.request.parts[1]).toMatchObject({ kind: 'list', count: 300, leftOut: 200 });
});

test('a request that was sent again says after what, and the next which it repeats', () => {
  const models = modelsOf(troubledConversation());
  expect(models.map(({ attempt, unsent, trouble }) => ({ attempt, unsent, trouble }))).toEqual([
    {
      attempt: { number: 1, of: 2, sentAgainAfter: '429', before: null },
      unsent: null,
      trouble: 'HTTP 429: Rate limit reached, try again in a second',
    },
    {
      attempt: { number: 2, of: 2, sentAgainAfter: null, before: 1 },
      unsent: null,
      trouble: null,
    },
    { attempt: null, unsent: 'budget', trouble: null },
  ]);
});

test('attempts are counted over refusals, losses and hang-ups', () => {
  const lost = (failure: string): Exchange => ({ request: requestOf(), response: null, failure });
  const models = modelsOf([lost(HUNG_UP), lost('ECONNRESET'), refused(503, 'busy'), slowCall(), slowCall()]);
  expect(
    models.map(({ attempt }) => attempt && `${attempt.number} of ${attempt.of}: ${attempt.sentAgainAfter}`),
  ).toEqual(['1 of 4: the client hung up', '2 of 4: ECONNRESET', '3 of 4: 503', '4 of 4: null', null]);
});

test('an exchange without a response says why', () => {
  const lost: Exchange = { request: requestOf(), response: null, failure: 'connect ETIMEDOUT' };
  const { response, trouble, answer } = modelOf(lost);
  expect({ response, trouble, answer }).toEqual({
    response: null,
    trouble: 'connect ETIMEDOUT',
    answer: { kind: 'none' },
  });
});

test('the turn is what a lenient client assembles: calls with what they say, and where they start', () => {
  const { turn } = modelOf(slowCall());
  expect(turn).toEqual({
    model: 'm',
    upstreams: [],
    choices: [
      {
        index: 0,
        text: 'I will look it up.',
        reasoning: '',
        refusal: '',
        calls: [
          {
            number: 1,
            id: null,
            name: 'weather',
            arguments: '{ "location": "Reykjavík" }',
            areArgumentsJson: true,
            pieces: 3,
            event: 3,
            path: 'choices[0].delta.tool_calls[0]',
          },
        ],
        callsLeftOut: 0,
        otherCalls: [],
        finishes: ['tool_calls'],
      },
    ],
    choicesLeftOut: 0,
    usage: '20 in + 7 out = 27 tokens',
    cost: 0.00012,
    errors: [],
  });
});

test('arguments that are no JSON stay as they came', () => {
  const { turn } = modelOf(streamed(streamOf(callDelta('{"a":', { id: 'x', name: 'n' }))));
  expect(turn.choices[0]?.calls[0]).toMatchObject({ arguments: '{"a":', areArgumentsJson: false, pieces: 1 });
});
