/** Sends its parent process the cost of judging a long stream in each dialect. */
import { measuredInEach } from './dialects.ts';

process.send?.(await measuredInEach());
process.disconnect();
