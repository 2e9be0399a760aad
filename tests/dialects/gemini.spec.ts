/** Gemini: what its requests and streams say, where no fault of the catalogue looks. */
import { addressOf, readAddress } from '../../src/dialects/gemini/codec/address.ts';
import { finishName } from '../../src/dialects/gemini/codec/proto-json.ts';
import { gemini } from '../../src/dialects/gemini/index.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { judge } from '../../src/judge/judge.ts';
import type { JsonObject } from '../../src/text/json.ts';
import { bareConversation } from '../support/bare-conversation.ts';
import { expect, test } from '../support/test.ts';

test('the URL says the model, the delivery and the framing, whatever a recorder left of it', () => {
  const reference = {
    model: 'gemini-3-pro',
    streaming: true,
    framing: 'sse',
    variant: 'gemini',
  };
  const table = [
    [
      'https://generativelanguage.googleapis.com/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse',
      {},
    ],
    ['/v1beta/models/gemini-3-pro:streamGenerateContent?key=K&alt=sse', {}],
    ['https://h.example/models/gemini-3-pro%3AstreamGenerateContent?alt=sse', {}],
    ['https://h.example/models/gemini-3-pro:generateContent', { streaming: false, framing: null }],
    ['https://h.example/models/gemini-3-pro:streamGenerateContent', { framing: null }],
    ['https://h.example/models/gemini-3-pro:streamGenerateContent?key=K', { framing: 'array' }],
    [
      'https://h.example/models/gemini-3-pro:streamGenerateContent?%24alt=json%3Benum-encoding%3Dint',
      { framing: 'array' },
    ],
    [
      'https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/google/models/gemini-3-pro:streamGenerateContent?alt=sse',
      { variant: 'vertex' },
    ],
    ['<scrubbed>', { model: null, streaming: false, framing: null }],
  ] as const;
  for (const [url, otherwise] of table) {
    expect(readAddress(url), url).toEqual({ ...reference, ...otherwise });
  }
  expect(addressOf({ model: 'a:b', delivery: 'buffered' })).toBe('/models/a:b:generateContent');
  expect(readAddress(addressOf({ model: 'a:b', delivery: 'streaming' })).model).toBe('a:b');
});

test('a finish reason by number is named as the API numbers it, and only where its number is known', () => {
  const named = (variant: 'gemini' | 'vertex') =>
    [1, 6, 10, 12, 15, 99].map((value) => finishName(value, variant));
  expect(named('gemini')).toEqual([
    'STOP',
    'LANGUAGE',
    'MALFORMED_FUNCTION_CALL',
    'UNEXPECTED_TOOL_CALL',
    15,
    99,
  ]);
  expect(named('vertex')).toEqual([
    'STOP',
    'BLOCKLIST',
    'MODEL_ARMOR',
    'IMAGE_PROHIBITED_CONTENT',
    'UNEXPECTED_TOOL_CALL',
    99,
  ]);
  expect([finishName(0, 'gemini'), finishName('STOP', 'vertex')]).toEqual([null, 'STOP']);
});

const GO = { role: 'user', parts: [{ text: 'Go.' }] };

