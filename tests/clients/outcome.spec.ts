/** The outcome rule: what a client did with a fault, by comparison with what it did without. */
import type { Deed, Deeds } from '../../src/clients/deeds.ts';
import { type Observed, outcomeOf } from '../../src/clients/outcome.ts';
import type { Verdict } from '../../src/judge/verdict.ts';
import { expect, test } from '../support/test.ts';

const ADD: Deed = { id: 'call_1', name: 'add', arguments: { a: 2, b: 3 }, result: '5' };
const MULTIPLY: Deed = { id: 'call_2', name: 'multiply', arguments: { a: 2, b: 3 }, result: '6' };
const TEXT = 'The sum is 5, the product 6.';
const CHECK = 'deltas/index';

/** A fault that changes no word of what the answer says. */
const DEVIATION: Verdict = {
  check: CHECK,
  level: 'MUST',
  subject: 'provider',
  outcome: 'fail',
  findings: [],
  findingCount: 1,
  reason: null,
};

interface Did {
  readonly calls?: readonly Deed[];
  readonly sent?: readonly Deed[];
  readonly issued?: readonly Deed[];
  readonly text?: string | null;
  readonly lastText?: string;
  /** That of the answer before, and how it goes back. */
  readonly earlier?: readonly [text: string, sent: string];
  readonly error?: string;
  readonly silent?: true;
  readonly broken?: readonly Verdict[];
  readonly shown?: false;
  readonly requests?: number;
  readonly repeated?: true;
}

function did({ silent, shown, error = '', ...how }: Did = {}): Observed {
  const {
    calls = [ADD, MULTIPLY],
    issued = [ADD, MULTIPLY],
    text = TEXT,
    lastText = TEXT,
    earlier: [earlierText, sentText] = ['', ''],
    broken = [],
  } = how;
  const ran = calls.map(({ result, ...call }) => ({ ...call, result: result ?? '' }));
  const said = { calls: ran, text: error === '' ? text : null, error: error === '' ? null : error };
  const asked = {
    exchange: 1,
    calls: [],
    strayResults: [],
    assistantText: '',
    prompts: 'Add and multiply',
    isRepeated: how.repeated === true,
  };
  const answered = { ...asked, exchange: 2, calls: how.sent ?? calls, assistantText: sentText };
  const deeds: Deeds = {
    said: silent ? null : said,
    ran: silent ? null : calls,
    histories: [asked, answered, { ...answered, exchange: 3 }].slice(0, how.requests ?? 2),
    issued: issued.map((call) => ({ ...call, result: null })),
    texts: [earlierText, lastText],
    bodies: JSON.stringify(lastText),
    broken,
    deviations: [],
    isAnswered: true,
    delivery: 'buffered',
  };
  return { deeds, exit: null, timedOut: false, stderr: '', isShown: shown !== false };
}

const OSLO: Deed = { ...ADD, arguments: { a: 9, b: 3 } };
const HALF: Deed = { ...ADD, arguments: '{"a":2' };

