/** frames: the framing that a decoder must read before it gets an event. */
import { CUT_OFF } from '../../../checks/framing.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { type AwsFrame, headerText } from '../../../evidence/frames/aws-event-stream.ts';
import {
  among,
  type Finding,
  findingAt,
  findingsIn,
  inconclusive,
  type Judgement,
  NO_FINDINGS,
} from '../../../judge/check.ts';
import { FRAMES, SDK, seenBroken } from '../authorities.ts';
import type { ConverseReading } from '../codec/read.ts';

export const frames: RulesInDialect<ConverseReading> = {
  'frames/length': {
    authority: [FRAMES('A frame begins with its length and that of its headers, which lie within it.')],
    run: overFrames(({ frames: all }) =>
      all
        .filter(({ fault }) => fault === 'length')
        .map((frame) => faultOf(frame, 'this frame says a length that it cannot have', 'lengths that fit')),
    ),
  },
  'frames/whole': {
    authority: [FRAMES('A frame is as long as it says.'), SDK('A stream that ends within a frame throws.')],
    run: (reading) => {
      const cut = reading.frames.filter(({ fault }) => fault === 'cut');
      if (cut.length > 0 && reading.truncated) return inconclusive(CUT_OFF);
      return among(
        reading.frames,
        cut.map((frame) => faultOf(frame, 'the body ends before this frame does', 'a whole frame')),
      );
    },
  },
  'frames/crc': {
    authority: [
      FRAMES('One checksum is of the lengths, the other of the whole frame before it.'),
      SDK('A frame whose checksum does not fit throws, and the rest of the answer is lost.'),
      ...seenBroken('frames/crc'),
    ],
    run: overFrames(({ frames: all }) =>
      all
        .filter(({ fault }) => fault === 'checksum')
        .map((frame) => faultOf(frame, frame.complaint, 'the checksums of its bytes')),
    ),
  },
  'frames/headers': {
    authority: [
      FRAMES(':message-type is event, exception or error; :event-type and :exception-type name which.'),
      SDK('Clients know no frame without the name of its event.'),
    ],
    run: overFrames(({ frames: all }) => findingsIn(all, headerFaults)),
  },
  'frames/content-type': {
    authority: [FRAMES(':content-type says what the payload is.')],
    run: overFrames(({ frames: all }) =>
      all
        .filter(
          (frame) =>
            frame.fault === null &&
            headerText(frame, ':content-type') !== 'application/json' &&
            headerText(frame, ':message-type') === 'event',
        )
        .map((frame) => findingAtHeader(frame, ':content-type', 'application/json')),
    ),
  },
};

/** Runs a rule on the frames. A stream with other framing is reported by framing/content-type. */
function overFrames(rule: (reading: ConverseReading) => readonly Finding[]) {
  return (reading: ConverseReading): Judgement => among(reading.frames, rule(reading));
}

function faultOf({ number, start, end }: AwsFrame, message: string, expected: string): Finding {
  return { event: number, path: '', message, found: `${end - start} bytes from byte ${start}`, expected };
}

const NAMED_BY: ReadonlyMap<string, string> = new Map([
  ['event', ':event-type'],
  ['exception', ':exception-type'],
  ['error', ':error-code'],
]);

function headerFaults(frame: AwsFrame): readonly Finding[] {
  const { fault, complaint } = frame;
  if (fault === 'headers') return [faultOf(frame, complaint, 'headers of a known type')];
  if (fault !== null) return NO_FINDINGS;
  const name = NAMED_BY.get(headerText(frame, ':message-type') ?? '');
  if (name === undefined) return [findingAtHeader(frame, ':message-type', 'event, exception or error')];
  return headerText(frame, name) === undefined ? [findingAtHeader(frame, name, 'a name')] : NO_FINDINGS;
}

function findingAtHeader(frame: AwsFrame, header: string, expected: string): Finding {
  const seen = { event: frame.number, path: '', value: headerText(frame, header) };
  return findingAt(seen, `the header ${header} of this frame`, expected);
}
