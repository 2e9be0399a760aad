/** The options of `gateway`, and how they are parsed. */
import { dialectOf } from '../dialects/catalogue.ts';
import type { Delivery } from '../evidence/exchange.ts';
import type { FailOn } from '../gate/gate.ts';
import type { Wires } from '../gateway/difference.ts';
import { SuiteError } from '../system/failure.ts';
import { dialectCalled } from './probe-options.ts';

export interface GatewayCommand {
  readonly gateway: string;
  readonly dialect: string;
  readonly inner?: string;
  readonly openrouter?: true;
  readonly listen: string;
  readonly env?: readonly string[];
  readonly model: string;
  readonly keyFrom?: string;
  readonly header?: readonly string[];
  readonly scenario?: readonly string[];
  readonly delivery?: Delivery;
  readonly fault?: readonly string[];
  /** False with `--no-faults`. */
  readonly faults: boolean;
  readonly timeLimit: string;
  readonly name?: string;
  readonly package?: readonly string[];
  readonly save?: string;
  readonly results?: string;
  readonly report?: string;
  readonly json?: true;
  readonly verbose?: true;
  readonly failOn: FailOn;
}

/**
 * Returns the dialects of both wires.
 *
 * @throws {SuiteError} when a dialect is unknown
 */
export async function wiresOf({ dialect, inner = dialect, openrouter }: GatewayCommand): Promise<Wires> {
  const spoken = async (id: string) => {
    const { basePaths } = await dialectOf(id).service();
    const speaksIt = openrouter === true && basePaths.openrouter !== undefined;
    return { dialect: id, extension: speaksIt ? ('openrouter' as const) : null };
  };
  return {
    outer: await spoken(dialectCalled(dialect)),
    inner: await spoken(dialectCalled(inner, '--inner')),
  };
}

/** Returns the versions by package name. @throws {SuiteError} when a text has no version */
export function versionsOf(packages: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    packages.map((text) => {
      const [, name, version] = /^(.+)@([^@]+)$/u.exec(text) ?? [];
      if (name === undefined || version === undefined)
        throw new SuiteError(`--package ${text}: has no version; write it as name@version`);
      return [name, version];
    }),
  );
}
