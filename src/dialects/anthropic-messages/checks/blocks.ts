/** blocks: content blocks, from start to stop. */
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { blockRules, memberOf, overIndexed, serverPaired } from '../../../checks/streamed-blocks.ts';
import {
  among,
  type Finding,
  findingAt,
  findingsIn,
  type Judgement,
  NO_FINDINGS,
} from '../../../judge/check.ts';
import type { BlockEvent } from '../../../reading/blocks.ts';
import { isFilledText } from '../../../reading/presence.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import { MESSAGE, SDK, STOP_REASONS, STREAMING, seenBroken } from '../authorities.ts';
import { type Block, isMadeByCode, isServerCall } from '../codec/block.ts';
import type { MessagesReading } from '../codec/read.ts';

export const BLOCK_RULES = blockRules({ index: 'index', stop: 'content_block_stop' });

export const blocks: RulesInDialect<MessagesReading> = {
  'blocks/open': {
    authority: [
      STREAMING('Each block has a start, deltas and a stop, which share its index.'),
      SDK('A delta for a block that is not there is lost.'),
      ...seenBroken('blocks/open'),
    ],
    run: BLOCK_RULES.open,
  },
  'blocks/one-open': {
    authority: [
      STREAMING('The flow of a stream is a series of blocks: start, deltas, stop.'),
      ...seenBroken('blocks/one-open'),
    ],
    run: overIndexed((_, { bounds }) => {
      const open = new Set<Json>();
      return among(
        bounds,
        bounds.flatMap(({ kind, event, json }) => {
          const { index } = json;
          open.delete(index);
          if (kind !== 'start') return [];
          const others = [...open];
          open.add(index);
          if (others.length === 0) return [];
          const message = `block ${others.map(show).join(', ')} has not stopped`;
          return [findingAt({ event, path: 'index', value: index }, message, 'one open block at a time')];
        }),
      );
    }),
  },
  'blocks/closed': {
    authority: [
      STREAMING('Each content block ends with content_block_stop.'),
      SDK('The event contentBlock, at which clients act, is the stop.'),
      ...seenBroken('blocks/closed'),
    ],
    run: BLOCK_RULES.closed,
  },
  'blocks/start-shape': {
    authority: [MESSAGE('text, thinking and data are required strings of their blocks.')],
    run: ({ blocks: all }) => {
      const judged = all.filter(({ type }) => Object.hasOwn(TEXT_FIELDS, type));
      return among(
        judged,
        judged.flatMap((block) => {
          const field = TEXT_FIELDS[block.type] ?? '';
          const seen = memberOf(block, field);
          const holds = field === 'data' ? isFilledText(seen.value) : typeof seen.value === 'string';
          const expected = field === 'data' ? 'a non-empty string' : 'a string';
          return holds ? [] : [findingAt(seen, `a ${block.type} block without its ${field}`, expected)];
        }),
      );
    },
  },
  'blocks/delta-type': {
    authority: [
      STREAMING('Each type of block has deltas of its own.'),
      SDK('A delta that does not fit its block is ignored.'),
      ...seenBroken('blocks/delta-type'),
    ],
    run: overIndexed((all) => {
      // Deltas after the stop of a block are reported by blocks/open.
      const judged = all.filter(({ kind, block, open }) => kind === 'delta' && block !== null && open);
      return among(judged, findingsIn(judged, deltaFaults));
    }),
  },
  'blocks/tool-input-key': {
    authority: [
      MESSAGE('input is required in a tool_use block, and an object.'),
      SDK('Without the key, and without a delta, the input of the call is undefined.'),
      ...seenBroken('blocks/tool-input-key'),
    ],
    run: overCalls((calls) =>
      among(
        calls,
        calls
          .filter(({ json }) => !isObject(json['input']))
          .map((block) => findingAt(memberOf(block, 'input'), 'the call starts without an input', '{}')),
      ),
    ),
  },
  'blocks/input-by-delta': {
    authority: [
      STREAMING('The input of a tool_use block comes as partial JSON in input_json_delta events.'),
      SDK('One empty delta replaces an input that came in the start.'),
      ...seenBroken('blocks/input-by-delta'),
    ],
    run: overCalls((calls) => {
      const own = calls.filter(({ json }) => !isMadeByCode(json));
      return among(
        own,
        own
          .filter(({ json }) => isObject(json['input']) && Object.keys(json['input']).length > 0)
          .map((block) => findingAt(memberOf(block, 'input'), 'the input comes in the start', '{}')),
      );
    }),
  },
  'blocks/has-delta': {
    authority: [STREAMING('A block has one or more deltas, but for those that come whole.')],
    run: ({ blocks: all }) =>
      among(
        all,
        all
          .filter(({ deltas, type, json }) => deltas === 0 && !comesWhole(type, json))
          .map((block) =>
            findingAt(memberOf(block, 'type'), 'no delta comes for this block', 'nothing: it may come whole'),
          ),
      ),
  },
  'blocks/empty-text': {
    authority: [...seenBroken('blocks/empty-text')],
    run: ({ blocks: all }) => {
      const texts = all.filter(({ type }) => type === 'text');
      return among(
        texts,
        texts
          // A block that starts without a text is reported by blocks/start-shape.
          .filter(({ text, json }) => text === '' && json['text'] === '')
          .map((block) =>
            findingAt(
              memberOf(block, 'text'),
              'this text is refused when it comes back',
              'text, or no block',
            ),
          ),
      );
    },
  },
  'blocks/server-paired': {
    authority: [
      STOP_REASONS('A call of a server tool without its result stops with pause_turn, or tool_use.'),
    ],
    run: (reading, at) => {
      const { blocks: all } = reading;
      const [waiting, answered] = [callersIn(all), answeredIn(all)];
      const calls = all.filter(
        ({ type, abandoned, json }) => isServerCall(type) && !abandoned && !waiting.has(json['id']),
      );
      const open = calls.filter((call) => !answered.has(call)).map((call) => memberOf(call, 'id'));
      return serverPaired(calls, open, reading, at);
    },
  },
};