/** Returns an exchange whose stream has these parts, each in its own chunk. */
function exchangeWith(parts: readonly JsonObject[], contents: readonly JsonObject[] = []): Exchange {
  const chunks = parts.map((part) => ({ candidates: [{ content: { role: 'model', parts: [part] } }] }));
  return {
    request: {
      method: 'POST',
      url: 'https://h.example/models/gemini-3-pro:streamGenerateContent?alt=sse',
      headers: [],
      body: Buffer.from(JSON.stringify({ contents })),
    },
    response: {
      status: 200,
      headers: [['content-type', ['text/event-stream']]],
      body: Buffer.from(chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\r\n\r\n`).join('')),
      provenComplete: true,
    },
  };
}

/** The exchange with another body of its request. */
function asking(body: JsonObject, exchange: Exchange = exchangeWith([])): Exchange {
  return { ...exchange, request: { ...exchange.request, body: Buffer.from(JSON.stringify(body)) } };
}

test('an answer goes back as it came: signatures on their parts, pieces of a text joined, a call put together', () => {
  const answer = gemini.read(
    exchangeWith([
      { text: 'I think', thought: true },
      { text: 'I ' },
      { text: 'ask.' },
      { functionCall: { name: 'a', id: 'x1', args: { n: 1 } }, thoughtSignature: 'QQ-_' },
      { functionCall: { name: 'b', willContinue: true } },
      {
        functionCall: {
          partialArgs: [{ jsonPath: '$.list[0].name', stringValue: 'Os', willContinue: true }],
          willContinue: true,
        },
      },
      {
        functionCall: {
          partialArgs: [
            { jsonPath: '$.list[0].name', stringValue: 'lo' },
            { jsonPath: "$['far off']", boolValue: false },
          ],
          willContinue: true,
        },
      },
      { functionCall: {} },
      { text: '' },
      { text: '', thoughtSignature: 'QUJD' },
    ]),
    1,
  );
  expect(gemini.answerMessages(answer)).toEqual([
    {
      role: 'model',
      parts: [
        { text: 'I think', thought: true },
        { text: 'I ask.' },
        { functionCall: { name: 'a', id: 'x1', args: { n: 1 } }, thoughtSignature: 'QQ-_' },
        { functionCall: { name: 'b', args: { list: [{ name: 'Oslo' }], 'far off': false } } },
        { text: '', thoughtSignature: 'QUJD' },
      ],
    },
  ]);
});

test('a piece without a value ends the text that goes on, and belongs nowhere else', () => {
  const pieces = (...partialArgs: JsonObject[]) => {
    const [call] = gemini.read(
      exchangeWith([{ functionCall: { name: 'a', willContinue: true } }, { functionCall: { partialArgs } }]),
      1,
    ).calls;
    return [call?.json, call?.pieces?.strange];
  };
  const begun = { jsonPath: '$.city', stringValue: 'Oslo', willContinue: true };
  expect(pieces(begun, { jsonPath: '$.city' })).toEqual([{ city: 'Oslo' }, false]);
  expect(pieces(begun, { jsonPath: '$.city' }, { jsonPath: '$.city' })).toEqual([{ city: 'Oslo' }, true]);
  expect(pieces(begun, { jsonPath: '$.country' })).toEqual([{ city: 'Oslo' }, true]);
  expect(pieces({ jsonPath: '$.city' })).toEqual([{}, true]);
});

test('without ids results pair with calls by name and position, in the next content alone', () => {
  const call = (name: string, id?: string) => ({
    functionCall: { name, ...(id === undefined ? {} : { id }) },
  });
  const result = (name: string, id?: string) => ({
    functionResponse: { name, response: {}, ...(id === undefined ? {} : { id }) },
  });
  const pairing = (model: readonly JsonObject[], ...user: readonly (readonly JsonObject[])[]) => {
    const contents = [GO, { role: 'model', parts: model }, ...user.map((parts) => ({ role: 'user', parts }))];
    const { orphans, unanswered } = gemini.read(exchangeWith([], contents), 1).request;
    return [orphans.map(({ value }) => value), unanswered.map(({ value }) => value)];
  };
  expect(pairing([call('a'), call('a')], [result('a')], [result('a')])).toEqual([[], []]);
  expect(pairing([call('a'), call('b')], [result('b'), result('b')])).toEqual([['b'], ['a']]);
  expect(pairing([call('a', '1'), call('a', '2')], [result('a', '2'), result('a', '1')])).toEqual([[], []]);
  expect(pairing([call('a', '1')], [result('a')])).toEqual([[], []]);
  expect(pairing([call('a', '1')], [result('a', '3')])).toEqual([['3'], ['1']]);
  expect(pairing([call('a')])).toEqual([[], ['a']]);
});

test('a call that came in pieces may go back in pieces, and is one call', () => {
  const piece = (functionCall: JsonObject) => ({ role: 'model', parts: [{ functionCall }] });
  const partialArgs = [{ jsonPath: '$.n', numberValue: 1 }];
  const results = ['a', 'a'].map((name) => ({ functionResponse: { name, response: {} } }));
  const read = (...model: readonly JsonObject[]) => {
    const contents = [GO, ...model, { role: 'user', parts: results }];
    const { history, orphans, unanswered } = gemini.read(exchangeWith([], contents), 1).request;
    return { history: history.map(({ json }) => json), orphans, unanswered };
  };
  expect(
    read(
      piece({ name: 'a', willContinue: true }),
      piece({ partialArgs, willContinue: true }),
      piece({}),
      piece({ name: 'a', will_continue: true }),
      piece({ partial_args: partialArgs }),
    ),
  ).toEqual(read(piece({ name: 'a', args: { n: 1 } }), piece({ name: 'a', args: { n: 1 } })));
  expect(read(piece({ name: 'a', args: {} }), piece({ args: {} })).history).toHaveLength(5);
});

test('contents are the same however ids, signatures and names are written', () => {
  const said = (parts: readonly JsonObject[]) =>
    gemini.read(exchangeWith([], [{ role: 'model', parts }]), 1).request.history.map(({ json }) => json);
  expect(
    said([{ functionCall: { name: 'a', id: '1', args: {} }, thoughtSignature: 'QQ' }, { text: '' }]),
  ).toEqual(said([{ function_call: { name: 'a' }, thought_signature: 'Qg' }]));
});

test('where a list is due its only element may stand alone, and roles come in any case or not at all', () => {
  const call = { functionCall: { name: 'a', args: {} } };
  const result = { functionResponse: { name: 'a', response: {} } };
  const read = (body: JsonObject) => {
    const exchange = asking(body);
    const { request } = exchange;
    const { history, tools, toolChoice, orphans, unanswered } = gemini.read(exchange, 1).request;
    return {
      recognised: gemini.recognise({
        request,
        response: null,
        hostname: 'h.example',
        path: new URL(request.url).pathname,
      })?.judged,
      history: history.map(({ json }) => json),
      tools: tools.map(({ name }) => name),
      toolChoice,
      unpaired: [...orphans, ...unanswered].length,
    };
  };
  const reference = read({
    contents: [GO, { role: 'model', parts: [call] }, { role: 'user', parts: [result] }],
    tools: [{ functionDeclarations: [{ name: 'a' }] }],
    toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['a'] } },
  });
  expect(reference.unpaired).toBe(0);
  expect(
    read({
      contents: [
        { role: 'USER', parts: { text: 'Go.' } },
        { role: 'MODEL', parts: call },
        { role: 'FUNCTION', parts: result },
      ],
      tools: { function_declarations: { name: 'a' } },
      toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: 'a' } },
    }),
  ).toEqual(reference);
  expect(read({ contents: [{ parts: [{ text: 'Go.' }] }, { parts: [call] }, { parts: [result] }] })).toEqual({
    ...reference,
    tools: [],
    toolChoice: null,
  });
  expect(read({ contents: { parts: { text: 'Go.' } } })).toMatchObject({
    recognised: { modelInUrl: 'gemini-3-pro' },
    history: [['user', 'Go.']],
  });
});

test('a cached content may bring tools that its request does not list, and a null brings none', () => {
  const read = (body: JsonObject) => gemini.read(asking(body), 1).request;
  expect(read({ contents: [] })).toMatchObject({ unlistedTools: false, serverTools: false });
  expect(read({ contents: [], cachedContent: 'cachedContents/c' })).toMatchObject({
    unlistedTools: true,
    serverTools: true,
  });
  const serverTools = (tool: JsonObject) => read({ contents: [], tools: [tool] }).serverTools;
  expect(serverTools({ functionDeclarations: [], codeExecution: null })).toBe(false);
  expect(serverTools({ functionDeclarations: [], codeExecution: {} })).toBe(true);
});

test('the files of a result are files of the request', () => {
  const mediaOf = (functionResponse: JsonObject) =>
    gemini.read(exchangeWith([], [{ role: 'user', parts: [{ functionResponse }] }]), 1).request.media;
  const parts = [{ inlineData: { mimeType: 'image/png', data: 'QUJD' } }];
  expect(mediaOf({ name: 'a', response: {} })).toBe(false);
  expect(mediaOf({ name: 'a', response: {}, parts })).toBe(true);
});

test('an array holds the error of a stream that was refused, and of nothing else', () => {
  const { request } = exchangeWith([]);
  const error = { code: 400, message: 'No.', status: 'INVALID_ARGUMENT' };
  const body = Buffer.from(JSON.stringify([{ error }]));
  const response = { status: 400, headers: [], body, provenComplete: true };
  const errorOf = (method: string) => {
    const url = `https://h.example/models/gemini-3-pro:${method}`;
    return gemini.read({ request: { ...request, url }, response }, 1).error;
  };
  expect(errorOf('streamGenerateContent')).toEqual({ json: error, path: '[0].error' });
  expect(errorOf('generateContent')).toBeNull();
});

test('of candidates that call the same function the client goes on with the one whose calls it repeats', () => {
  const call = (id: string) => ({
    functionCall: { name: 'a', id, args: { id } },
    thoughtSignature: `${id}AAA`,
  });
  const candidates = ['x', 'y'].map((id, index) => ({
    index,
    content: { role: 'model', parts: [call(id)] },
    finishReason: 'STOP',
  }));
  const exchange = (contents: readonly JsonObject[]): Exchange => ({
    request: {
      ...exchangeWith([], contents).request,
      url: 'https://h.example/models/gemini-3-pro:generateContent',
    },
    response: {
      status: 200,
      headers: [],
      body: Buffer.from(JSON.stringify({ candidates, modelVersion: 'gemini-3-pro' })),
      provenComplete: true,
    },
  });
  const outcomes = (back: string) => {
    const results = [{ functionResponse: { name: 'a', id: back, response: {} } }];
    const { verdicts } = judge(
      gemini,
      bareConversation([
        exchange([GO]),
        exchange([GO, { role: 'model', parts: [call(back)] }, { role: 'user', parts: results }]),
      ]),
    );
    return verdicts.filter(({ check }) => /\/echoed$/u.test(check)).map(({ outcome }) => outcome);
  };
  expect(outcomes('x')).toEqual(['pass', 'pass']);
  expect(outcomes('y')).toEqual(['pass', 'pass']);
  expect(outcomes('z')).toEqual(['fail', 'fail']);
});

test('what a tool returned is the text of its result, whatever a client calls it', () => {
  const responses: JsonObject[] = [{ output: '21 °C' }, { result: 21 }];
  const parts = responses.map((response) => ({ functionResponse: { name: 'a', response } }));
  const { history } = gemini.read(exchangeWith([], [{ role: 'user', parts }]), 1).request;
  expect(history.map(({ text }) => text)).toEqual(['21 °C', '{"result":21}']);
});

test('who asks for the rest of a paused answer gives its calls back, and no results yet', () => {
  const call = { functionCall: { name: 'a', args: {} }, thoughtSignature: 'QQ==' };
  const asks = (body: JsonObject) => asking(body, exchangeWith([call]));
  const faults = (more: JsonObject) => {
    const { verdicts } = judge(
      gemini,
      bareConversation([
        asks({ contents: [GO] }),
        asks({ contents: [GO, { role: 'model', parts: [call] }], ...more }),
      ]),
    );
    return verdicts
      .filter(({ check, outcome }) => outcome === 'fail' && check.startsWith('roundtrip/'))
      .map(({ check }) => check);
  };
  expect(faults({ continuationToken: 'AQID' })).toEqual([]);
  expect(faults({ continuationToken: '' })).toEqual([
    'roundtrip/unanswered-rejected',
    'roundtrip/response-count',
  ]);
});
