/** Checks of other dialects that have no meaning here, with the reason. */
import { JUDGED_IN_CHAT } from '../../checks/of-gateways.ts';

const ONCE = 'it is said once, in message_start';
const NO_FIELD = 'there is no such field';
const IDENTITY = 'deltas carry no identity: the start of a block has it whole';
const OBJECT = 'the input of a call is an object';
const CACHE = 'input_tokens leaves out what the cache took';

export const notApplicable: Readonly<Record<string, string>> = {
  'choice/allowed': 'tool_choice names one tool, or any',
  'arguments/grammar': 'a tool has an input_schema, and its input is an object',
  'framing/done': 'a stream ends with message_stop: see events/stop',
  'framing/nothing-after-done': 'there is no [DONE]: see events/nothing-after-stop',
  'framing/no-named-events': 'the contrary holds: see events/named',
  'shape/one-id': ONCE,
  'shape/one-created': NO_FIELD,
  'shape/one-model': ONCE,
  'shape/choice-index': 'there are no choices',
  'shape/role-first': ONCE,
  'shape/tool-calls-absent': NO_FIELD,
  'deltas/type-first': IDENTITY,
  'deltas/continuation-identity': IDENTITY,
  'ids/type': 'the type of a block is what makes it a call',
  'arguments/string': OBJECT,
  'arguments/empty': '"" is {} here: a call without parameters sends it',
  'arguments/padding': OBJECT,
  'usage/total': NO_FIELD,
  'usage/cached-within-prompt': CACHE,
  'usage/chunk-choices-empty': 'there are no choices',
  'usage/last': 'message_delta has its place by events/*',
  'usage/null-elsewhere': NO_FIELD,
  ...JUDGED_IN_CHAT,
  'errors/code': NO_FIELD,
};
