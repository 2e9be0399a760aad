/** blocks: content blocks, from start to stop. */
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { blockRules, overIndexed, serverPaired } from '../../../checks/streamed-blocks.ts';
import {
  among,
  type Finding,
  findingAt,
  findingsIn,
  type Judgement,
  NO_FINDINGS,
} from '../../../judge/check.ts';
import type { BlockEvent } from '../../../reading/blocks.ts';
import { listOf } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import {
  BLOCK,
  BLOCK_DELTA,
  BLOCK_START,
  BLOCK_STOP,
  CALLING,
  SDK,
  STREAM,
  SYSTEM_TOOLS,
  seenBroken,
  TOOL_USE_DELTA,
} from '../authorities.ts';
import type { Block } from '../codec/block.ts';
import type { ConverseReading } from '../codec/read.ts';
import { memberCount, memberOf } from '../codec/union.ts';

export const BLOCK_RULES = blockRules({ index: 'contentBlockIndex', stop: 'contentBlockStop' });

export const blocks: RulesInDialect<ConverseReading> = {
  'blocks/open': {
    title:
      'A call starts with contentBlockStart, and what comes for a block comes before its contentBlockStop',
    authority: [
      BLOCK_START('contentBlockStart says which tool is used, and by which id.'),
      BLOCK_STOP('contentBlockStop ends the block of its index.'),
      ...seenBroken('blocks/open'),
    ],
    follows: ['deltas/one-call-per-index', 'frames/crc', 'frames/headers'],
    run: BLOCK_RULES.open,
  },
  'blocks/one-open': {
    authority: [
      CALLING('A stream brings its blocks one after the other: start, deltas, stop.'),
      ...seenBroken('blocks/one-open'),
    ],
    run: overIndexed((all) => {
      const open = new Set<Json>();
      return among(
        all,
        findingsIn(all, ({ kind, event, json, open: isOpen }) => {
          const { contentBlockIndex: index } = json;
          if (kind === 'stop') open.delete(index);
          // Events for a block that is not open are reported by blocks/open.
          if (kind === 'stop' || open.has(index) || !isOpen) return NO_FINDINGS;
          const others = [...open];
          open.add(index);
          if (others.length === 0) return NO_FINDINGS;
          const message = `block ${others.map(show).join(', ')} has not stopped`;
          const seen = { event, path: 'contentBlockIndex', value: index };
          return [findingAt(seen, message, 'one open block at a time')];
        }),
      );
    }),
  },
  'blocks/closed': {
    title: 'Every block ends with contentBlockStop',
    authority: [BLOCK_STOP('contentBlockStop ends the block of its index.'), ...seenBroken('blocks/closed')],
    follows: ['deltas/one-call-per-index', 'frames/crc', 'frames/headers', 'blocks/open'],
    run: BLOCK_RULES.closed,
  },
  'blocks/one-member': {
    follows: ['shape/tool-calls-misplaced'],
    authority: [
      BLOCK('A content block is a union: only one of its members can be set.'),
      SDK('Of a block with several members clients read one, and of one with none nothing.'),
    ],
    run: (reading) => {
      const unions = unionsIn(reading);
      return among(unions, findingsIn(unions, memberFaults));
    },
  },
  'blocks/delta-type': {
    authority: [
      BLOCK_DELTA('A delta continues the block of its index.'),
      TOOL_USE_DELTA('The input of a call comes in deltas of the member toolUse.'),
    ],
    run: overIndexed((all) => {
      // Deltas after the stop of a block are reported by blocks/open.
      const judged = all.filter(({ kind, block, open }) => kind === 'delta' && block !== null && open);
      return among(judged, findingsIn(judged, deltaFaults));
    }),
  },
  'blocks/has-delta': {
    authority: [STREAM('Between its start and its stop a block has its deltas.')],
    run: ({ blocks: all }) =>
      among(
        all,
        all
          .filter(({ deltas }) => deltas === 0)
          .map(({ event, path, json }) =>
            findingAt(
              { event, path, value: json },
              'no delta comes for this block',
              'nothing: it may be empty',
            ),
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
          .filter(({ text }) => text.trim() === '')
          .map(({ event, path, text }) =>
            findingAt(
              { event, path, value: text },
              'this text is refused when it comes back',
              'text, or no block',
            ),
          ),
      );
    },
  },
  'blocks/server-paired': {
    authority: [
      SYSTEM_TOOLS('The interpreter runs the code of its toolUse, and a toolResult has what it printed.'),
    ],
    run: (reading, at) => {
      const calls = reading.blocks.filter(({ type, served }) => type === 'toolUse' && served);
      const answered = answeredIn(reading.blocks);
      const open = calls
        .filter((call) => !answered.has(call))
        .map(({ event, path, json: { toolUseId: value } }) => ({ event, path: `${path}.toolUseId`, value }));
      return serverPaired(calls, open, reading, at);
    },
  },
};

/** Returns the blocks that are followed by their own result from the provider. */
function answeredIn(all: readonly Block[]): ReadonlySet<Block> {
  const answered = new Set<Block>();
  const behind = new Set<Json>();
  for (const block of all.toReversed()) {
    const { type, served, json } = block;
    if (behind.has(json['toolUseId'])) answered.add(block);
    if (type === 'toolResult' && served) behind.add(json['toolUseId']);
  }
  return answered;
}

/** Returns every union of a stream, or of a body. */
function unionsIn({ delivery, message, blockEvents }: ConverseReading): Seen<JsonObject>[] {
  if (delivery === 'buffered') {
    return listOf(message?.value['content']).flatMap((value, at) =>
      isObject(value) ? [{ event: null, path: `output.message.content[${at}]`, value }] : [],
    );
  }
  const unions: Seen<JsonObject>[] = [];
  for (const { kind, event, json } of blockEvents) {
    const path = kind === 'start' ? 'start' : 'delta';
    const value = json[path];
    if (isObject(value)) unions.push({ event, path, value });
  }
  return unions;
}

function memberFaults(union: Seen<JsonObject>): readonly Finding[] {
  const count = memberCount(union.value);
  return count === 1
    ? NO_FINDINGS
    : [findingAt(union, `it has ${count} members of its union`, 'exactly one')];
}

/** The deltas that each block type accepts. Other block types accept any delta. */
const TAKES: Readonly<Record<string, readonly string[]>> = {
  text: ['text', 'citation'],
  citationsContent: ['text', 'citation'],
  toolUse: ['toolUse'],
  toolResult: ['toolResult'],
  reasoningContent: ['reasoningContent'],
};

const KNOWN_DELTAS: ReadonlySet<string> = new Set(Object.values(TAKES).flat());

function deltaFaults({ event, json: { delta }, block }: BlockEvent<Block>): readonly Finding[] {
  const type = memberOf(delta);
  const takes = TAKES[block?.type ?? ''];
  if (takes === undefined || !KNOWN_DELTAS.has(type) || takes.includes(type)) return NO_FINDINGS;
  const message = `the open block is ${block?.type}`;
  return [findingAt({ event, path: 'delta', value: delta }, message, `a delta of ${takes.join(' or ')}`)];
}

/** Runs a rule on the client's calls in an answer. */
export function overCalls(rule: (calls: readonly Block[], reading: ConverseReading) => Judgement) {
  return (reading: ConverseReading): Judgement => {
    const calls = reading.blocks.filter(({ type, served }) => type === 'toolUse' && !served);
    return rule(calls, reading);
  };
}
