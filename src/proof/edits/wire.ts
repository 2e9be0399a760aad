/** Edits of bytes. */
import type { BreaksOff } from '../../answers/script.ts';
import { type ExchangeEdit, responseOf } from './edit.ts';

const COMMENT = ': OPENROUTER PROCESSING\n\n';

export function recode(change: (body: Buffer) => Uint8Array): ExchangeEdit {
  return (exchange) => {
    responseOf(exchange).recodings.push((body) => {
      const bytes = change(body);
      if (body.equals(bytes)) throw new Error('the bytes stayed as they were');
      return bytes;
    });
  };
}

export function recodeText(change: (text: string) => string): ExchangeEdit {
  return recode((body) => Buffer.from(change(body.toString('utf8'))));
}

export function firstHalf(text: string): string {
  return text.slice(0, text.length / 2);
}

/** Changes ASCII characters, and leaves all other bytes as they are, however broken. */
function recodeAscii(change: (text: string) => string): ExchangeEdit {
  return recode((body) => Buffer.from(change(body.toString('latin1')), 'latin1'));
}

/** Puts other bytes in place of each run of these. */
export function replaceBytes(wanted: string, put: Buffer): ExchangeEdit {
  const run = Buffer.from(wanted).toString('latin1');
  return recodeAscii((text) => text.replaceAll(run, put.toString('latin1')));
}

export const CRLF = recodeAscii((text) => text.replaceAll('\n', '\r\n'));
export const LONE_CR = recodeAscii((text) => text.replaceAll('\n', '\r'));
export const BOM = recode((body) => Buffer.concat([Buffer.from('\uFEFF'), body]));
/** The line ends of each event are of one kind, those of the next of another. */
export const MIXED_LINE_ENDS = recodeAscii((text) =>
  text
    .split(/(?<=\n\n)/u)
    .map((event, position) => event.replaceAll('\n', ['\n', '\r\n', '\r'][position % 3] ?? '\n'))
    .join(''),
);
/** A comment before and after every event. */
export const COMMENTS = recodeAscii((text) => `${COMMENT}${text.replaceAll('\n\n', `\n\n${COMMENT}`)}`);

/** The body came in pieces of this many bytes. */
export function inPieces(bytes: number): ExchangeEdit {
  return (exchange) => {
    responseOf(exchange).pieceLength = bytes;
  };
}

/** The connection or the recording ends before the body does. */
export function breakOff(how: BreaksOff): ExchangeEdit {
  return (exchange) => {
    responseOf(exchange).breaksOff = how;
  };
}

/** The recording does not prove that it has the whole body. */
export const unproven: ExchangeEdit = (exchange) => {
  responseOf(exchange).provenComplete = false;
};

/** A body without a byte; whether the recording proves that there was none. */
export function emptyBody(provenComplete: boolean): ExchangeEdit {
  return (exchange) => {
    const response = responseOf(exchange);
    response.body = { kind: 'text', text: '' };
    response.provenComplete = provenComplete;
  };
}
