/** Servers that keep to no rule, and what `probe` and `live` make of them: how many requests they send, and what they say. */
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { runCli } from '../support/cli.ts';
import { writeConfig } from '../support/live-run.ts';
import { chunkOf, rawServer } from '../support/raw-http.ts';
import { folderOfEachTest } from '../support/temporary-folder.ts';
import { expect, test } from '../support/test.ts';

const folder = folderOfEachTest();

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';

/** A chunk of a stream. */
function chunk(delta: object, finish: string | null = null): string {
  const choices = [{ index: 0, delta: { role: 'assistant', ...delta }, finish_reason: finish }];
  const event = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices };
  return chunkOf(`data: ${JSON.stringify(event)}\n\n`);
}

const WORD = chunk({ content: 'x' });
const DONE = chunkOf('data: [DONE]\n\n');
const ASK = { name: 'weather', arguments: '{"location":"Florence, Italy"}' };
const CALL = chunk(
  { tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: ASK }] },
  'tool_calls',
);

/** Plays its part on a connection on which a request has arrived; `number` counts requests from 1. */
type Answer = (socket: Socket, number: number) => void;

const writes =
  (text: string): Answer =>
  (socket) =>
    void socket.write(text);

const drips =
  (piece: string): Answer =>
  (socket) => {
    socket.write(HEAD + piece);
    const drip = setInterval(() => socket.write(piece), 20);
    socket.on('close', () => clearInterval(drip));
  };

const UNANSWERED = 'the run could not be completed: no request was answered:';
const MORE_TIME = 'correct the server, or give it more time with --timeout';
const IS_UP = 'is the server up, and the base URL right?';
const FAILURES = /^conformance failures/u;

interface Hostile {
  readonly answer: Answer;
  /** As `--timeout` has it: the one limit that is to be met is short. */
  readonly timeout?: string;
  /** Requests of the four conversations, each sent again where its connection died. */
  readonly requests: number;
  readonly code: 1 | 2;
  /** The line that says how it ended. */
  readonly said: RegExp | string;
}

const HOSTILE: Readonly<Record<string, Hostile>> = {
  silent: {
    answer: () => {},
    timeout: '0.3,60,60',
    requests: 1,
    code: 2,
    said: `${UNANSWERED} no byte of an answer within 300 ms (first-byte timeout); ${IS_UP}`,
  },
  'silent within the head': {
    answer: writes('HTTP/1.1 200 OK\r\nContent-Ty'),
    timeout: '60,0.3,60',
    requests: 1,
    code: 2,
    said: `${UNANSWERED} nothing more for 300 ms within the head of the answer (idle timeout); ${MORE_TIME}`,
  },
  'silent after an event': {
    answer: writes(HEAD + WORD),
    timeout: '60,0.3,60',
    requests: 1,
    code: 2,
    said: `${UNANSWERED} nothing more for 300 ms after 163 bytes of the body (idle timeout); ${MORE_TIME}`,
  },
  'events that drip': {
    answer: drips(WORD),
    timeout: '60,60,0.5',
    requests: 1,
    code: 2,
    said: /not finished within 500 ms after \d+ bytes of the body \(whole timeout\); correct the server/u,
  },
  'bytes that drip and are no events': {
    answer: drips(chunkOf('x')),
    timeout: '60,60,0.5',
    requests: 1,
    code: 2,
    said: /not finished within 500 ms after \d+ bytes of the body \(whole timeout\); correct the server/u,
  },
  'silent after its first answer': {
    answer: (socket, number) => void (number === 1 && socket.write(`${HEAD}${CALL}${DONE}0\r\n\r\n`)),
    timeout: '0.3,60,60',
    requests: 5,
    code: 2,
    said: 'the run could not be completed: 3 answers in a row took too long (no byte of an answer within 300 ms (first-byte timeout)), so nothing more is sent: correct the server, or give it more time with --timeout',
  },
  'a whole stream whose connection stays': {
    answer: writes(`${HEAD}${chunk({ content: 'x' }, 'stop')}${DONE}`),
    timeout: '60,0.3,60',
    requests: 4,
    code: 1,
    said: FAILURES,
  },
  'cut in the middle': {
    answer: (socket) => void socket.end(HEAD + WORD),
    requests: 4,
    code: 1,
    said: FAILURES,
  },
  'fewer bytes than Content-Length': {
    answer: (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a"'),
    requests: 4,
    code: 1,
    said: FAILURES,
  },
  'more bytes than Content-Length': {
    answer: writes('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n{"a":1}'),
    requests: 4,
    code: 1,
    said: FAILURES,
  },
  reset: {
    answer: (socket) => socket.resetAndDestroy(),
    requests: 8,
    code: 2,
    said: /no request was answered: the connection was lost before the first byte of an answer/u,
  },
  redirect: {
    answer: writes('HTTP/1.1 307 Elsewhere\r\nLocation: /\r\nContent-Length: 0\r\n\r\n'),
    requests: 1,
    code: 2,
    said: 'the run could not be completed: every request was refused with 307: correct the base URL: redirects are not followed',
  },
  'no HTTP': {
    answer: writes('SSH-2.0-OpenSSH\r\n'),
    requests: 1,
    code: 2,
    said: /no request was answered: what came back is no HTTP within the head of the answer/u,
  },
};

test('live --no-judge: a target that is stopped', async () => {
  const baseUrl = 'http://127.0.0.1:9/v1';
  const config = writeConfig(folder(), { baseUrl, extensions: [], models: [{ id: 'm' }, { id: 'n' }] });
  const reports = ['--reports', join(folder(), 'reports')];
  const { code, stdout } = await runCli('live', '--config', config, ...reports, '--no-judge');
  expect({ code, stdout }).toEqual({
    code: 2,
    stdout:
      'the run could not be completed: test/m: nothing listens at 127.0.0.1:9: start the server, or correct the base URL; and 1 more target\n',
  });
});

for (const [title, { answer, timeout, requests, code, said }] of Object.entries(HOSTILE)) {
  for (const command of ['probe', 'live']) {
    test(`${command}: ${title}`, async () => {
      let asked = 0;
      const { port, close } = await rawServer(async (socket) => {
        asked += 1;
        answer(socket, asked);
      });
      const baseUrl = `http://127.0.0.1:${port}/v1`;
      const config = writeConfig(folder(), { baseUrl, extensions: [], models: [{ id: 'm' }] });
      const args =
        command === 'probe'
          ? ['probe', baseUrl, '--model', 'm']
          : ['live', '--config', config, '--reports', join(folder(), 'reports'), '--no-report'];
      const limits = timeout === undefined ? [] : ['--timeout', timeout];
      try {
        const ran = await runCli(...args, ...limits, '--scenario', 'weather', 'secret-word');
        const end = ran.stdout.split('\n').find((line) => /^(?:the run|conformance|passed)/u.test(line));
        expect({ requests: asked, code: ran.code, said: end }).toEqual({
          requests,
          code,
          said: typeof said === 'string' ? said : expect.stringMatching(said),
        });
      } finally {
        await close();
      }
    });
  }
}
