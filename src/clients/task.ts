/** What a client is given to do (docs/clients.md). */
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { Delivery } from '../evidence/exchange.ts';
import type { Scenario, ScenarioTool } from '../scenarios/scenario.ts';
import { baseUrlVariables } from '../tap/sdk-variables.ts';

/** One conversation with one provider, as JSON. */
export interface Task {
  readonly dialect: string;
  readonly delivery: Delivery;
  /** What clients of the dialect take for a base URL, the version included. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  readonly system: string;
  readonly prompt: string;
  /** `result` is what the tool returns: a text, or a list of texts by a part of one argument, of which the first fits. */
  readonly tools: readonly Omit<ScenarioTool, 'strict'>[];
  /** The most requests that the conversation may take. */
  readonly maxTurns: number;
}

/** The key opens nothing. */
export const CLIENT_KEY = 'sk-client-of-the-reference-provider';

/** @param origin of the provider as the client reaches it; @param basePath of the dialect there */
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

/** The environment variables in which a client finds its task, and those in which the common SDKs look by themselves. */
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
