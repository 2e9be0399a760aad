/** Checks of other dialects that have no meaning here, with the reason. */
import { withoutGateways } from '../../checks/of-gateways.ts';

const NO_END_MARK = 'the end of the body is the end of the stream; a [DONE] is data that is no JSON';
const WHOLE = 'a call is one whole part, without an index';
const OBJECT = 'args are an object on the wire';
const NO_FIELD = 'there is no such field';
const EVERY_CHUNK = 'every chunk may carry usage';
const GATEWAY = 'it is the gateway OpenRouter that defines it, and it does not speak this dialect';

export const notApplicable: Readonly<Record<string, string>> = {
  'choice/allowed': 'allowedFunctionNames is judged by choice/named',
  'arguments/grammar': 'the arguments of a function are an object',
  'framing/done': NO_END_MARK,
  'framing/nothing-after-done': NO_END_MARK,
  'shape/finish-reason-key': 'a field without a value is left out',
  'shape/tool-calls-absent': NO_FIELD,
  'deltas/index': WHOLE,
  'deltas/index-from-zero': WHOLE,
  'deltas/id-first': WHOLE,
  'deltas/name-first': 'every call is a whole part: see parts/call-name',
  'deltas/type-first': NO_FIELD,
  'deltas/continuation-identity': WHOLE,
  'deltas/arguments-string': OBJECT,
  'ids/type': NO_FIELD,
  'arguments/string': OBJECT,
  'arguments/json': OBJECT,
  'arguments/padding': OBJECT,
  'arguments/whole': OBJECT,
  'finish/length': OBJECT,
  'deltas/no-text-resend': 'what is sent again, text or call, is deltas/no-resend',
  'choice/parallel-off': NO_FIELD,
  'finish/no-phantom': 'no finishReason promises a call',
  'usage/reasoning-within-completion': 'thoughts stand beside the candidates, and may exceed them',
  'usage/chunk-choices-empty': EVERY_CHUNK,
  'usage/once': EVERY_CHUNK,
  'usage/null-elsewhere': EVERY_CHUNK,
  ...withoutGateways(GATEWAY),
};
