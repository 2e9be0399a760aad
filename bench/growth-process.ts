/** Tells its parent process the figures of growth, one after the other. */
import { growthOfEach } from './growth.ts';

for await (const figure of growthOfEach()) process.send?.(figure);
process.disconnect();
