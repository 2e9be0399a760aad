/** Checks of other dialects that have no meaning here, with the reason. */
import { JUDGED_IN_CHAT } from '../../checks/of-gateways.ts';

const BINARY = 'frames are no text: see frames/*';
const NO_FIELD = 'there is no such field';
const ONCE = 'it is said once, in messageStart';
const IDENTITY = 'deltas carry no identity: the start of a block has it whole';
const OBJECT = 'the input of a call is an object';
const NO_CHOICE = 'toolChoice is auto, any or a tool';

export const notApplicable: Readonly<Record<string, string>> = {
  'choice/allowed': 'toolChoice names one tool, or any',
  'arguments/grammar': 'a tool has an inputSchema, and its input is JSON',
  'framing/utf-8': BINARY,
  'framing/done': 'a stream ends with messageStop and metadata: see finish/present',
  'framing/nothing-after-done': 'there is no [DONE]: see deltas/none-after-finish',
  'framing/final-event-terminated': BINARY,
  'framing/no-named-events': BINARY,
  'framing/comments': BINARY,
  'events/stop': 'messageStop is what brings the stopReason: see finish/present',
  'events/nothing-after-stop': 'see deltas/none-after-finish and usage/last',
  'shape/finish-reason-key': 'stopReason is required and never null: see finish/present',
  'shape/one-id': NO_FIELD,
  'shape/one-created': NO_FIELD,
  'shape/one-model': NO_FIELD,
  'shape/choice-index': 'there are no choices',
  'shape/role-first': ONCE,
  'shape/tool-calls-absent': NO_FIELD,
  'deltas/type-first': IDENTITY,
  'deltas/continuation-identity': IDENTITY,
  'ids/type': 'the member of a block is what makes it a call',
  'arguments/string': OBJECT,
  'arguments/empty': 'no text is {} here: a call without parameters may send it',
  'arguments/padding': OBJECT,
  'choice/none': NO_CHOICE,
  'choice/parallel-off': NO_FIELD,
  'usage/cached-within-prompt': 'of some models inputTokens leaves out what the cache took',
  'usage/reasoning-within-completion': NO_FIELD,
  'usage/chunk-choices-empty': 'there are no choices',
  'usage/null-elsewhere': NO_FIELD,
  'reasoning/counted': NO_FIELD,
  ...JUDGED_IN_CHAT,
  'routing/model': 'an answer does not say which model it is of',
  'errors/code': NO_FIELD,
};
