/** What the page of a conversation shows of each exchange: the request, the attempts, the answer and the findings. */
import { type Exchange, HUNG_UP } from '../../src/evidence/exchange.ts';
import { type ExchangeModel, findingsOutside } from '../../src/report/site/conversation/timeline.ts';
import {
  AFTER_CALL,
  bytesOf,
  callDelta,
  PROMPT,
  refused,
  requestOf,
  slowCall,
  streamed,
  streamOf,
  troubledConversation,
} from '../support/conversation-evidence.ts';
import { modelOf, modelsOf, rowText, shownText, verdictAt } from '../support/shown-conversation.ts';
import { expect, test } from '../support/test.ts';

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
