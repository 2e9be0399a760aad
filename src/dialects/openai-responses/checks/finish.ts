/** finish: the status of a response, and the members that the status requires. */
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { among, broken, findingAt, HOLDS, type Judgement, NOT_APPLICABLE } from '../../../judge/check.ts';
import { isFilled, isPresent } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import { isObject, type Json, wordOf } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import { OAS_EVENTS, OAS_RESPONSE, seenBroken } from '../authorities.ts';
import type { ResponsesReading } from '../codec/read.ts';
import type { SeenResponse } from '../codec/seen.ts';
import { memberPath } from '../codec/turn.ts';
import { terms } from '../terms.ts';

export const finish: RulesInDialect<ResponsesReading> = {
  'finish/present': {
    title: 'A stream gets a terminal event, a buffered answer a final status',
    authority: [
      OAS_EVENTS('A response ends as completed, incomplete or failed, each with an event.'),
      ...seenBroken('ends'),
    ],
    run: ({ delivery, request, turn, responses, ended, standing }) => {
      if (turn.choices[0]?.finishes.length) return HOLDS;
      if (delivery === 'buffered' && standing.kind === 'answered') {
        if (request.background) return NOT_APPLICABLE;
        const seen = { event: null, path: 'status', value: ended?.json['status'] };
        return broken(findingAt(seen, 'the answer is not finished', 'a final status'));
      }
      const last = responses.at(-1);
      const found = standing.kind === 'empty' ? 'a body of 0 bytes' : show(last?.type ?? undefined);
      return broken({
        event: last?.event ?? null,
        path: '',
        message: 'the stream ended without a terminal event: the answer was cut off',
        found,
        expected: 'response.completed, response.incomplete or response.failed',
      });
    },
  },
  'finish/known': {
    title: 'status and incomplete_details.reason are words of the reference',
    authority: [
      OAS_RESPONSE('status is completed, failed, in_progress, cancelled, queued or incomplete.'),
      OAS_RESPONSE('The reason is max_output_tokens or content_filter.'),
    ],
    run: ({ responses }) => {
      const stated = responses.flatMap((response) => [
        { seen: memberIn(response, 'status'), known: terms.finishes },
        { seen: reasonIn(response), known: REASONS },
      ]);
      const judged = stated.filter(({ seen }) => isPresent(seen.value));
      return among(
        judged,
        judged
          .filter(({ seen: { value }, known }) => typeof value !== 'string' || !known.includes(value))
          .map(({ seen, known }) =>
            findingAt(seen, 'clients do not know this word', `one of ${known.join(', ')}`),
          ),
      );
    },
  },
  'finish/consistent': {
    title: 'The name of an event and the status that it carries agree',
    authority: [OAS_EVENTS('Each of these events is sent when the response has come to that status.')],
    answer: 'streaming',
    run: ({ responses }) => {
      const named = responses.filter(({ json }) => isFilled(json['status']));
      return among(
        named,
        named.flatMap((response) => {
          const due = response.ends === null ? BEGUN : [response.ends];
          const seen = memberIn(response, 'status');
          if (due.includes(wordOf(seen.value))) return [];
          return [findingAt(seen, `the event is ${response.type}`, due.map(show).join(' or '))];
        }),
      );
    },
  },
  'finish/once': {
    title: 'A stream has one terminal event',
    departs: { impact: 'critical', because: 'LangChain doubles the calls of an answer that ends twice' },
    authority: [...seenBroken('afterEnd')],
    run: ({ responses }) => {
      const all = responses.filter(({ ends }) => ends !== null);
      return among(
        all,
        all
          .slice(1)
          .map(({ event, type }) =>
            findingAt(
              { event, path: 'type', value: type },
              `event ${all[0]?.event} had ended the answer`,
              'one terminal event',
            ),
          ),
      );
    },
  },
  'finish/incomplete-reason': {
    authority: [OAS_RESPONSE('incomplete_details says why the response is incomplete.')],
    run: overEnds(({ status: ended, response }) => {
      if (ended !== 'incomplete' && ended !== 'completed') return NOT_APPLICABLE;
      const reason = reasonIn(response);
      if (ended === 'incomplete') {
        return typeof reason.value === 'string' && reason.value !== ''
          ? HOLDS
          : broken(findingAt(reason, 'the answer is incomplete, and does not say why', 'a reason'));
      }
      return isPresent(reason.value)
        ? broken(findingAt(reason, 'the answer is complete', 'no reason'))
        : HOLDS;
    }),
  },
  'finish/failed-error': {
    authority: [
      OAS_RESPONSE('error is what went wrong, with a code and a message; null otherwise.'),
      OAS_EVENTS('response.failed carries it.'),
    ],
    run: overEnds(({ status: ended, response }) => {
      if (ended !== 'failed' && ended !== 'completed') return NOT_APPLICABLE;
      const error = memberIn(response, 'error');
      if (ended === 'completed') {
        return isPresent(error.value) ? broken(findingAt(error, 'the answer is complete', 'null')) : HOLDS;
      }
      const isWhole =
        isObject(error.value) &&
        typeof error.value['code'] === 'string' &&
        typeof error.value['message'] === 'string';
      return isWhole
        ? HOLDS
        : broken(findingAt(error, 'the answer failed, and does not say how', 'a code and a message'));
    }),
  },
};

const REASONS: readonly string[] = ['max_output_tokens', 'content_filter'];
const BEGUN: readonly string[] = ['in_progress', 'queued'];

/**
 * Runs a rule on the final status. In a stream, the name of the terminal event decides, in a body the member status.
 */
function overEnds(rule: (end: { readonly status: Json; readonly response: SeenResponse }) => Judgement) {
  return ({ ended }: ResponsesReading): Judgement => {
    if (ended === null || !isObject(ended.value)) return NOT_APPLICABLE;
    return rule({ status: ended.ends ?? ended.json['status'], response: ended });
  };
}

function memberIn(response: SeenResponse, name: string): Seen {
  return { event: response.event, path: memberPath(response, name), value: response.json[name] };
}

function reasonIn(response: SeenResponse): Seen {
  const details = response.json['incomplete_details'];
  return {
    event: response.event,
    path: memberPath(response, 'incomplete_details.reason'),
    value: isObject(details) ? details['reason'] : undefined,
  };
}
