/** Explains why there was no answer, and what to do about it, in one line. */
import { HUNG_UP, isEndless, isTimedOut } from '../evidence/exchange.ts';
import { isErrorUnderSuccess, NO_BODY } from '../results/conversation-result.ts';
import type { ConversationRecord, TargetRecord } from '../results/results.ts';
import { groupBy } from '../text/group-by.ts';

type Unanswered = NonNullable<ConversationRecord['unanswered']>[number];

/** The known facts about the target. */
export type Asked = Pick<TargetRecord, 'model'> &
  Partial<Pick<TargetRecord, 'keyEnv'>> & {
    /** True when somebody else's client made the requests, with a key of its own. */
    readonly byOthers?: boolean;
  };

/** @param conversations of one target, none of which was answered */
export function whyUnanswered(
  conversations: readonly Pick<ConversationRecord, 'unanswered' | 'notSent'>[],
  asked: Asked | undefined,
): string {
  const notSent = conversations.flatMap((conversation) => conversation.notSent ?? []);
  if (notSent.length === conversations.length && notSent[0] !== undefined) return whyNotSent(notSent[0]);
  const sent = conversations
    .flatMap(({ unanswered = [] }) => unanswered)
    .filter(({ reason }) => !reason.startsWith('not sent: '));
  const all = sent.filter(({ reason }) => reason !== HUNG_UP);
  const [first] = all;
  if (first === undefined && sent.length > 0)
    return 'the client hung up on every answer; let it read one to its end';
  if (first === undefined) return 'no request was sent; look at the recordings';
  // A request that is malformed on purpose is refused in another way than the others.
  const kinds = [...groupBy(all, ({ status }) => status)].toSorted(
    ([, left], [, right]) => right.length - left.length,
  );
  const [status, alike] = kinds[0] ?? [null, all];
  const [example = first] = alike;
  if (status === null) return whyLost(example.reason, asked?.byOthers);
  if (kinds.length === 1) return whyRefused({ status, reason: example.reason }, asked);
  const most = `${alike.length} of ${all.length} requests were ${refusedWith(status)}`;
  return `${most}${saidBy(example)}: ${stepAfter(status, asked)}`;
}

/** Explains refusals when all requests were refused in the same way. */
export function whyRefused(
  { status, reason }: { readonly status: number; readonly reason: string },
  asked: Asked | undefined,
): string {
  const said = saidBy({ status, reason });
  return `every request was ${refusedWith(status)}${said}: ${stepAfter(status, asked)}`;
}

function refusedWith(status: number): string {
  return isErrorUnderSuccess({ status })
    ? `answered with an error under ${status}`
    : `refused with ${status}`;
}

function whyNotSent(reason: string): string {
  return reason === 'budget'
    ? 'no request was sent (budget); raise --max-cost or --max-tokens'
    : `no request was sent (${reason}); run it again`;
}

/**
 * Explains why there was no response.
 *
 * @param reason from the transport
 * @param byOthers true for requests that `watch` recorded
 */
export function whyLost(reason: string, byOthers = false): string {
  if (reason === NO_BODY) return `${reason}; record it again, with the bodies`;
  if (isEndless({ failure: reason })) {
    const step = byOthers ? 'keep more of it with --max-body' : 'correct the server';
    return `no answer could be read: ${reason}; ${step}`;
  }
  const proxy = / to the proxy of (\w+)/u.exec(reason)?.[1];
  if (proxy !== undefined)
    return `${reason}: start the proxy, correct ${proxy}, or name the host of the base URL in NO_PROXY`;
  const refused = /ECONNREFUSED (\[?[^\s)]+:\d+)/u.exec(reason)?.[1];
  if (refused !== undefined)
    return `nothing listens at ${refused}: start the server, or correct the base URL`;
  const unknown = /(?:ENOTFOUND|EAI_AGAIN) ([^\s)]+)/u.exec(reason)?.[1];
  if (unknown !== undefined) return `no address is known for ${unknown}: correct the host in the base URL`;
  if (reason.startsWith('the proxy wants a login'))
    return `${reason}: write http://NAME:PASSWORD@HOST:PORT into HTTP_PROXY or HTTPS_PROXY`;
  const tunnel = /Proxy response \((\d+)\)/u.exec(reason)?.[1];
  if (tunnel !== undefined)
    return `the proxy passes nothing on to that host (${tunnel}): correct HTTPS_PROXY, or name the host in NO_PROXY`;
  const through = / through the proxy of (\w+)/u.exec(reason)?.[1];
  const isPlain = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/u.test(reason);
  if (isPlain && through !== undefined)
    return `no TLS is spoken there: where ${through} begins with https://, try http:// for the proxy; else correct the base URL`;
  if (isPlain)
    return 'the server does not speak TLS there: write http:// in the base URL, or correct its port';
  if (/certificate|TLS|SSL|CERT_|EPROTO/u.test(reason) && !reason.includes('ECONNRESET'))
    return `no secure connection could be made: ${reason}; correct the base URL, or the certificate of the server`;
  if (through !== undefined)
    return `no request was answered: ${reason}; does the proxy reach that host? correct ${through}, or name the host in NO_PROXY`;
  if (isTimedOut({ failure: reason }) && / within the head | bytes of the body /u.test(reason))
    return `no request was answered: ${reason}; correct the server, or give it more time with --timeout`;
  return `no request was answered: ${reason}; is the server up, and the base URL right?`;
}

/** Returns the server's own message; for 401 and 403 the status is enough, because messages about a wrong key vary. */
function saidBy({ status, reason }: Pick<Unanswered, 'status' | 'reason'>): string {
  const words = reason.replace(/^HTTP \d+(?:: )?/u, '');
  return words === '' || status === 401 || status === 403 ? '' : ` (${words})`;
}

/** Returns the next step when every request was refused. */
function stepAfter(status: number, asked: Asked | undefined): string {
  if (status === 401 || status === 403) {
    if (asked?.byOthers === true) return 'the server wants a key; give the client one that it takes';
    return asked?.keyEnv === undefined
      ? 'the server wants a key; name the variable that holds it with --key-from, or with keyEnv in the configuration'
      : `is the key in ${asked.keyEnv} valid?`;
  }
  if (status === 402) return 'is the account in credit?';
  if (status === 404) return `has the server a model ${asked?.model ?? ''}, and is the base URL right?`;
  if (status === 429) return 'wait, or send fewer requests at the same time';
  if (status >= 500 || isErrorUnderSuccess({ status })) return 'look at the log of the server';
  if (status >= 300 && status < 400) return 'correct the base URL: redirects are not followed';
  return 'look at its answers, and correct what every request carries (model, headers, body)';
}
