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

/** Changes ASCII characters. All other bytes stay unchanged, even if they are invalid. */
function recodeAscii(change: (text: string) => string): ExchangeEdit {
  return recode((body) => Buffer.from(change(body.toString('latin1')), 'latin1'));
}

/** Replaces each occurrence of a byte sequence. */
export function replaceBytes(wanted: string, put: Buffer): ExchangeEdit {
  const run = Buffer.from(wanted).toString('latin1');
  return recodeAscii((text) => text.replaceAll(run, put.toString('latin1')));
}

export const CRLF = recodeAscii((text) => text.replaceAll('\n', '\r\n'));
export const LONE_CR = recodeAscii((text) => text.replaceAll('\n', '\r'));
export const BOM = recode((body) => Buffer.concat([Buffer.from('\uFEFF'), body]));
/** Uses another kind of line end in each event: LF, CRLF and CR in turn. */
export const MIXED_LINE_ENDS = recodeAscii((text) =>
  text
    .split(/(?<=\n\n)/u)
    .map((event, position) => event.replaceAll('\n', ['\n', '\r\n', '\r'][position % 3] ?? '\n'))
    .join(''),
);
/** Adds a comment before and after every event. */
export const COMMENTS = recodeAscii((text) => `${COMMENT}${text.replaceAll('\n\n', `\n\n${COMMENT}`)}`);

/** Makes the body arrive in pieces of this number of bytes. */
export function inPieces(bytes: number): ExchangeEdit {
  return (exchange) => {
    responseOf(exchange).pieceLength = bytes;
  };
}

/** Ends the connection or the recording before the end of the body. */
export function breakOff(how: BreaksOff): ExchangeEdit {
  return (exchange) => {
    responseOf(exchange).breaksOff = how;
  };
}

/** Removes the proof that the recording has the whole body. */
export const unproven: ExchangeEdit = (exchange) => {
  responseOf(exchange).provenComplete = false;
};

/**
 * Empties the body.
 *
 * @param provenComplete true when the recording proves that the body was empty
 */
export function emptyBody(provenComplete: boolean): ExchangeEdit {
  return (exchange) => {
    const response = responseOf(exchange);
    response.body = { kind: 'text', text: '' };
    response.provenComplete = provenComplete;
  };
}
