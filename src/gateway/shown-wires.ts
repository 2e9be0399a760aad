/** One exchange on both wires, as text for people. */
import type { Exchange } from '../evidence/exchange.ts';
import { readableBody } from '../evidence/frames/readable-body.ts';
import { shorten } from '../text/json-text.ts';
import { decodeText } from '../text/wire-text.ts';
import type { PairedExchange } from './held-conversation.ts';
import type { ShownWires } from './record.ts';

/** The maximum length in characters; a stream of a few events fits. */
const LENGTH = 1400;

export function shownWires({ outer, inner }: PairedExchange): ShownWires {
  const within = inner.at(-1)?.exchange;
  return {
    outerRequest: requestText(outer),
    innerRequest: within === undefined ? null : requestText(within),
    innerAnswer: within === undefined ? null : answerText(within),
    outerAnswer: answerText(outer),
  };
}

function requestText({ request: { method, url, body } }: Exchange): string {
  return shorten(`${method} ${URL.canParse(url) ? new URL(url).pathname : url}\n${decodeText(body)}`, LENGTH);
}

function answerText({ response, failure }: Exchange): string {
  if (response === null) return failure ?? 'no answer came';
  return shorten(`HTTP ${response.status}\n${readableBody(response.body)}`, LENGTH);
}
