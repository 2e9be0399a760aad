/** Exchanges of Chat Completions as an audit finds them in a recording. */
import { judgeRecording } from '../../src/audit/judge-recording.ts';
import type { RecordedExchange } from '../../src/evidence/recordings/recorded.ts';
import { bytesOf } from './conversation-evidence.ts';
import { namesOf } from './recording-verdicts.ts';

export const USER = { role: 'user', content: 'How warm is it?' };
/** A message of calls: each by its id, and a city behind it where the call has one. */
export const asks = (...calls: string[]) => ({
  role: 'assistant',
  tool_calls: calls.map((call) => {
    const [id, city] = call.split(' ');
    return { id, type: 'function', function: { name: 'weather', arguments: JSON.stringify({ city }) } };
  }),
});
/** The result of a call. */
export const answers = (id: string) => ({ role: 'tool', tool_call_id: id, content: '40' });

/** What is asked, and what is answered. */
export interface Said {
  readonly messages: readonly object[];
  /** The ids of the calls that come back; none: text. */
  readonly calls?: readonly string[];
  readonly status?: number;
  readonly more?: object;
  readonly url?: string;
  /** The whole body of the answer, where it is none of Chat Completions. */
  readonly answered?: object;
}

/** An exchange of Chat Completions as a recorder kept it. */
export function recorded({
  messages,
  calls = [],
  status = 200,
  more = {},
  url = 'https://llm.test/v1/chat/completions',
  answered,
}: Said): RecordedExchange {
  const message = {
    role: 'assistant',
    content: calls.length > 0 ? null : 'Warm.',
    ...(calls.length > 0 ? asks(...calls) : {}),
  };
  const usage = { prompt_tokens: 9, completion_tokens: 1, total_tokens: 10 };
  const completion = {
    id: 'a',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' }],
    usage,
  };
  const body = answered ?? (status === 200 ? completion : { error: { message: 'busy', code: null } });
  return {
    exchange: {
      request: {
        method: 'POST',
        url,
        headers: [],
        body: bytesOf(JSON.stringify({ model: 'm', messages, ...more })),
      },
      response: {
        status,
        headers: [['Date', ['Mon, 02 Mar 2026 10:00:00 GMT']]],
        body: bytesOf(JSON.stringify(body)),
        provenComplete: false,
      },
    },
    line: 1,
    fidelity: 'bytes',
  };
}

/** What an audit makes of a recording. */
export function judged(recording: readonly RecordedExchange[]) {
  return judgeRecording(recording, 'x', namesOf('x'));
}
