/**
 * Tests all checks on every conversation, fault and variant of the proof: every pass has looked at something, and data
 * that was not recorded is not judged.
 */
import { conversationOf, type Script } from '../../src/answers/script.ts';
import { dialects } from '../../src/dialects/catalogue.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { readStream } from '../../src/evidence/frames/event-stream.ts';
import { parsedBody } from '../../src/evidence/recordings/fields.ts';
import { parsedEvents } from '../../src/evidence/recordings/parsed-body.ts';
import type { Kept } from '../../src/judge/kept.ts';
import type { Verdict } from '../../src/judge/verdict.ts';
import { baseOf, type Proof } from '../../src/proof/proof.ts';
import { isObject } from '../../src/text/json.ts';
import { decodeText, parseJson } from '../../src/text/wire-text.ts';
import { expect, test } from '../support/test.ts';

/** What a recorder may keep. */
const KEPT: Readonly<Record<string, Kept>> = {
  'only the answer': { request: false, answer: 'bytes' },
  values: { request: true, answer: 'values' },
  'values of the answer alone': { request: false, answer: 'values' },
  messages: { request: true, answer: 'messages' },
};

/**
 * Only line breaks, event names or digits distinguish these faults from correct answers. A recorder of parsed values
 * keeps none of these.
 */
const TOLD_BY_BYTES: ReadonlySet<string> = new Set([
  'framing/pretty-instead-of-a-stream',
  'framing/named-pings',
  'errors/misnamed-event',
  'results/long-number-rounded-in-a-body',
]);

for (const dialect of dialects()) {
  test(`${dialect.id}: a pass looked at something, and of less than the whole recording a check says the same, or is not applicable`, async () => {
    const proof = await dialect.proof();
    const passOnNothing: string[] = [];
    const compared = new Map(Object.keys(KEPT).map((name) => [name, nothingCompared()]));
    for (const { name, script } of scriptsOf(proof)) {
      const conversation = conversationOf(script);
      const readings = dialect.readings();
      const { verdicts: whole, looked } = readings.judge(conversation);
      const rests = whole.filter(({ outcome }, at) => outcome === 'pass' && looked[at] === 0);
      passOnNothing.push(...rests.map(({ check }) => `${name}: ${check}`));
      const asParsed = conversation.exchanges.flatMap((exchange) => parsed(exchange) ?? []);
      for (const [least, kept] of Object.entries(KEPT)) {
        const exchanges = kept.answer === 'bytes' ? conversation.exchanges : asParsed;
        if (exchanges.length < conversation.exchanges.length) continue;
        const tally = compared.get(least);
        if (tally === undefined || (kept.answer !== 'bytes' && TOLD_BY_BYTES.has(name))) continue;
        for (const [at, verdict] of readings.judge({ ...conversation, exchanges, kept }).verdicts.entries()) {
          if (verdict.outcome === 'not-applicable') tally.silent += 1;
          else if (told(verdict) === told(whole[at])) tally.judged += 1;
          else tally.others.push(`${name}: ${told(whole[at])} became ${told(verdict)}`);
        }
      }
    }
    expect.soft(passOnNothing, 'a pass means that something was looked at').toEqual([]);
    for (const [least, { others, judged, silent }] of compared) {
      expect.soft({ others, some: judged > 0 && silent > 0 }, least).toEqual({ others: [], some: true });
    }
  });
}

interface Compared {
  readonly others: string[];
  judged: number;
  silent: number;
}

function nothingCompared(): Compared {
  return { others: [], judged: 0, silent: 0 };
}

function told(verdict: Verdict | undefined): string {
  return `${verdict?.check} ${verdict?.outcome} ${verdict?.level} ${verdict?.findingCount}`;
}

function* scriptsOf(proof: Proof): Generator<{ readonly name: string; readonly script: Script }> {
  const bases = [...proof.bases.keys()].map((name) => ({ name, base: name, edit: () => {} }));
  for (const { name, base, edit } of [...bases, ...proof.faults, ...proof.variants]) {
    const script = baseOf(proof, base).script();
    edit(script);
    yield { name, script };
  }
}

/**
 * Returns the exchange as a recorder of parsed values keeps it: without bytes, event names and end marks. Null if a
 * part cannot be parsed.
 */
function parsed(exchange: Exchange): Exchange | null {
  const { response, failure } = exchange;
  if (failure !== undefined) return null;
  if (response === null) return exchange;
  const body = parsedAgain(response.body);
  return body && { ...exchange, response: { ...response, body } };
}

function parsedAgain(bytes: Uint8Array): Uint8Array | null {
  const { stream, events, unframed } = readStream(bytes);
  if (stream.invalidUtf8At !== null || unframed.length > 0) return null;
  if (events.length === 0) {
    const json = parseJson(decodeText(bytes));
    return json === undefined ? bytes : parsedBody(json).bytes;
  }
  const values = events.filter(({ done }) => !done);
  const areRead = values.every(({ json, sse }) => isObject(json) && sse.name !== 'error' && sse.terminated);
  return areRead ? parsedEvents(values.map(({ json }) => json)).bytes : null;
}
