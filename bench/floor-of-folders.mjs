// Runs the floor over every recording below the given folders.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { floorOf } from './floor.mjs';

for (const folder of process.argv.slice(2)) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.yaml')) floorOf(readFileSync(join(folder, name), 'utf8'));
  }
}
