/** Seeded faults and legal variants of refused requests that repeat a thought. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, everyTurn, turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { valueAt, write } from '../../../proof/json-path.ts';
import { listOf } from '../../../reading/presence.ts';
import type { JsonObject } from '../../../text/json.ts';
import { refuse, refuseSignature, refuseThought } from './edits.ts';
import { OTHER_CALL, rearrange } from './places.ts';

/** The history begins with an older call and its result. */
const behindOlderCall = everyTurn(({ request }) => {
  request['messages'] = [
    { role: 'user', content: 'What time is it?' },
    { role: 'assistant', content: [{ ...OTHER_CALL }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: OTHER_CALL.id, content: '9' }] },
    ...listOf(request['messages']),
  ];
});

export const refusedEchoes: Table = [
  faults('signatures/echo-accepted', 'reasoning/buffered', {
    'signatures/refused-under-a-mark-for-the-cache': [
      'the client marks the tool for the cache, and the provider refuses its own signature',
      turn(2, ask('tools[0].cache_control', { type: 'ephemeral' }), refuseSignature),
    ],
  }),
  variants('signatures/echo-accepted', 'reasoning/buffered', {
    'signatures/under-another-system-prompt': [
      'the client changes the system prompt that the thought was thought under',
      turn(2, ask('system', 'It is noon.'), refuseSignature),
      { outcome: 'inconclusive' },
    ],
    'signatures/under-other-tools': [
      'the client changes a tool that was on offer before the thought',
      turn(2, ask('tools[0].description', 'Another'), refuseSignature),
      { outcome: 'inconclusive' },
    ],
    'signatures/behind-an-older-call-under-another-id': [
      'the client changes the id of a call that came before the thought',
      all(behindOlderCall, turn(2, ask('messages[1].content[0].id', 'toolu_mine'), refuseSignature)),
      { outcome: 'inconclusive' },
    ],
    'signatures/behind-an-older-pair-under-another-id': [
      'the client changes the id of a call and of its result that came before the thought',
      all(
        behindOlderCall,
        turn(
          2,
          ask('messages[1].content[0].id', 'toolu_mine'),
          ask('messages[2].content[0].tool_use_id', 'toolu_mine'),
          refuseSignature,
        ),
      ),
      { outcome: 'inconclusive' },
    ],
    'signatures/behind-an-older-call-with-another-input': [
      'the client changes the input of a call that came before the thought',
      all(behindOlderCall, turn(2, ask('messages[1].content[0].input', { zone: 'UTC' }), refuseSignature)),
      { outcome: 'inconclusive' },
    ],
    'signatures/behind-an-older-call-of-another-tool': [
      'the client changes the name of a call that came before the thought',
      all(behindOlderCall, turn(2, ask('messages[1].content[0].name', 'clock'), refuseSignature)),
      { outcome: 'inconclusive' },
    ],
    'signatures/behind-an-older-result-under-another-id': [
      'the client changes the id of a result that came before the thought',
      all(behindOlderCall, turn(2, ask('messages[2].content[0].tool_use_id', 'toolu_mine'), refuseSignature)),
      { outcome: 'inconclusive' },
    ],
    'signatures/behind-another-prompt': [
      'the client changes the prompt before the thought',
      turn(2, ask('messages[0].content', 'And in Bergen?'), refuseSignature),
      { outcome: 'inconclusive' },
    ],
  }),
  faults('results/call-kept', 'reasoning/buffered', {
    'results/input-changed-and-signature-refused': [
      'the client repeats the thought as it was and the call with another input, and the signature is refused',
      turn(2, ask('messages[1].content[1].input', { location: 'Bergen' }), refuseSignature),
    ],
  }),
  faults('reasoning/echo-accepted', 'reasoning/buffered', {
    'reasoning/of-a-type-that-is-refused': [
      'the provider knows no blocks of the type of its own thought',
      turn(
        2,
        refuse(
          400,
          'invalid_request_error',
          "{'loc': ('body', 'messages', 1, 'content', 0, 'type'), 'msg': \"Input should be 'text', 'tool_use' or " +
            "'tool_result'\", 'input': 'thinking'}",
        ),
      ),
    ],
    'reasoning/said-to-be-missing': [
      'the provider says that the thought is missing, which came back',
      turn(
        2,
        refuse(
          400,
          'invalid_request_error',
          'The `content[].thinking` in the thinking mode must be passed back.',
        ),
      ),
    ],
  }),
  variants('reasoning/echo-accepted', 'reasoning/buffered', {
    'reasoning/missed-behind-an-older-call': [
      'the history begins with a call that was not recorded, and the provider misses a thought',
      all(
        behindOlderCall,
        turn(
          1,
          setBody('content', ([, call]: readonly JsonObject[]) => [call]),
        ),
        turn(
          2,
          ({ request }) =>
            write(request, 'messages[4].content', listOf(valueAt(request, 'messages[4].content')).slice(1)),
          refuse(400, 'invalid_request_error', 'A call came back without its thinking'),
        ),
      ),
      { outcome: 'inconclusive' },
    ],
    'reasoning/refused-beside-what-the-client-added': [
      'the client puts a text before the call that it repeats, and the provider refuses the thought',
      turn(
        2,
        rearrange(([thought, ...rest]) => [thought, { type: 'text', text: 'Well.' }, ...rest]),
        refuseThought,
      ),
      { outcome: 'inconclusive' },
    ],
  }),
];
