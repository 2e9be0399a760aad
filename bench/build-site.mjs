/** Builds the site of a results file, as the command `report` does: `build-site.mjs RESULTS FOLDER [CASSETTE]`. */
import { readFileSync } from 'node:fs';
import { readCassette } from '../src/evidence/cassette/read.ts';
import { buildReport } from '../src/report/site/build.ts';
import { parseResults } from '../src/results/read-jsonl.ts';

const [file, folder, cassette] = process.argv.slice(2);
const read = () => readCassette(cassette).interactions.map(({ exchange }) => exchange);
await buildReport({
  results: parseResults(readFileSync(file, 'utf8'), file),
  folder,
  ...(cassette === undefined ? {} : { evidence: read }),
});
