/** The answer as a lenient client assembles it. */

import type { ToolCall, Turn, UsageReport } from '../../../reading/reading.ts';
import { isObject } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import { parseJson } from '../../../text/wire-text.ts';
import { prettyJson } from './pretty-json.ts';

export interface TurnModel {
  readonly model: string | null;
  readonly upstreams: readonly string[];
  readonly choices: readonly ChoiceModel[];
  readonly choicesLeftOut: number;
  readonly usage: string | null;
  /** US dollars. */
  readonly cost: number | null;
  readonly errors: readonly string[];
}

export interface ChoiceModel {
  readonly index: number;
  readonly text: string;
  readonly reasoning: string;
  readonly refusal: string;
  /** The first {@link MOST_CALLS} calls of the turn. */
  readonly calls: readonly CallModel[];
  readonly callsLeftOut: number;
  /** The names of calls that the client does not answer. */
  readonly otherCalls: readonly string[];
  readonly finishes: readonly string[];
}

export interface CallModel {
  /** Place in the turn, from 1. */
  readonly number: number;
  readonly id: string | null;
  readonly name: string | null;
  /** Formatted if it is JSON. */
  readonly arguments: string;
  readonly areArgumentsJson: boolean;
  /** The number of pieces in which they came. */
  readonly pieces: number;
  readonly event: number | null;
  /** The start of the call, as a JSON path in that event or body. */
  readonly path: string;
}

/** The most calls of a turn to show. */
export const MOST_CALLS = 60;
const MOST_CHOICES = 20;

export function turnModel(turn: Turn): TurnModel {
  const callNumber = new Map(turn.calls.slice(0, MOST_CALLS).map((call, at) => [call, at + 1]));
  const usage = turn.usages.at(-1);
  return {
    model: turn.model?.value ?? null,
    upstreams: turn.upstreams.map(({ value }) => value),
    choices: turn.choices.slice(0, MOST_CHOICES).map((choice) => ({
      index: choice.index,
      text: choice.text,
      reasoning: choice.reasoning,
      refusal: choice.refusal,
      calls: choice.calls.flatMap((call) => callModel(call, callNumber.get(call)) ?? []),
      callsLeftOut: choice.calls.filter((call) => !callNumber.has(call)).length,
      otherCalls: [...new Set(choice.otherCalls.map(({ value }) => asText(value)))],
      finishes: choice.finishes.map(({ value }) => asText(value)),
    })),
    choicesLeftOut: Math.max(0, turn.choices.length - MOST_CHOICES),
    usage: usage === undefined ? null : usageText(usage),
    cost: typeof usage?.cost === 'number' ? usage.cost : null,
    errors: turn.errors.map(({ value }) => errorText(value)),
  };
}

function callModel(call: ToolCall, number: number | undefined): CallModel | null {
  if (number === undefined) return null;
  const areArgumentsJson = parseJson(call.arguments) !== undefined;
  return {
    number,
    id: call.id && asText(call.id.value),
    name: call.name && asText(call.name.value),
    arguments: areArgumentsJson ? prettyJson(call.arguments).text : call.arguments,
    areArgumentsJson,
    pieces: call.fragments.filter(({ value }) => value !== '').length,
    event: call.event,
    path: call.path,
  };
}

/** The counts that the report has, such as `12 in + 5 out = 17 tokens`. */
export function usageText({ prompt, completion, total, addends }: UsageReport): string {
  const others = addends.filter(([, value]) => value !== undefined);
  // If the total has more than the two sides, each addend is named.
  if (total !== undefined && others.length > 2) {
    return `${others.map(([name, value]) => `${asText(value)} ${name}`).join(' + ')} = ${asText(total)} tokens`;
  }
  const sides = [
    ...(prompt === undefined ? [] : [`${asText(prompt)} in`]),
    ...(completion === undefined ? [] : [`${asText(completion)} out`]),
  ].join(' + ');
  if (total === undefined) return sides === '' ? 'no tokens counted' : `${sides} tokens`;
  return `${sides === '' ? '' : `${sides} = `}${asText(total)} tokens`;
}

export function errorText(value: unknown): string {
  const message = isObject(value) ? value['message'] : value;
  return asText(typeof message === 'string' ? message : value);
}

/** A string as it is, anything else as JSON. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : show(value);
}
