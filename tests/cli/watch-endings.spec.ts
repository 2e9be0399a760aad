/** However a watch ends: nothing that a client saw end is lost, nothing hangs, and no key is in any file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { audit } from '../../src/audit/audit.ts';
import { conclusionOf } from '../../src/cli/watch.ts';
import { createReferenceProvider } from '../../src/provider/reference-provider.ts';
import { startCli } from '../support/cli.ts';
import { serve } from '../support/live-run.ts';
import { expect, test } from '../support/test.ts';

let folder: string;
const closing: (() => Promise<void> | void)[] = [];

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-endings-'));
});

test.afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true });
});

/** Starts a tap that serves until it is stopped, and saves into the folder. */
async function watching(upstream: string, env: Readonly<Record<string, string>> = {}) {
  const { child, ended } = startCli(['watch', '--upstream', upstream, '--save', folder], env);
  closing.push(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr?.on('data', (text) => {
    said += text;
  });
  await expect.poll(() => said).toContain('GOOGLE_GEMINI_BASE_URL=');
  const [, url = ''] = /^OPENAI_BASE_URL=(\S+)$/mu.exec(said) ?? [];
  return { child, ended, url };
}

test('the exit code is that of the worse end, and a recorder that told why it ended is not told of again', () => {
  const early = 'error: the recorder ended before the tap; run it again';
  const told = (...[ended, recorder]: Parameters<typeof conclusionOf>) => {
    const { code, said } = conclusionOf(ended, recorder);
    return [code, said === null ? null : stripVTControlCharacters(said)];
  };
  expect(told('recorder', 2)).toEqual([2, null]);
  expect(told('recorder', null)).toEqual([2, early]);
  expect(told('recorder', 0)).toEqual([2, early]);
  expect(told('interrupted', null)).toEqual([2, early]);
  expect(told('interrupted', 1)).toEqual([1, null]);
  expect(told(0, 1)).toEqual([1, null]);
  expect(told(3, 0)).toEqual([2, 'the command ended with 3']);
  expect(told(3, 1)).toEqual([1, 'the command ended with 3']);
});

const asked = (content: string, stream = false) =>
  JSON.stringify({ model: 'my-model', stream, messages: [{ role: 'user', content }] });

function texts(): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'));
}

/** A process that runs a script; it may be killed. */
function running(code: string): ChildProcess {
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
  closing.push(() => void child.kill('SIGKILL'));
  return child;
}

test('kill -9 of watch: every exchange that the client saw end is kept, and the verdicts are told', async () => {
  const provider = createReferenceProvider();
  closing.push(() => provider.close());
  const { child, ended, url } = await watching(`${(await provider.listen()).url}/v1`);
  const seen: string[] = [];
  let number = 0;
  const client = async (): Promise<void> => {
    for (;;) {
      number += 1;
      const name = `question ${number}.`;
      const sent = fetch(`${url}/chat/completions`, { method: 'POST', body: asked(name, number % 2 === 0) });
      const text = await sent.then((answer) => answer.text()).catch(() => null);
      if (text === null) return;
      seen.push(name);
      if (seen.length === 40) child.kill('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
  const { output } = await ended;
  expect(output).toContain('Judged (exchanges)');
  const kept = texts();
  expect(seen.filter((name) => !kept.some((text) => text.includes(name)))).toEqual([]);
  const { results, unreadable } = audit([folder]);
  expect([unreadable, results.end.counts.exchanges >= 40]).toEqual([[], true]);
});

test('kill -9 of the client: the upstream is let go, and nobody is to blame', async () => {
  let isClosed = false;
  const { origin, close } = await serve((incoming, outgoing) => {
    incoming.resume();
    outgoing.on('close', () => {
      isClosed = true;
    });
    outgoing.writeHead(200, { 'Content-Type': 'text/event-stream' });
    outgoing.write(
      `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta: { role: 'assistant', content: 'a' }, finish_reason: null }] })}\n\n`,
    );
  });
  closing.push(close);
  const { child, ended, url } = await watching(`${origin}/v1`);
  const client = running(
    `fetch(${JSON.stringify(`${url}/chat/completions`)}, { method: 'POST', body: ${JSON.stringify(asked('Hello', true))} })
      .then(async ({ body }) => { for await (const piece of body) console.log(piece.length); })`,
  );
  await once(client.stdout ?? client, 'data');
  client.kill('SIGKILL');
  await expect.poll(() => isClosed).toBe(true);
  child.kill('SIGINT');
  const { code, output } = await ended;
  const { verdicts } = audit([folder]).results;
  expect([code, verdicts.filter(({ outcome }) => outcome === 'fail')]).toEqual([2, []]);
  expect(output).toContain(
    'the run could not be completed: the client hung up on every answer; let it read one to its end',
  );
});

test('kill -9 of the upstream: the client sees the end, and the recording says what happened', async () => {
  const upstream = running(
    `require('node:http').createServer((_, to) => { to.writeHead(200, { 'Content-Type': 'text/event-stream' }); to.write('data: {}\\n\\n'); })
      .listen(0, '127.0.0.1', function () { process.stdout.write(String(this.address().port)); })`,
  );
  const [port] = await once(upstream.stdout ?? upstream, 'data');
  const { child, ended, url } = await watching(`http://127.0.0.1:${String(port).trim()}/v1`);
  const answer = await fetch(`${url}/chat/completions`, { method: 'POST', body: asked('Hello', true) });
  upstream.kill('SIGKILL');
  await expect(answer.text()).rejects.toThrow('terminated');
  const next = await fetch(`${url}/chat/completions`, { method: 'POST', body: asked('Again', true) });
  expect(next.status).toBe(502);
  child.kill('SIGTERM');
  const { code, output } = await ended;
  expect([code, output]).toEqual([
    1,
    expect.stringContaining('MUST framing/complete, broken by the provider'),
  ]);
  expect(
    texts()
      .flatMap((text) => /x_failure: .*/u.exec(text) ?? [])
      .toSorted(),
  ).toEqual([
    'x_failure: "the connection was lost after 10 bytes of the body (UND_ERR_SOCKET: other side closed)"',
    expect.stringMatching(
      /^x_failure: no connection could be made \(connect ECONNREFUSED 127\.0\.0\.1:\d+\)$/u,
    ),
  ]);
});

test('an upstream is reached through the proxy of the environment', async () => {
  const provider = createReferenceProvider();
  closing.push(() => provider.close());
  const { url: origin } = await provider.listen();
  const tunnels: string[] = [];
  const proxy = createServer().on('connect', ({ url = '' }, socket) => {
    tunnels.push(url);
    const onward = connect(Number(new URL(origin).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [socket, onward]) end.on('error', () => {});
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  closing.push(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const address = proxy.address();
  const proxyUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const { child, ended, url } = await watching('http://llm.example/v1', { HTTP_PROXY: proxyUrl });
  const answer = await fetch(`${url}/chat/completions`, { method: 'POST', body: asked('Hello') });
  expect([answer.status, tunnels]).toEqual([200, ['llm.example:80']]);
  await answer.text();
  child.kill('SIGINT');
  expect((await ended).code).toBe(0);
});
