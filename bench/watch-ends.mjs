/**
 * The other ends in the benchmark of the tap: `upstream`, a server of streams, and `proxy URL`, which only forwards.
 */
import { Agent, createServer, request } from 'node:http';

const [role, target] = process.argv.slice(2);
const PIECE = Buffer.alloc(64 * 1024, 120);
const chunk = (delta, finish = null) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const CHUNKS = [
  chunk({ role: 'assistant', content: '' }),
  ...Array.from({ length: 18 }, (_, at) => chunk({ content: `word ${at} ` })),
  `${chunk({}, 'stop')}data: [DONE]\n\n`,
];

const server = createServer(role === 'proxy' ? forward : answer);
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.once('disconnect', () => process.exit());

const agent = new Agent({ keepAlive: true });

function forward(incoming, outgoing) {
  const { method, url, headers } = incoming;
  const onward = request(`${target}${url}`, { method, headers, agent }, (answered) => {
    outgoing.writeHead(answered.statusCode, answered.rawHeaders);
    answered.pipe(outgoing);
  });
  incoming.pipe(onward);
}

function answer(incoming, outgoing) {
  incoming.resume();
  outgoing.writeHead(200, { 'Content-Type': 'text/event-stream' });
  const megabytes = Number(/large=(\d+)/.exec(incoming.url)?.[1] ?? 0);
  let at = 0;
  const next = () => {
    const isOver = megabytes > 0 ? at === megabytes * 16 : at === CHUNKS.length;
    if (isOver) return outgoing.end();
    const isTaken = outgoing.write(megabytes > 0 ? PIECE : CHUNKS[at]);
    at += 1;
    if (isTaken) setImmediate(next);
    else outgoing.once('drain', next);
  };
  next();
}
