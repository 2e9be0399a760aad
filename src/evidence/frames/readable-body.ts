/** A body in the form that people see. */
import { jsonText } from '../../text/json-text.ts';
import { decodeText } from '../../text/wire-text.ts';
import { type AwsFrame, headerText, isAwsEventStream, readAwsEventStream } from './aws-event-stream.ts';

/** A text body as it is; for binary frames, the headers and the payload of each as text. */
export function readableBody(body: Uint8Array): string {
  if (!isAwsEventStream(body)) return decodeText(body);
  const { frames, unframed } = readAwsEventStream(body);
  return [...frames.map(readableFrame), ...unframed.map(({ json }) => jsonText(json))].join('\n');
}

function readableFrame(frame: AwsFrame): string {
  const { fault, complaint, headers, payload, start, end } = frame;
  if (fault !== null)
    return `a frame of ${end - start} bytes that cannot be read${complaint === '' ? '' : `: ${complaint}`}`;
  const fields = Object.keys(headers).map((name) => `${name} ${headerText(frame, name) ?? '(no text)'}`);
  return `${fields.join(', ')}\n${payload}`;
}
