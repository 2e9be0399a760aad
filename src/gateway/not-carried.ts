/** What a dialect has no field for: a gateway that loses it does what it can. */
import type { Extension } from '../judge/check.ts';
import { isObject } from '../text/json.ts';
import type { Difference } from './difference.ts';
import type { Side } from './things.ts';

type Reason = (side: Pick<Side, 'dialect' | 'extension'>) => string | null;

/** By the thing: why the dialect at which it arrives cannot carry it; null where it can. */
const ARRIVING: Readonly<Record<string, Reason>> = {
  parallel: ({ dialect }) => dialect.lacks['parallel-tool-calls-off'] ?? null,
  signatures: ({ dialect }) => dialect.lacks.signatures ?? null,
  'signatures-returned': ({ dialect }) => dialect.lacks.signatures ?? null,
  strict: inDialects({ gemini: 'a function declaration has no strict' }),
  reasoning: inDialects({ 'openai-chat': 'an answer has no field for reasoning' }, 'openrouter'),
  cost: inDialects(
    {
      'openai-chat': 'usage has no cost',
      'openai-responses': 'usage has no cost',
      'anthropic-messages': 'usage has no cost',
      gemini: 'usageMetadata has no cost',
      'bedrock-converse': 'usage has no cost',
    },
    'openrouter',
  ),
};

/** Where arguments do not travel as text. */
const OBJECTS_ONLY: Readonly<Record<string, string>> = {
  'anthropic-messages': 'input is an object, and no text that is none',
  gemini: 'args is an object, and no text that is none',
  'bedrock-converse': 'input is an object, and no text that is none',
};

/** By the thing: why a dialect that has none of it makes up one that needs it. */
const LEAVING: Readonly<Record<string, Reason>> = {
  ids: inDialects({ gemini: 'a call needs no id' }),
  signatures: ({ dialect }) => dialect.lacks.signatures ?? null,
  limit: inDialects({
    'openai-chat': 'a request needs no limit',
    'openai-responses': 'a request needs no limit',
    gemini: 'a request needs no limit',
    'bedrock-converse': 'a request needs no limit',
  }),
};

/** @param otherwise the extension that has a field for it */
function inDialects(reasons: Readonly<Record<string, string>>, otherwise?: Extension): Reason {
  return ({ dialect, extension }) =>
    otherwise !== undefined && extension === otherwise ? null : (reasons[dialect.id] ?? null);
}

/** The reason, with the name of the dialect; null where both dialects could have carried it. */
export function whyNotCarried(
  thing: string,
  { fate, sent: value }: Pick<Difference, 'fate' | 'sent'>,
  sent: Side,
  arrived: Side,
): string | null {
  if (sent.dialect.id === arrived.dialect.id && sent.extension === arrived.extension) return null;
  if (thing === 'tool-choice' && isObject(value) && value['kind'] === 'allowed') {
    return named(arrived, arrived.dialect.lacks['allowed-tools'] ?? null);
  }
  if (thing === 'tool-choice' && isObject(value) && value['kind'] === 'none') {
    return named(arrived, arrived.dialect.lacks['tool-choice-none'] ?? null);
  }
  if (thing === 'arguments' || thing === 'calls-returned') {
    const given = thing === 'arguments' ? value : isObject(value) ? value['arguments'] : {};
    return isObject(given) ? null : named(arrived, OBJECTS_ONLY[arrived.dialect.id] ?? null);
  }
  if (fate === 'invented') return named(sent, LEAVING[thing]?.(sent) ?? null);
  return named(arrived, ARRIVING[thing]?.(arrived) ?? null);
}

function named({ dialect }: Side, reason: string | null): string | null {
  return reason === null ? null : `${dialect.name}: ${reason}`;
}
