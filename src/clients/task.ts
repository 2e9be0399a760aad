/** The task of a client (docs/clients.md). */
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { Delivery } from '../evidence/exchange.ts';
import type { Scenario, ScenarioTool } from '../scenarios/scenario.ts';
import { baseUrlVariables } from '../tap/sdk-variables.ts';

/** One conversation with one provider, as JSON. */
export interface Task {
  readonly dialect: string;
  readonly delivery: Delivery;
  /** The base URL in the form that clients of the dialect expect, including the version. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  readonly system: string;
  readonly prompt: string;
  /** `result` is a text, or a list of texts, each with a part of one argument; the first match applies. */
  readonly tools: readonly Omit<ScenarioTool, 'strict'>[];
  /** The maximum number of requests in the conversation. */
  readonly maxTurns: number;
}

/** This key gives access to nothing. */
export const CLIENT_KEY = 'sk-client-of-the-reference-provider';

/** @param origin of the provider, as the client reaches it; @param basePath of the dialect on this provider */
export function taskOf(
  { id, tools, system, prompts: [prompt], maxTurns }: Scenario,
  dialect: Pick<AnyDialect, 'id'>,
  delivery: Delivery,
  model: string,
  origin: string,
  basePath: string,
): Task {
  if (tools.length === 0) throw new Error(`the scenario ${id} offers no tools`);
  return {
    dialect: dialect.id,
    delivery,
    baseUrl: `${origin}${basePath}`,
    apiKey: CLIENT_KEY,
    model,
    system,
    prompt,
    tools: tools.map(({ name, description, parameters, result }) => ({
      name,
      description,
      parameters,
      result,
    })),
    maxTurns,
  };
}

/** Returns the environment variables that hold the client's task, and those that common SDKs read by themselves. */
export function variablesOf(task: Task, env: NodeJS.ProcessEnv): Record<string, string> {
  const { origin, pathname: basePath } = new URL(task.baseUrl);
  return {
    ...baseUrlVariables(origin, [{ name: null, origin, basePath }], [], env),
    OPENAI_API_KEY: task.apiKey,
    ANTHROPIC_API_KEY: task.apiKey,
    GEMINI_API_KEY: task.apiKey,
    TOOLCALL_TASK: JSON.stringify(task),
  };
}
