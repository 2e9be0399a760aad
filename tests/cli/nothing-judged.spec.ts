/** Nothing judged is never green: servers that answer nothing, and what `probe` and `live` say of them. */
import { join } from 'node:path';
import { runHere } from '../support/cli.ts';
import { serve, serveCounted, writeConfig } from '../support/live-run.ts';
import { folderOfEachTest } from '../support/temporary-folder.ts';
import { expect, test } from '../support/test.ts';

const folder = folderOfEachTest();

const KEY = { TEST_KEY: 'sk-planted-9f8e7d6c5b4a3210' };

interface Dead {
  /** Undefined for a port where nobody listens. */
  readonly status?: number;
  readonly message?: string;
  /** What it answers with, where that is no error. */
  readonly body?: string;
  readonly models?: readonly string[];
  /** @param host with the port */
  readonly said: (host: string) => string;
  /** Requests for an answer; undefined where all are sent. */
  readonly asked?: number;
}

const DEAD: Readonly<Record<string, Dead>> = {
  'a closed port': {
    said: (host) => `nothing listens at ${host}: start the server, or correct the base URL`,
    asked: 0,
  },
  'a 401 to everything': {
    status: 401,
    message: 'Wrong key.',
    said: () => 'every request was refused with 401: is the key in TEST_KEY valid?',
    asked: 1,
  },
  'a 404 for the model': {
    status: 404,
    message: 'No such model.',
    models: ['reference', 'reference:free'],
    said: () => 'no model my-model: the server has reference, reference:free',
    asked: 1,
  },
  'a 404 to everything': {
    status: 404,
    message: 'Nothing here.',
    said: () =>
      'every request was refused with 404 (Nothing here.): has the server a model my-model, and is the base URL right?',
    asked: 1,
  },
  'a page in the place of everything': {
    status: 200,
    body: '<html><title>Sign in</title></html>',
    said: () => 'a page came, and no answer: correct the base URL',
    asked: 1,
  },
  'the answers of another dialect': {
    status: 200,
    body: JSON.stringify({
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: 'Hello.' }],
      stop_reason: 'end_turn',
    }),
    said: () =>
      'the answers are those of Messages: ask in it (--dialect anthropic-messages, or dialect in the configuration), or correct the base URL',
    asked: 1,
  },
  'a 400 to everything': {
    status: 400,
    message: 'Bad request.',
    said: () =>
      'every request was refused with 400 (Bad request.): look at its answers, and correct what every request carries (model, headers, body)',
  },
};

/** Answers every request alike, and counts those that are no question for models. */
async function serveDead({ status, message, body, models }: Dead) {
  let asked = 0;
  const { origin, close } = await serve((incoming, outgoing) => {
    incoming.resume();
    const lists = incoming.url?.endsWith('/models') === true;
    if (!lists) asked += 1;
    const listing = lists && models !== undefined;
    outgoing.writeHead(listing ? 200 : (status ?? 500), { 'Content-Type': 'application/json' });
    const error = { message, type: 'invalid_request_error', code: null, param: null };
    outgoing.end(
      listing ? JSON.stringify({ data: models.map((id) => ({ id })) }) : (body ?? JSON.stringify({ error })),
    );
  });
  if (status === undefined) await close();
  return { origin, close, asked: () => asked };
}

for (const [title, dead] of Object.entries(DEAD)) {
  for (const command of ['probe', 'live']) {
    test(`${command}: ${title}`, async () => {
      const { origin, close, asked } = await serveDead(dead);
      const config = writeConfig(folder(), {
        baseUrl: `${origin}/v1`,
        keyEnv: 'TEST_KEY',
        extensions: [],
        models: [{ id: 'my-model' }],
      });
      const args =
        command === 'probe'
          ? ['probe', `${origin}/v1`, '--model', 'my-model', '--key-from', 'TEST_KEY']
          : ['live', '--config', config, '--reports', join(folder(), 'reports'), '--no-report'];
      try {
        const { code, stdout } = await runHere(args, KEY).ended;
        // Of what is no answer the faults are told first.
        const line = stdout
          .trim()
          .split('\n')
          .at(dead.body === undefined ? 0 : -1);
        expect([code, line]).toEqual([
          2,
          `the run could not be completed: ${dead.said(new URL(origin).host)}`,
        ]);
        if (dead.asked === undefined) expect(asked()).toBeGreaterThan(50);
        else expect(asked()).toBe(dead.asked);
      } finally {
        await close();
      }
    });
  }
}

