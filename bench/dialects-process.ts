/** Tells its parent process what judging a long stream takes in each dialect. */
import { measuredInEach } from './dialects.ts';

process.send?.(await measuredInEach());
process.disconnect();
