/** A client that takes task after task. */
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from '../../src/clients/client-process.ts';
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