test('a target that is stopped does not stop the others, and the run does not pass', async () => {
  const { origin, close } = await serveDead({ status: 401, said: () => '' });
  const good = runHere(['serve', '--port', '0']);
  await expect.poll(good.output).toContain('every dialect: ');
  const url = /every dialect: (\S+),/u.exec(good.output())?.[1] ?? '';
  const config = writeConfig(
    folder(),
    { id: 'dead', baseUrl: `${origin}/v1`, extensions: [] },
    { id: 'good', baseUrl: url, extensions: [] },
  );
  try {
    const run = runHere([
      ...['live', '--config', config, '--reports', join(folder(), 'reports'), '--no-report'],
      ...['--scenario', 'weather', 'add-and-multiply'],
    ]);
    const { code, output } = await run.ended;
    expect(code).toBe(2);
    expect(output).toContain('stopped: dead/reference: every request was refused with 401');
    expect(output).toContain('5 conversations (9 exchanges) judged');
    expect(output.trim().split('\n').at(-1)).toBe(
      'the run could not be completed: dead/reference: every request was refused with 401: the server wants a key; name the variable that holds it with --key-from, or with keyEnv in the configuration',
    );
  } finally {
    good.signals.emit('SIGINT');
    await Promise.all([close(), good.ended]);
  }
});

test('scenarios that the dialect cannot have judge nothing', async () => {
  const { code, output } = await runHere([
    ...['probe', 'http://127.0.0.1:1/v1', '--model', 'my-model', '--scenario', 'signatures'],
  ]).ended;
  expect([code, output.trim().split('\n').at(-1)]).toEqual([
    2,
    'the run could not be completed: no conversation was judged; choose targets and scenarios that exist',
  ]);
});

/** Servers that lack something: the text of the requests that they refuse, what they say, and how a probe ends. */
const LACKING: readonly {
  readonly title: string;
  readonly refuses: RegExp;
  readonly says: string;
  readonly args?: readonly string[];
  readonly ends: readonly [code: number, last: string];
}[] = [
  {
    title: 'a server that refuses every stream',
    refuses: /"stream":true/u,
    says: 'No streams here.',
    ends: [
      2,
      'the run could not be completed: no streamed answer came (HTTP 400: No streams here.): mend that, or judge the rest alone with --delivery buffered',
    ],
  },
  {
    title: 'a server that names what it does not have',
    refuses: /"tool_choice":"(?!auto)/u,
    says: 'tool_choice is not supported.',
    ends: [0, 'passed: 6 conversations (8 exchanges) judged'],
  },
  {
    title: 'a server that does not say what it lacks',
    refuses: /"tool_choice":"none"/u,
    says: 'Bad request.',
    ends: [
      2,
      'the run could not be completed: nothing was judged of choice-none, streaming (HTTP 400: Bad request.); declare what the server does not have (unsupported in the configuration, --unsupported of probe), or choose with --scenario and --delivery; and 1 more scenario',
    ],
  },
  {
    title: 'a server whose lack is declared',
    refuses: /"tool_choice":"none"/u,
    says: 'Bad request.',
    args: ['--unsupported', 'tool-choice-none'],
    ends: [0, 'passed: 6 conversations (8 exchanges) judged'],
  },
];

for (const { title, refuses, says, args = [], ends } of LACKING) {
  test(`probe: ${title}`, async () => {
    const server = await serveCounted({}, undefined, (body) => (refuses.test(body) ? says : null));
    try {
      const { code, output } = await runHere([
        ...['probe', server.baseUrl, '--model', 'reference', '--openrouter', ...args],
        ...['--scenario', 'weather', 'choice-none', 'orphan-result'],
      ]).ended;
      expect([code, output.trim().split('\n').at(-1)]).toEqual(ends);
    } finally {
      await server.close();
    }
  });
}

test('probe: a feature that nobody knows cannot be declared unsupported', async () => {
  const { code, output } = await runHere([
    ...['probe', 'http://127.0.0.1:1/v1', '--model', 'my-model', '--unsupported', 'tool-choice'],
  ]).ended;
  expect([code, output.trim()]).toEqual([
    2,
    'error: --unsupported tool-choice: no such feature; known: parallel-tool-calls-off, tool-choice-none, tool-choice-required, tool-choice-named',
  ]);
});
