/** What is made of answers: each way in which an endpoint may answer, and what is found. */
import { dialectOf } from '../../src/dialects/catalogue.ts';
import { type Exchange, unsent } from '../../src/evidence/exchange.ts';
import type { Asking, Trial } from '../../src/profile/fact.ts';
import type { Finding } from '../../src/profile/finding.ts';
import { whetherKept } from '../../src/profile/kept.ts';
import { greatestAccepted } from '../../src/profile/search.ts';
import { smallScenario } from '../../src/profile/small-scenario.ts';
import { PLAIN_NAME, TRIED_NAMES } from '../../src/profile/tried-names.ts';
import { wilson } from '../../src/results/rates.ts';
import { expect, test } from '../support/test.ts';

const { read } = dialectOf('openai-chat');
const REQUEST = {
  method: 'POST',
  url: 'http://here/v1/chat/completions',
  headers: [],
  body: Buffer.from('{}'),
};

function answered(status: number, json: object): Exchange {
  const headers = [['Content-Type', ['application/json']]] as const;
  const body = Buffer.from(JSON.stringify(json));
  return { request: REQUEST, response: { status, headers, body, provenComplete: true } };
}

function saying(content: string): Exchange {
  const message = { role: 'assistant', content };
  return answered(200, {
    object: 'chat.completion',
    choices: [{ index: 0, message, finish_reason: 'stop' }],
  });
}

function refusing(status: number, message: string): Exchange {
  return answered(status, { error: { message } });
}

function trialOf(id: string): Trial {
  return { id, sample: 1, scenario: smallScenario({ id, prompt: 'Hello.', tools: [] }) };
}

/** Asks to the end. @returns the finding, and how many requests it took */
function asked(asking: Asking, answerTo: (trial: Trial, at: number) => Exchange): [Finding, number] {
  let step = asking.next();
  let requests = 0;
  while (step.done !== true) {
    const exchange = answerTo(step.value, requests);
    requests += 1;
    step = asking.next(read(exchange, 1));
  }
  return [step.value, requests];
}

const OK = saying('ok');

/** The whole is too long, whatever there was too much of. */
const FULL = {
  context: 'HTTP 400: This model has a maximum context length of 8192 tokens',
  tokens: 'HTTP 400: input token count (40000) exceeds the maximum number of tokens allowed',
};

/** Nothing of these is about what a request holds. */
const UNCLEAR: readonly (readonly [exchange: Exchange, reason: string])[] = [
  [refusing(401, 'no key'), 'HTTP 401: no key'],
  [refusing(402, 'no money'), 'HTTP 402: no money'],
  [refusing(403, 'not you'), 'HTTP 403: not you'],
  [refusing(404, 'no such model'), 'HTTP 404: no such model'],
  [refusing(408, 'too slow'), 'HTTP 408: too slow'],
  [refusing(413, 'too large'), 'HTTP 413: too large'],
  [refusing(429, 'too fast'), 'HTTP 429: too fast'],
  [refusing(500, 'oh'), 'HTTP 500: oh'],
  [refusing(503, 'overloaded'), 'HTTP 503: overloaded'],
  [refusing(400, 'Incorrect API key provided'), 'HTTP 400: Incorrect API key provided'],
  [refusing(400, 'You exceeded your current quota'), 'HTTP 400: You exceeded your current quota'],
  [refusing(400, 'This model has a maximum context length of 8192 tokens'), FULL.context],
  [refusing(400, 'input token count (40000) exceeds the maximum number of tokens allowed'), FULL.tokens],
  [refusing(400, 'prompt is too long'), 'HTTP 400: prompt is too long'],
  [unsent(REQUEST, 'budget'), 'not asked: the budget of the run did not allow one more request'],
  [unsent(REQUEST, 'nobody answers'), 'not asked: nobody answers'],
  [{ request: REQUEST, response: null, failure: 'the connection was refused' }, 'the connection was refused'],
  [answered(200, { error: { message: 'upstream failed', code: 502 } }), 'the answer holds an error'],
];

