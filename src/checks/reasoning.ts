/** reasoning: thoughts, and their token counts. */

import { among, broken, findingAt, HOLDS, NOT_APPLICABLE } from '../judge/check.ts';
import { pieceAt } from '../reading/reading.ts';
import { excerptAt, jsonText, shorten } from '../text/json-text.ts';
import { report } from './authorities.ts';
import { EITHER, type FamilyRules } from './record.ts';
import { markedCall } from './template-markup.ts';
import { isCount } from './usage-sums.ts';

/** The rest of a closing tag whose first character was removed by a stop string or a parser. */
const TAIL = '/think>';

/** The markers that templates put around thoughts, by model. */
const MARKERS: readonly string[] = [
  // DeepSeek and Qwen, and many after them; gpt-oss.
  ...['<think>', '</think>', TAIL, '<|channel|>analysis'],
  // Gemma; Mistral; Command.
  ...['<|channel>thought', '<channel|>', '[THINK]', '[/THINK]', '<|START_THINKING|>', '<|END_THINKING|>'],
  // Kimi; MiniMax; Apertus; Seed; LongCat.
  ...['◁think▷', '◁/think▷', '<|open|>think', '<|close|>think', '<mm:think>', '</mm:think>'],
  ...[
    '<|inner_prefix|>',
    '<|inner_suffix|>',
    '<seed:think>',
    '</seed:think>',
    '<longcat_think>',
    '</longcat_think>',
  ],
];

/** The offset of a marker in a text, -1 if it is not there; the tail of a marker counts only at the start. */
function placeOf(text: string, marker: string): number {
  const at = text.indexOf(marker);
  return marker === TAIL && at > 0 ? -1 : at;
}

export const reasoning = {
  'reasoning/not-in-content': {
    ...EITHER,
    // Revision 2: the markers of more models.
    revision: 2,
    title: 'Reasoning does not leak into content',
    level: 'MUST',
    impact: 'major',
    authority: [
      report(
        'QwenLM/qwen-code/issues/6007',
        'Reasoning and a stray </think> arrive as content and Qwen Code shows them as the answer.',
      ),
      report(
        'waybarrios/vllm-mlx/issues/161',
        'With tools in play a server puts the whole <think> block into content and leaves reasoning_content null.',
      ),
    ],
    run: ({ turn, request }) => {
      const written = turn.choices.filter(({ text }) => text !== '');
      if (written.length === 0) return NOT_APPLICABLE;
      const markers = MARKERS.filter((marker) => written.some(({ text }) => placeOf(text, marker) >= 0));
      if (markers.length === 0) return HOLDS;
      const asked = jsonText(request.json);
      const leaked = markers.filter((marker) => !asked.includes(marker));
      return among(
        written,
        written.flatMap(({ text, textPieces }) =>
          leaked
            .map((marker) => ({ marker, at: placeOf(text, marker) }))
            .filter(({ at }) => at >= 0)
            .map(({ marker, at }) => {
              const place = pieceAt(textPieces, at) ?? { event: null, path: '' };
              return findingAt(
                { ...place, value: excerptAt(text, at) },
                `${marker} marks reasoning`,
                'reasoning in its own field',
              );
            }),
        ),
      );
    },
  },
  'reasoning/counted': {
    ...EITHER,
    needsEveryEvent: true,
    // If tokens are counted as they come, the last count may be missing.
    follows: ['finish/present', 'errors/none-midstream'],
    title: 'Reasoning text and reported reasoning_tokens mean that they are > 0',
    level: 'SHOULD',
    impact: 'minor',
    run: ({ turn }) => {
      const reasoned = turn.choices.some((choice) => choice.reasoning.trim() !== '');
      const last = turn.usages.at(-1);
      if (!reasoned || last === undefined || !isCount(last.reasoning)) return NOT_APPLICABLE;
      if (last.reasoning > 0) return HOLDS;
      const path = `${last.path}.${last.names.reasoning}`;
      return broken(
        findingAt(
          { event: last.event, path, value: 0 },
          'there is reasoning, and none is counted',
          'more than 0',
        ),
      );
    },
  },
  'reasoning/no-tool-markup': {
    ...EITHER,
    // Revision 2: names count only as whole words. Revisions 3 and 4: a call between tool_use tags counts, and one in
    // backticks on several lines does not.
    revision: 4,
    title: "With tools offered and no call made, the reasoning holds no whole call in the model's markup",
    level: 'SHOULD',
    impact: 'critical',
    authority: [
      report(
        'vllm-project/vllm/issues/46079',
        'A whole tool-call block stays in the reasoning, the answer has neither content nor a call, and the agent stops.',
      ),
      report(
        'vllm-project/vllm/issues/39056',
        'The XML of a call stands in the reasoning and tool_calls is missing, so the tool never runs.',
      ),
    ],
    needsEnd: true,
    voidWhen: 'cutOff',
    asked: ({ tools, returnsResults, toolChoice }) =>
      tools.length > 0 && !returnsResults && toolChoice?.kind !== 'none',
    run: ({ turn, request }) => {
      if (turn.calls.length > 0) return NOT_APPLICABLE;
      const names = request.tools.map(({ name }) => name);
      const thinking = turn.choices.filter(({ reasoning }) => reasoning !== '');
      return among(
        thinking,
        thinking.flatMap(({ reasoning, reasoningPieces: [first], event, path }) => {
          const call = markedCall(reasoning, names);
          if (call === null) return [];
          const seen = { event, path, ...first, value: shorten(call) };
          return [findingAt(seen, 'a call was left in the reasoning, and nobody runs it', 'a tool call')];
        }),
      );
    },
  },
  'reasoning/encrypted': {
    ...EITHER,
    title: 'Where the request includes it, every finished reasoning item has a non-empty encrypted_content',
    level: 'MUST',
    impact: 'major',
  },
  'reasoning/echoed': {
    // The revisions added: a thought that comes back after what followed it, one that comes back twice, both in Converse, and
    // thoughts in another order; in Responses, a thought without an id no longer counts as missing.
    revision: 6,
    title: 'The next request repeats the reasoning before its calls unchanged',
    level: 'SHOULD',
    impact: 'major',
    subject: 'client',
    answer: 'request',
  },
  'reasoning/echo-accepted': {
    follows: ['ids/echoed', 'reasoning/echoed', 'signatures/echoed', 'results/call-kept'],
    // Revision 2 excludes things that an earlier answer issued and the client changed. 3: a provider may not demand thoughts
    // that it never issued. 4 excludes things that an earlier answer issued in a form that cannot be returned. 5 excludes
    // histories with merged turns, or with unpaired calls and results, and includes thoughts of an unknown type.
    revision: 5,
    title: 'A history that repeats calls and their reasoning items unchanged is accepted',
    level: 'MUST',
    impact: 'critical',
    subject: 'provider',
    answer: 'any',
    judgesUnreadable: true,
  },
  'reasoning/signature-key': {
    ...EITHER,
    title: 'A thinking block has a signature: a string, in a stream from its start or by a signature_delta',
    level: 'MUST',
    impact: 'minor',
  },
  'reasoning/signed': {
    ...EITHER,
    follows: ['blocks/delta-type'],
    needsEveryEvent: true,
    title: 'The signature of a thinking block ends non-empty',
    level: 'SHOULD',
    impact: 'major',
  },
} satisfies FamilyRules<'reasoning'>;
