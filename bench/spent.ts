/** Measures the cost of work: wall time, and processor time, which hardly depends on other load on the machine. */
import * as z from 'zod';
import type { Figure } from './main.ts';

/** In milliseconds. Processor time is of the whole process, including garbage collection and compilation. */
const spentSchema = z.object({ wall: z.number(), processor: z.number() }).readonly();

export type Spent = z.infer<typeof spentSchema>;

/** @param times how often the work is done; the result is the cost of one */
export async function spentOn(work: () => void | Promise<void>, times = 1): Promise<Spent> {
  const [start, startUsage] = [performance.now(), process.cpuUsage()];
  for (let time = 0; time < times; time += 1) await work();
  const { user, system } = process.cpuUsage(startUsage);
  return { wall: (performance.now() - start) / times, processor: (user + system) / 1000 / times };
}

/** Two pieces of work, measured one directly after the other. */
export const pairSchema = z.object({ work: spentSchema, floor: spentSchema }).readonly();

export type Pair = z.infer<typeof pairSchema>;

/** Returns the median of the ratios in processor time, and in wall time. */
export function ratioFigures(name: string, pairs: readonly Pair[], aim: string): Figure[] {
  const ratio = (of: keyof Spent) => median(pairs.map(({ work, floor }) => work[of] / floor[of])).toFixed(2);
  return [
    { name: `${name}, processor time (median)`, value: ratio('processor'), aim },
    { name: `${name}, wall time (median)`, value: ratio('wall'), aim: '' },
  ];
}

export function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