/** What the client does, and what comes of it: the outcome, and the harms in words, with a star for what the answer says. */
const CASES: Readonly<Record<string, readonly [faulty: Observed, outcome: string, ...harms: string[]]>> = {
  'all as ever': [did(), 'tolerates'],
  'the calls in another order': [did({ calls: [MULTIPLY, ADD] }), 'tolerates'],
  'a text beside the calls goes back as it came': [
    did({ earlier: ['One moment.One moment.', 'One moment.One moment.'] }),
    'corrupts',
    'the answer goes back as "One moment.One moment." *',
  ],
  'a call that is read as none goes back as it came': [
    did({ calls: [ADD, MULTIPLY], sent: [ADD], repeated: true }),
    'corrupts',
    'multiply({"a":2,"b":3}) is lost *',
  ],
  'a text beside the calls goes back as another': [
    did({ earlier: ['One moment.', 'undefined'] }),
    'corrupts',
    'the answer goes back as "undefined"',
  ],
  'all as ever, and no answer has the fault': [did({ shown: false }), 'not-shown'],
  'an error before any call': [did({ calls: [], error: 'SyntaxError: {', requests: 1 }), 'reports'],
  'an error after the first call': [did({ calls: [ADD], error: 'Error: no id', requests: 1 }), 'reports'],
  'an error after a wrong call': [
    did({ calls: [{ ...ADD, arguments: {} }], error: 'Error', requests: 1 }),
    'corrupts',
    'add({"a":2,"b":3}) became add({})',
  ],
  'a lost call': [did({ calls: [ADD] }), 'corrupts', 'multiply({"a":2,"b":3}) is lost'],
  'a call that no answer holds': [
    did({ calls: [ADD], issued: [ADD] }),
    'corrupts',
    'multiply({"a":2,"b":3}) is lost *',
  ],
  'a call made twice': [did({ calls: [ADD, MULTIPLY, ADD] }), 'corrupts', 'add({"a":2,"b":3}) is made twice'],
  'other arguments': [
    did({ calls: [OSLO, MULTIPLY] }),
    'corrupts',
    'add({"a":2,"b":3}) became add({"a":9,"b":3})',
  ],
  'other arguments, as the answer has them': [
    did({ calls: [OSLO, MULTIPLY], issued: [OSLO, MULTIPLY] }),
    'corrupts',
    'add({"a":2,"b":3}) became add({"a":9,"b":3}) *',
  ],
  'ids swapped': [
    did({
      calls: [
        { ...ADD, id: 'call_2' },
        { ...MULTIPLY, id: 'call_1' },
      ],
    }),
    'corrupts',
    'add({"a":2,"b":3}) ran under the id of multiply({"a":2,"b":3})',
    'multiply({"a":2,"b":3}) ran under the id of add({"a":2,"b":3})',
  ],
  'results swapped on their way back': [
    did({
      sent: [
        { ...ADD, result: '6' },
        { ...MULTIPLY, result: '5' },
      ],
    }),
    'corrupts',
    'add({"a":2,"b":3}) got the result "6", which is not its own',
    'multiply({"a":2,"b":3}) got the result "5", which is not its own',
  ],
  'half a call refused, which the model is told': [
    did({
      calls: [MULTIPLY],
      sent: [{ ...HALF, result: 'Invalid JSON' }, MULTIPLY],
      issued: [HALF, MULTIPLY],
    }),
    'reports',
  ],
  'no last answer': [did({ text: '' }), 'corrupts', 'the last answer is lost'],
  'another last answer, as sent': [
    did({ text: 'Nothing.', lastText: 'Nothing.' }),
    'corrupts',
    `the last answer reads "Nothing." in place of ${JSON.stringify(TEXT)} *`,
  ],
  'a further request': [did({ requests: 3 }), 'corrupts', 'one more request is sent than without the fault'],
  'a broken rule of clients': [
    did({ broken: [{ ...DEVIATION, check: 'ids/echoed', subject: 'client' }] }),
    'corrupts',
    'ids/echoed: fails',
  ],
  'no end in its time': [{ ...did({ calls: [], requests: 1 }), timedOut: true }, 'hangs'],
  'a process that ends badly': [
    { ...did({ silent: true, calls: [], requests: 1 }), exit: 1, stderr: 'TypeError: null' },
    'reports',
  ],
  'a client that tells nothing, and loses a call': [
    did({ silent: true, calls: [ADD] }),
    'corrupts',
    'multiply({"a":2,"b":3}) is lost',
  ],
};

for (const [name, [faulty, outcome, ...harms]] of Object.entries(CASES)) {
  test(name, () => {
    const silent = faulty.deeds.said === null;
    const weighed = outcomeOf(did(silent ? { silent } : {}), faulty);
    const words = weighed.harms.map(({ message, asSent }) => `${message}${asSent ? ' *' : ''}`);
    expect([weighed.outcome, ...words]).toEqual([outcome, ...harms]);
  });
}
