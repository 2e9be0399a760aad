/** A client that takes task after task. */
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from '../../src/clients/client-process.ts';
import { HeardLines } from '../../src/clients/heard-lines.ts';
import { CLIENT_KEY, type Task } from '../../src/clients/task.ts';
import { expect, test } from '../support/test.ts';

const TASK: Task = {
  dialect: 'openai-chat',
  delivery: 'buffered',
  baseUrl: 'http://127.0.0.1:9/v1',
  apiKey: CLIENT_KEY,
  model: 'reference',
  system: '',
  prompt: 'Hello?',
  tools: [],
  maxTurns: 1,
};

/** Says that its task is done, and ends while it has no other one. */
const ENDS_BETWEEN_TASKS = `
  process.stdin.once('data', () => {
    process.stdout.write('{"text": "Hello."}\\n{"done": true}\\n');
    setTimeout(() => process.exit(1), 1);
  });`;

test('a client that ended between two tasks is started again', async () => {
  const client = new Client({
    words: [process.execPath, '-e', ENDS_BETWEEN_TASKS],
    timeLimit: 20_000,
    reused: true,
    env: process.env,
  });
  for (let task = 1; task <= 2; task += 1) {
    const { said, exit, timedOut } = await client.run(TASK);
    expect({ text: said?.text, exit, timedOut }).toEqual({ text: 'Hello.', exit: null, timedOut: false });
    await wait(500);
  }
  client.close();
});

/** Says which process it is, and waits for another task. */
const WAITS = `
  process.stdin.on('data', () => {
    process.stdout.write(JSON.stringify({ text: String(process.pid) }) + '\\n{"done": true}\\n');
  });`;

test('a client that has a task when it is closed ends behind it', async () => {
  const client = new Client({
    words: [process.execPath, '-e', WAITS],
    timeLimit: 20_000,
    reused: true,
    env: process.env,
  });
  const running = client.run(TASK);
  client.close();
  const { said } = await running;
  const isRunning = () => {
    try {
      return process.kill(Number(said?.text), 0);
    } catch {
      return false;
    }
  };
  await expect.poll(isRunning).toBe(false);
});

/** Starts another process that keeps its pipes, tells which one it is, and goes on. */
const LEAVES_A_CHILD = `
  const { spawn } = require('node:child_process');
  const { pid } = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
  process.stdout.write(JSON.stringify({ text: String(pid) }) + '\\n');`;

const commandOf = (script: string) => ({
  words: [process.execPath, '-e', script] as const,
  timeLimit: 20_000,
  reused: false,
  env: process.env,
});

function isThere(pid: string | null | undefined): boolean {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

test('what a client started ends with it', async () => {
  const { said, exit, timedOut } = await new Client(commandOf(`${LEAVES_A_CHILD} process.exit(3);`)).run(
    TASK,
  );
  expect([exit, timedOut]).toEqual([3, false]);
  await expect.poll(() => isThere(said?.text)).toBe(false);
});

test('an interruption ends the client, which starts no other task', async () => {
  const interruption = new AbortController();
  const client = new Client({
    ...commandOf(`for (;;);`),
    signal: interruption.signal,
  });
  const running = client.run(TASK);
  setTimeout(() => interruption.abort(), 300);
  await expect(running).rejects.toThrow('interrupted; run it again');
  await expect(client.run(TASK)).rejects.toThrow('interrupted; run it again');
});

test('a line without an end is dropped, and the next one is heard', () => {
  const heard: string[] = [];
  const lines = new HeardLines((line) => heard.push(line));
  const euro = Buffer.from('€');
  for (const piece of [euro.subarray(0, 1), Buffer.concat([euro.subarray(1), Buffer.from('\n\nb')])])
    lines.add(piece);
  for (let count = 0; count < 3; count += 1) lines.add(Buffer.alloc(1024 * 1024, 'x'));
  lines.add(Buffer.from('y\nlast'));
  lines.end();
  expect(heard).toEqual(['€', 'last']);
});