/** Returns the ids of code that calls the client's tools; the code ends in a later answer. */
function callersIn(all: readonly Block[]): ReadonlySet<Json> {
  return new Set(
    all
      .map(({ json: { caller } }) => (isObject(caller) ? caller['tool_id'] : undefined))
      .filter(isFilledText),
  );
}

/** Returns true for blocks without deltas: results of server tools, and calls made by code. */
function comesWhole(type: string, json: JsonObject): boolean {
  return type.endsWith('_tool_result') || isMadeByCode(json);
}

const TEXT_FIELDS: Readonly<Record<string, string>> = {
  text: 'text',
  thinking: 'thinking',
  redacted_thinking: 'data',
};

/**
 * The block types that each delta fits, and the string field it must have unless another check requires it. The most
 * frequent type comes first.
 */
const DELTAS: readonly {
  readonly type: string;
  readonly fits: readonly string[];
  readonly field: string | null;
}[] = [
  { type: 'text_delta', fits: ['text'], field: 'text' },
  { type: 'input_json_delta', fits: ['tool_use', 'server_tool_use', 'mcp_tool_use'], field: null },
  { type: 'thinking_delta', fits: ['thinking'], field: 'thinking' },
  { type: 'signature_delta', fits: ['thinking'], field: 'signature' },
  { type: 'citations_delta', fits: ['text'], field: null },
];

const KNOWN_BLOCKS: ReadonlySet<Json> = new Set(DELTAS.flatMap(({ fits }) => fits));

function deltaFaults({ event, json, block }: BlockEvent<Block>): readonly Finding[] {
  const delta = isObject(json['delta']) ? json['delta'] : {};
  const { type } = delta;
  if (block === null || !KNOWN_BLOCKS.has(block.type)) return NO_FINDINGS;
  const misfit = (message: string) => [
    findingAt({ event, path: 'delta.type', value: type }, message, `a delta of ${block.type}`),
  ];
  if (KNOWN_BLOCKS.has(type)) return misfit('blocks have this type, deltas not');
  const known = DELTAS.find((each) => each.type === type);
  if (known === undefined) return NO_FINDINGS;
  if (!known.fits.includes(block.type)) return misfit(`the open block is of type ${block.type}`);
  const { field } = known;
  if (field === null || typeof delta[field] === 'string') return NO_FINDINGS;
  return [
    findingAt({ event, path: `delta.${field}`, value: delta[field] }, 'the delta is empty', 'a string'),
  ];
}

/** Returns the blocks that are followed by their own result, of any result type. */
export function answeredIn(all: readonly Block[]): ReadonlySet<Block | undefined> {
  const answered = new Set<Block>();
  const behind = new Set<Json>();
  for (const block of all.toReversed()) {
    const { type, json } = block;
    if (behind.has(json['id'])) answered.add(block);
    if (type.endsWith('_tool_result')) behind.add(json['tool_use_id']);
  }
  return answered;
}

/** Runs a rule on the tool_use blocks of an answer. */
export function overCalls(rule: (calls: readonly Block[], reading: MessagesReading) => Judgement) {
  return (reading: MessagesReading): Judgement =>
    rule(
      reading.blocks.filter(({ type }) => type === 'tool_use'),
      reading,
    );
}
