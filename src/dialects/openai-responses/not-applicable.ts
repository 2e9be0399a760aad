/** Checks of other dialects that have no meaning here, with the reason. */
export const notApplicable: Readonly<Record<string, string>> = {
  'framing/done': 'the terminal event is the end of a stream: finish/present',
  'framing/no-named-events': 'events have names here: events/name',
  'shape/finish-reason-key': 'a response has a status from its first event on',
  'shape/choice-index': 'a response is one answer, without choices',
  'shape/role-first': 'an item is announced with its role: shape/role',
  'shape/tool-calls': 'a call is an item of its own: items/type',
  'shape/tool-calls-misplaced': 'a call is an item of its own: items/type',
  'shape/tool-calls-absent': 'a call is an item of its own: items/type',
  'deltas/type-first': 'the type is what makes an item a call: items/identity',
  'deltas/continuation-identity': 'deltas name their item by its id: items/identity and events/item-id',
  'deltas/no-resend':
    'the arguments are repeated whole, so that their sum can be compared: items/arguments-sum',
  'ids/type': 'the type is what makes an item a call: items/type',
  'finish/tool-calls': 'completed says nothing of calls',
  'finish/no-phantom': 'completed says nothing of calls',
  'roundtrip/dropped-signature':
    'calls may go back without the reasoning before them, as OpenAI itself accepts: reasoning/echoed tells who does it',
  'usage/chunk-choices-empty': 'usage is part of the response object',
  'usage/last': 'usage is part of the terminal event, which nothing follows: deltas/none-after-finish',
  'usage/null-elsewhere': 'usage is part of the response object: usage/once',
  'cost/free-is-free': 'the reference of this API does not say how free variants are billed',
  'cost/rate-stable': 'the response does not name the upstream whose price would be compared',
  'cost/matches-price': 'the response does not name the upstream whose price would be compared',
  'routing/provider-reported': 'the response object has no field for the upstream',
  'routing/pinned': 'the response object has no field for the upstream',
  'routing/stable': 'the response object has no field for the upstream',
};
