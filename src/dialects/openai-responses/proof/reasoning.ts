/** Seeded faults and legal variants of reasoning: thoughts, what they cost, and how they come back. */
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, type Edit, type ExchangeEdit, turn } from '../../../proof/edits/edit.ts';
import { about, ask } from '../../../proof/edits/exchange.ts';
import { drop, set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { WHATEVER_NEEDS_AN_ANSWER } from '../../../proof/inconclusive.ts';
import { refuse, says } from './edits.ts';
import { ADDED, CLOSED, itemId, ofItem, TERMINAL } from './places.ts';

const TEXTED = 'text/buffered';
const THOUGHT = 'reasoning/buffered';
const STREAMED = 'reasoning/streaming';
const COUNT = 'usage.output_tokens_details.reasoning_tokens';
const SECRET = 'encrypted_content';
const UNJUDGED = { turnsInconclusive: ['reasoning/echo-accepted'] };

/** The client leaves the thought out. */
const forgetThought: ExchangeEdit = ({ request }) => {
  const { input } = request;
  if (!Array.isArray(input)) throw new Error('the request has no list of items');
  request['input'] = input.toSpliced(1, 1);
};

/** The client names the thought by its id. */
const nameThought: Edit = (script) => {
  const [first] = script.exchanges;
  if (first === undefined) throw new Error('the conversation is empty');
  turn(2, ask('input[1]', { type: 'item_reference', id: itemId(first, 0) }))(script);
};

export const faults: readonly SeededFault[] = [
  fault(
    'reasoning/in-tags',
    'the text begins with thoughts in tags',
    TEXTED,
    [says('<think>A greeting.</think>Good morning!')],
    'reasoning/not-in-content',
  ),
  fault(
    'reasoning/channel',
    'the text begins with the analysis channel of the Harmony format',
    'text/streaming',
    [says('<|channel|>analysis<|message|>A greeting.')],
    'reasoning/not-in-content',
  ),
  fault(
    'reasoning/not-counted',
    'there is reasoning, and reasoning_tokens is 0',
    THOUGHT,
    [setBody(COUNT, 0)],
    'reasoning/counted',
  ),
  fault(
    'reasoning/unreadable',
    'a thought has no encrypted content, though it was asked for',
    THOUGHT,
    turn(2, dropBody(`output[0].${SECRET}`)),
    'reasoning/encrypted',
  ),
  fault(
    'reasoning/secret-empty',
    'the encrypted content of a thought is empty when it is done',
    STREAMED,
    turn(2, set(ofItem(0, CLOSED), `item.${SECRET}`, '')),
    'reasoning/encrypted',
  ),
  fault(
    'reasoning/left-out-by-the-client',
    'the client repeats the call without the thought before it',
    THOUGHT,
    turn(2, forgetThought),
    'reasoning/echoed',
    UNJUDGED,
  ),
  fault(
    'reasoning/secret-changed-by-the-client',
    'the client repeats the thought with another secret',
    STREAMED,
    turn(2, ask(`input[1].${SECRET}`, 'gAAAAAother')),
    'reasoning/echoed',
    UNJUDGED,
  ),
  fault(
    'reasoning/renamed-by-the-client',
    'the client repeats the thought under another id',
    THOUGHT,
    turn(2, ask('input[1].id', 'rs_mine')),
    'reasoning/echoed',
    UNJUDGED,
  ),
  fault(
    'reasoning/echo-refused',
    'the provider refuses its own thought',
    THOUGHT,
    turn(2, refuse(400, "Item 'rs_1' of type 'reasoning' was provided without its required following item.")),
    'reasoning/echo-accepted',
    {
      alsoFails: { 'ids/echo-accepted': 'the call came back with it' },
      turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
    },
  ),
  fault(
    'reasoning/secret-refused',
    'the provider cannot read its own secret',
    STREAMED,
    turn(2, refuse(400, 'The encrypted content of a reasoning item could not be verified.')),
    'reasoning/echo-accepted',
    {
      alsoFails: { 'ids/echo-accepted': 'the call came back with it' },
      turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
    },
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'reasoning/other-tags',
    'the text holds words in tags that mark no reasoning',
    TEXTED,
    [says('I think: <thinking> <b>Good</b> morning!')],
    'reasoning/not-in-content',
  ),
  variant(
    'reasoning/hidden',
    'reasoning is counted, and not shown',
    'call/buffered',
    [setBody(COUNT, 12)],
    'reasoning/counted',
    { outcome: 'not-applicable' },
  ),
  variant(
    'reasoning/blank',
    'the summary is a line end, and no reasoning is counted',
    THOUGHT,
    turn(2, setBody('output[0].summary[0].text', '\n'), setBody(COUNT, 0)),
    'reasoning/counted',
  ),
  variant(
    'reasoning/secret-at-the-end',
    'the secret comes when the thought is done, and a shorter one before',
    STREAMED,
    [set(ofItem(0, ADDED), `item.${SECRET}`, 'gAAAAA')],
    'reasoning/encrypted',
  ),
  variant(
    'reasoning/no-secret-when-announced',
    'the thought is announced without its secret',
    STREAMED,
    [drop(ofItem(0, ADDED), `item.${SECRET}`)],
    'reasoning/encrypted',
  ),
  variant(
    'reasoning/secret-of-the-end',
    'the client repeats the secret of the terminal event',
    STREAMED,
    all(
      turn(1, set(TERMINAL, `response.output[0].${SECRET}`, 'gAAAAAlater')),
      turn(2, ask(`input[1].${SECRET}`, 'gAAAAAlater')),
    ),
    'reasoning/echoed',
  ),
  variant(
    'reasoning/named-by-reference',
    'the client names the thought as an item instead of repeating it',
    THOUGHT,
    nameThought,
    'reasoning/echoed',
  ),
  variant(
    'reasoning/left-out-on-purpose',
    'the client was told to leave thoughts out',
    THOUGHT,
    all(about({ scenario: { facts: [['21']], dropsSignatures: true } }), turn(2, forgetThought)),
    'reasoning/echoed',
    { outcome: 'not-applicable' },
  ),
  variant(
    'reasoning/another-refusal',
    'the second request is refused for something else',
    THOUGHT,
    turn(2, refuse(400, 'Unsupported value for temperature.')),
    'reasoning/echo-accepted',
    {
      outcome: 'inconclusive',
      turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
    },
  ),
];
