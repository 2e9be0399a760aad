/** Checks of other dialects that have no meaning here, with the reason. */
import { withoutGateways } from '../../checks/of-gateways.ts';

const NO_EVENTS = 'a stream is lines of JSON, not server-sent events';
const WHOLE = 'a call is whole on its line';
const OBJECT = 'arguments are an object on the wire';
const NO_FIELD = 'there is no such field';
const NO_CHOICE = 'no field says whether tools are to be called';
const GATEWAY = 'it is the gateway OpenRouter that defines it, and it does not speak this dialect';

export const notApplicable: Readonly<Record<string, string>> = {
  'arguments/grammar': 'the arguments of a function are an object',
  'framing/done': 'a stream ends with done: true: see lines/done',
  'framing/nothing-after-done': 'see lines/nothing-after-done',
  'framing/final-event-terminated': 'clients read the last line without its line end too',
  'framing/no-named-events': NO_EVENTS,
  'framing/comments': NO_EVENTS,
  'shape/one-id': NO_FIELD,
  'shape/choice-index': 'there is one answer, without an index',
  'shape/role-first': 'every line says its role: see shape/chunk',
  'deltas/index': WHOLE,
  'deltas/index-from-zero': WHOLE,
  'deltas/one-call-per-index': WHOLE,
  'deltas/id-first': 'an id is optional: see ids/present',
  'deltas/name-first': 'a call is whole: see shape/tool-calls',
  'deltas/type-first': NO_FIELD,
  'deltas/continuation-identity': WHOLE,
  'deltas/arguments-string': OBJECT,
  'deltas/none-after-finish': 'see lines/nothing-after-done',
  'ids/type': NO_FIELD,
  'arguments/string': OBJECT,
  'arguments/json': OBJECT,
  'arguments/empty': OBJECT,
  'arguments/padding': OBJECT,
  'arguments/whole': OBJECT,
  'choice/none': NO_CHOICE,
  'choice/required': NO_CHOICE,
  'choice/named': NO_CHOICE,
  'choice/allowed': NO_CHOICE,
  'choice/parallel-off': NO_CHOICE,
  'finish/length': OBJECT,
  'finish/no-phantom': 'no done_reason promises a call',
  'roundtrip/dropped-signature': 'a thought has no signature',
  'usage/total': 'there is no total',
  'usage/cached-within-prompt': NO_FIELD,
  'usage/reasoning-within-completion': 'eval_count counts thoughts and text together',
  'usage/chunk-choices-empty': 'there are no choices',
  'usage/null-elsewhere': 'other lines leave the counts out',
  ...withoutGateways(GATEWAY),
  'errors/code': NO_FIELD,
  'reasoning/counted': 'eval_count counts thoughts and text together',
};
