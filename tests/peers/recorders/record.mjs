/**
 * Holds conversations with a provider while the library of another recorder records them, and keeps the same exchanges as
 * a cassette of go-vcr: record.mjs RECORDER URL FOLDER. Run with tsx.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCassette } from '../../../src/evidence/cassette/read.ts';
import { formatCassette } from '../../../src/evidence/cassette/write.ts';
import { recordingFetch } from '../../../src/library/recording-fetch.ts';

const [name, url, folder] = process.argv.slice(2);
const theirs = join(folder, 'theirs');
mkdirSync(theirs, { recursive: true });

const recorders = {
  async nock() {
    const { default: nock } = await import('nock');
    nock.recorder.rec({ output_objects: true, dont_print: true, enable_reqheaders_recording: true });
    return () => writeFileSync(join(theirs, 'nock.json'), JSON.stringify(nock.recorder.play(), null, 2));
  },
  async msw() {
    const { setupServer } = await import('msw/node');
    const { snapshot } = await import('msw-snapshot');
    const server = setupServer(snapshot({ basePath: theirs, updateSnapshots: 'all', ignoreSnapshots: true }));
    server.listen();
    return () => server.close();
  },
  async polly() {
    const { Polly } = await import('@pollyjs/core');
    const { default: adapter } = await import('@pollyjs/adapter-fetch');
    const { default: persister } = await import('@pollyjs/persister-fs');
    Polly.register(adapter);
    Polly.register(persister);
    const polly = new Polly('weather', {
      adapters: ['fetch'],
      persister: 'fs',
      persisterOptions: { fs: { recordingsDir: theirs } },
      recordIfMissing: true,
    });
    return () => polly.stop();
  },
};

const end = await recorders[name]();
const own = recordingFetch();
globalThis.fetch = own.fetch;
process.env.OPENAI_BASE_URL = `${url}/v1`;
process.env.OPENAI_API_KEY = 'any';
await import('../../support/small-agent.mjs');
for (const dialect of ['bedrock-converse', 'ollama']) {
  const cassettes = `cassettes/local/reference+${dialect}`;
  for (const file of readdirSync(cassettes).filter((each) => each.startsWith('weather.'))) {
    for (const { exchange } of readCassette(join(cassettes, file)).interactions) {
      const { method, url: address } = exchange.request;
      const body = Buffer.from(exchange.request.body).toString();
      const headers = { 'content-type': 'application/json', authorization: 'Bearer any' };
      const answer = await fetch(new URL(new URL(address).pathname, url), { method, headers, body });
      await answer.arrayBuffer();
    }
  }
}
const exchanges = await own.exchanges();
await end();
writeFileSync(
  join(folder, 'own.yaml'),
  formatCassette({ interactions: exchanges.map((exchange) => ({ exchange })) }),
);
