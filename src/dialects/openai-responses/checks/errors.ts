/** errors: the rules that only the Responses API has. */
import { statusOf, strayErrorFaults } from '../../../checks/errors.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { among, broken, findingAt, HOLDS, inconclusive, NOT_APPLICABLE } from '../../../judge/check.ts';
import { isFilledText, isPresent } from '../../../reading/presence.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { OAS_ERRORS, OAS_EVENTS, OAS_RESPONSE } from '../authorities.ts';
import type { ResponsesReading } from '../codec/read.ts';

export const errors: RulesInDialect<ResponsesReading> = {
  'errors/code': {
    authority: [OAS_ERRORS('An error has a code, which may be null.')],
    run: (reading) => {
      if (statusOf(reading) < 400) return NOT_APPLICABLE;
      if (reading.error === null) return inconclusive('there is no error object: see errors/shape');
      const { json, path } = reading.error;
      const { code } = json;
      if (code === null || typeof code === 'string') return HOLDS;
      const seen = { event: null, path: `${path}.code`, value: code };
      return broken(findingAt(seen, isPresent(code) ? 'the code is no text' : 'no code', 'a string or null'));
    },
  },
  'errors/not-in-200': {
    title: 'A buffered 200 has error null or absent, unless its status is failed',
    authority: [OAS_RESPONSE('error is null unless the model failed to generate a response.')],
    run: ({ turn, ended }) =>
      ended?.json['status'] === 'failed'
        ? HOLDS
        : among(
            1,
            turn.errors.map((seen) => findingAt(seen, 'an error under a status of success', 'no error')),
          ),
  },
  'errors/midstream': {
    title: 'An error event has a non-empty message, and only response.failed follows it',
    authority: [OAS_EVENTS('An error event has a code, a message and a param.')],
    run: ({ errorEvents, typed, turn }) => {
      const unseen = strayErrorFaults(turn.errors);
      const [first] = errorEvents;
      if (first === undefined) return among(unseen, unseen);
      const unreadable = errorEvents.filter(
        ({ json, type }) => type === '' || !isFilledText(messageOf(json)),
      );
      const later = typed.filter(
        ({ event, type, known }) => known && event > first.event && type !== 'response.failed',
      );
      return among(1, [
        ...unseen,
        ...unreadable.map(({ event, json }) =>
          findingAt(
            { event, path: '', value: json },
            'clients cannot read this error',
            'the type error, and a message',
          ),
        ),
        ...later.map(({ event, type }) =>
          findingAt(
            { event, path: 'type', value: type },
            `event ${first.event} was an error, and the stream went on`,
            'the end of the stream, or response.failed',
          ),
        ),
      ]);
    },
  },
};

function messageOf(event: JsonObject): Json {
  return isObject(event['error']) ? event['error']['message'] : event['message'];
}