for (const [exchange, reason] of UNCLEAR) {
  test(`${reason} is never a refusal of what was asked`, () => {
    const limit = { from: 1, upTo: 64, trial: (number: number) => trialOf(`n-${number}`) };
    expect(asked(greatestAccepted(limit), () => exchange)).toEqual([{ kind: 'unknown', reason }, 1]);
    const midway = asked(greatestAccepted(limit), (_, at) => (at < 4 ? OK : exchange));
    const open = { kind: 'number', most: 8, refusedAt: null, refusal: null, open: reason };
    expect(midway).toEqual([open, 5]);
    const demand = { trial: trialOf('t'), control: trialOf('c'), keeps: () => true, about: () => '' };
    expect(asked(whetherKept(demand), () => exchange)).toEqual([{ kind: 'unknown', reason }, 1]);
    expect(asked(whetherKept(demand), ({ id }) => (id === 'c' ? OK : exchange))).toEqual([
      { kind: 'unknown', reason },
      2,
    ]);
  });
}

const NO = { kind: 'refused', status: 422, said: 'no' } as const;
const kept = (kind: 'honoured' | 'ignored' | 'rate', yes: number, of = 3): Finding => ({
  kind,
  rate: { yes, of, ...wilson(yes, of) },
});

/** The demand is to say `red`. */
const DEMANDS: Readonly<
  Record<string, readonly [control: Exchange, answers: readonly Exchange[], found: Finding]>
> = {
  'kept, though it is broken without it': [saying('blue'), [saying('red')], kept('honoured', 3)],
  'broken as without it': [saying('blue'), [saying('blue')], kept('ignored', 0)],
  'broken in another way than without it': [
    saying('blue'),
    [saying('green')],
    { kind: 'accepted', because: 'the answers break it, but otherwise than without it' },
  ],
  'broken in another way once': [
    saying('blue'),
    [saying('blue'), saying('blue'), saying('green')],
    { kind: 'accepted', because: 'the answers break it, but otherwise than without it' },
  ],
  'kept sometimes': [saying('blue'), [saying('red'), saying('blue'), saying('red')], kept('rate', 9, 10)],
  'kept without it too': [
    saying('red'),
    [saying('red')],
    { kind: 'accepted', because: 'an answer without it keeps to it too, so that an effect cannot be seen' },
  ],
  refused: [saying('blue'), [refusing(422, 'no')], { ...NO, rate: { yes: 3, of: 3, ...wilson(3, 3) } }],
  'refused once': [
    saying('blue'),
    [saying('red'), refusing(422, 'no'), saying('red')],
    { ...NO, rate: { yes: 1, of: 10, ...wilson(1, 10) } },
  ],
  'refused without it too': [
    refusing(422, 'no'),
    [refusing(422, 'no')],
    { kind: 'unknown', reason: 'the same request without it is refused too (HTTP 422: no)' },
  ],
  'answered once, then overloaded': [
    saying('blue'),
    [saying('red'), refusing(503, 'busy')],
    kept('honoured', 1, 1),
  ],
  'not to be told': [saying('?'), [saying('?')], { kind: 'accepted', because: 'nobody knows' }],
  'not to be told of those that matter': [
    saying('blue'),
    [saying('?')],
    { kind: 'accepted', because: 'nobody knows' },
  ],
};

for (const [what, [control, answers, found]] of Object.entries(DEMANDS)) {
  test(`a demand: ${what}`, () => {
    const demand = {
      trial: trialOf('t'),
      control: trialOf('c'),
      keeps: ({ text }: { readonly text: string }) =>
        text.includes('?') ? 'nobody knows' : text.includes('red'),
      about: ({ text }: { readonly text: string }) => text,
    };
    const [finding] = asked(whetherKept(demand), ({ id, sample }) =>
      id === 'c' ? control : (answers[Math.min(sample, answers.length) - 1] ?? control),
    );
    expect(finding).toEqual(found);
  });
}

test('a search finds every limit exactly, in at most 2 log2(n) + 4 requests', () => {
  for (let most = 1; most <= 64; most += 1) {
    const limit = { from: 1, upTo: 64, trial: (number: number) => trialOf(`n-${number}`) };
    const numberOf = ({ id }: Trial) => Number(id.slice(2));
    const [finding, requests] = asked(greatestAccepted(limit), (trial) =>
      numberOf(trial) <= most ? OK : refusing(400, 'too many'),
    );
    const refusal = { status: 400, said: 'too many' };
    expect(finding).toEqual(
      most === 64
        ? { kind: 'number', most, refusedAt: null, refusal: null, open: null }
        : { kind: 'number', most, refusedAt: most + 1, refusal, open: null },
    );
    expect(requests).toBeLessThanOrEqual(2 * Math.log2(most) + 4);
  }
});

test('a limit of the length refuses no character', () => {
  const sizes = Object.values(TRIED_NAMES).map(([, name]) => Buffer.byteLength(name));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(PLAIN_NAME.length);
});
