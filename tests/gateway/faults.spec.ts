/** What a gateway makes of a fault of its upstream, and who is charged with what is broken. */
import type { FaultRecord } from '../../src/gateway/record.ts';
import { isObject } from '../../src/text/json.ts';
import { type Meddling, openSmallGateway } from '../support/small-gateway.ts';
import { expect, test } from '../support/test.ts';
import { triedGateway } from '../support/tried-gateway.ts';

type Draft = Record<string, unknown>;

const SPOKEN = { dialect: 'openai-chat', extension: null };

/** What the gateway does, the fault, the outcome in each delivery that has the fault, and the broken rules with who broke them. */
const CASES: Readonly<
  Record<string, readonly [Meddling, fault: string, outcome: string, ...charged: string[]]>
> = {
  'passes on a call without an id': [{}, 'ids/dropped', 'passed-on', 'ids/present: upstream'],
  'gives the call an id': [
    { answer: (json) => withFirstCall(json, (call) => ({ ...call, id: call['id'] ?? 'call_0' })) },
    'ids/dropped',
    'mended',
  ],
  'passes on arguments that are cut off': [{}, 'arguments/cut-off', 'passed-on', 'arguments/json: upstream'],
  'drops a call whose arguments are cut off': [
    { answer: (json) => (isCutOff(json) ? withoutCalls(json) : json) },
    'arguments/cut-off',
    'made-worse',
    'finish/no-phantom: gateway',
  ],
  'says that the arguments are cut off': [{ refuses: isCutOff }, 'arguments/cut-off', 'reported'],
  'adds a fault of its own': [
    { answer: (json) => ({ ...json, object: 'chat' }) },
    'ids/dropped',
    'passed-on',
    'shape/completion: gateway',
    'ids/present: upstream',
  ],
};

for (const [name, [meddling, fault, outcome, ...charged]] of Object.entries(CASES)) {
  test(name, async () => {
    const faults = await faultsOf(meddling, fault);
    expect(faults.map((each) => [each.outcome, ...chargesIn(each)])).toEqual(
      faults.map(() => [outcome, ...charged]),
    );
  });
}

async function faultsOf(meddling: Meddling, fault: string): Promise<FaultRecord[]> {
  const records = await triedGateway({
    wires: { outer: SPOKEN, inner: SPOKEN },
    scenarios: ['weather'],
    faults: [fault],
    open: (upstream) => openSmallGateway(upstream, meddling),
  });
  return records.flatMap((record) => (record.type === 'fault' ? [record] : []));
}

function chargesIn({ findings }: FaultRecord): string[] {
  return findings.map(({ check, charged }) => `${check}: ${charged}`);
}

function callsOf(json: Draft): Draft[] {
  const [choice] = Array.isArray(json['choices']) ? json['choices'] : [];
  const calls = isObject(choice) && isObject(choice['message']) ? choice['message']['tool_calls'] : [];
  return Array.isArray(calls) ? calls : [];
}

function withMessage(json: Draft, message: (before: Draft) => Draft): Draft {
  const [choice] = Array.isArray(json['choices']) ? json['choices'] : [];
  if (!isObject(choice) || !isObject(choice['message'])) return json;
  return { ...json, choices: [{ ...choice, message: message({ ...choice['message'] }) }] };
}

function withFirstCall(json: Draft, change: (call: Draft) => Draft): Draft {
  const calls = callsOf(json);
  return calls.length === 0
    ? json
    : withMessage(json, (message) => ({ ...message, tool_calls: calls.map((call) => change(call)) }));
}

function withoutCalls(json: Draft): Draft {
  return withMessage(json, ({ tool_calls: _, ...message }) => message);
}

function isCutOff(json: Draft): boolean {
  return callsOf(json).some(({ function: called }) => {
    if (!isObject(called)) return false;
    try {
      JSON.parse(String(called['arguments']));
      return false;
    } catch {
      return true;
    }
  });
}
