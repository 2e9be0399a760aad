/** Sends its parent process the growth figures of the given case and dialect. */
import { dialects } from '../src/dialects/catalogue.ts';
import { figuresOf } from './growth.ts';
import { GROWTH_CASES } from './growth-cases.ts';

const [, , name, id] = process.argv;
const growing = GROWTH_CASES.find((each) => each.name === name);
const dialect = dialects().find((each) => each.id === id);
if (growing === undefined || dialect === undefined) throw new Error(`no case ${name} of ${id}`);
for (const figure of await figuresOf(growing, dialect)) process.send?.(figure);
process.disconnect();
