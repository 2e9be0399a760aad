/** The events of a Responses stream by their `type`: what each is about, and which member has its text. */

/** The texts that a stream sends in pieces and then whole. */
export type Strand = 'arguments' | 'content' | 'summary';

export type EventKind =
  /** Has the response object; `ends` is the final status that the event's name states, or null. */
  | { readonly about: 'response'; readonly ends: string | null }
  | { readonly about: 'item'; readonly opens: boolean }
  /** About a part of an item; `piece` is the kind of data it has for a strand, in the member `member`. */
  | {
      readonly about: 'inside';
      readonly strand: Strand | null;
      readonly piece: 'opening' | 'delta' | 'whole' | 'part' | null;
      readonly member: string;
      /** True for deltas of text, refusals and reasoning, which need an opened part. */
      readonly needsPart: boolean;
    }
  | { readonly about: 'error' }
  | { readonly about: 'else' };

type Inside = Extract<EventKind, { about: 'inside' }>;

function inside(strand: Strand | null, piece: Inside['piece'], member = '', needsPart = false): Inside {
  return { about: 'inside', strand, piece, member, needsPart };
}

/** Events of server tools. Only their position is read. */
const STAGES: Readonly<Record<string, readonly string[]>> = {
  file_search_call: ['in_progress', 'searching', 'completed'],
  web_search_call: ['in_progress', 'searching', 'completed'],
  image_generation_call: ['in_progress', 'generating', 'partial_image', 'completed'],
  code_interpreter_call: ['in_progress', 'interpreting', 'completed'],
  code_interpreter_call_code: ['delta', 'done'],
  mcp_call: ['in_progress', 'completed', 'failed'],
  mcp_call_arguments: ['delta', 'done'],
  mcp_list_tools: ['in_progress', 'completed', 'failed'],
  shell_call_output_content: ['delta', 'done'],
  compaction: ['compacting'],
};

/** Events without an item: audio belongs to no item, and a shell command has only an index. */
const UNPLACED: readonly string[] = [
  ...['audio.delta', 'audio.done', 'audio.transcript.delta', 'audio.transcript.done'],
  ...['shell_call_command.added', 'shell_call_command.delta', 'shell_call_command.done'],
];

/** All events that OpenAI's document defines. */
const KINDS: ReadonlyMap<string, EventKind> = new Map<string, EventKind>([
  ...['created', 'queued', 'in_progress'].map((name) => response(name, null)),
  ...['completed', 'incomplete', 'failed', 'cancelled'].map((name) => response(name, name)),
  ['response.output_item.added', { about: 'item', opens: true }],
  ['response.output_item.done', { about: 'item', opens: false }],
  ['response.content_part.added', inside('content', 'opening', 'part')],
  ['response.content_part.done', inside('content', 'part', 'part')],
  ['response.output_text.delta', inside('content', 'delta', 'delta', true)],
  ['response.output_text.done', inside('content', 'whole', 'text')],
  ['response.output_text.annotation.added', inside('content', null)],
  ['response.refusal.delta', inside('content', 'delta', 'delta', true)],
  ['response.refusal.done', inside('content', 'whole', 'refusal')],
  ['response.reasoning_text.delta', inside('content', 'delta', 'delta', true)],
  ['response.reasoning_text.done', inside('content', 'whole', 'text')],
  ['response.reasoning_summary_part.added', inside('summary', 'opening', 'part')],
  ['response.reasoning_summary_part.done', inside('summary', 'part', 'part')],
  ['response.reasoning_summary_text.delta', inside('summary', 'delta', 'delta', true)],
  ['response.reasoning_summary_text.done', inside('summary', 'whole', 'text')],
  ['response.function_call_arguments.delta', inside('arguments', 'delta', 'delta')],
  ['response.function_call_arguments.done', inside('arguments', 'whole', 'arguments')],
  ['response.custom_tool_call_input.delta', inside('arguments', 'delta', 'delta')],
  ['response.custom_tool_call_input.done', inside('arguments', 'whole', 'input')],
  ...Object.entries(STAGES).flatMap(([tool, stages]) =>
    stages.map((stage): [string, EventKind] => [`response.${tool}.${stage}`, inside(null, null)]),
  ),
  ...UNPLACED.map((name): [string, EventKind] => [`response.${name}`, { about: 'else' }]),
  ['error', { about: 'error' }],
]);

/** Returns undefined for a type that OpenAI's document does not define. */
export function kindOf(type: string): EventKind | undefined {
  return KINDS.get(type);
}

/** Returns the member that numbers the parts of a strand; null if the strand has only one part. */
export function indexMember(strand: Strand | null): 'content_index' | 'summary_index' | null {
  if (strand === 'content') return 'content_index';
  return strand === 'summary' ? 'summary_index' : null;
}

function response(name: string, ends: string | null): [string, EventKind] {
  return [`response.${name}`, { about: 'response', ends }];
}
