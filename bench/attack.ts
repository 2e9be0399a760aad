/** `npm run attack [systematic] [random]`: tries at least this many mutations of each kind, and counts the outcomes. */
import { attackedRecordings, errorsOf, ODD, type Place, placesIn, withOdd } from '../tests/support/attack.ts';

const HANG_MS = 10_000;
const wanted = process.argv.slice(2).map(Number);
const [systematic = 100_000, random = 100_000] = wanted;

interface Tally {
  tried: number;
  crashes: number;
  errors: number;
  hangs: number;
  slowest: number;
}

const seen = new Set<string>();
const recordings = attackedRecordings().map((attacked) => ({ attacked, places: [...placesIn(attacked)] }));
const all = recordings.reduce((sum, { places }) => sum + places.length * ODD.length, 0);
const stride = strideOf(Math.max(1, Math.floor(all / systematic)));
console.log(`${recordings.length} recordings, ${all} systematic mutations, every ${stride}. is tried`);
report('every value', await attackSystematically());
report('several values at random', await attackAtRandom());
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
process.exitCode = seen.size > 0 ? 1 : 0;

/** If not all are wanted, every n-th one is tried. An n that shares a factor with the odd values would leave some out. */
function strideOf(most: number): number {
  const sharesFactor = (one: number, other: number): boolean =>
    other === 0 ? one > 1 : sharesFactor(other, one % other);
  return sharesFactor(most, ODD.length) ? strideOf(most - 1) : most;
}

async function attackSystematically(): Promise<Tally> {
  const tally = { tried: 0, crashes: 0, errors: 0, hangs: 0, slowest: 0 };
  let at = 0;
  for (const { attacked, places } of recordings) {
    for (const place of places) {
      for (const odd of ODD) {
        at += 1;
        if (at % stride === 0)
          await attack(tally, attacked.name, place, odd, () => withOdd(attacked, place, odd), attacked);
      }
    }
  }
  return tally;
}

async function attackAtRandom(): Promise<Tally> {
  const tally = { tried: 0, crashes: 0, errors: 0, hangs: 0, slowest: 0 };
  let state = 1;
  /** A linear congruential generator, so the numbers are the same in every run. */
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const any = <T>(list: readonly T[]): T => list[below(list.length)] ?? fail();
  while (tally.tried < random) {
    const { attacked, places } = any(recordings);
    const [one, other] = [any(places), any(places)];
    const [odd, another] = [any(ODD), any(ODD)];
    const edited = () => {
      const first = withOdd(attacked, one, odd);
      // Mutates another body too; if it is the same one, cuts the response or repeats a part of it instead.
      if (one.exchange !== other.exchange || one.side !== other.side)
        return withOdd({ ...attacked, exchanges: first }, other, another);
      return first.map((each, index) => {
        if (index !== one.exchange || each.response === null) return each;
        const whole = Buffer.from(each.response.body);
        const [cut, back] = [below(whole.length), below(300)];
        const body = Buffer.concat([whole.subarray(0, cut), whole.subarray(Math.max(0, cut - back))]);
        return { ...each, response: { ...each.response, body } };
      });
    };
    await attack(tally, attacked.name, one, odd, edited, attacked);
  }
  return tally;
}

function fail(): never {
  throw new Error('no recordings');
}

async function attack(
  tally: Tally,
  name: string,
  { exchange, side, path }: Place,
  odd: string,
  exchanges: () => ReturnType<typeof withOdd>,
  attacked: Parameters<typeof errorsOf>[0],
): Promise<void> {
  // Processor time, because on a shared machine everything may have to wait.
  const start = process.cpuUsage();
  const where = `${name}, exchange ${exchange + 1} ${side} ${path.join('.')} = ${odd.slice(0, 30)}`;
  try {
    const errors = await errorsOf(attacked, exchanges());
    tally.errors += errors.length;
    for (const error of errors) tell(error, where);
  } catch (error) {
    tally.crashes += 1;
    tell(error instanceof Error ? (error.stack ?? error.message) : 'no error', where);
  }
  const { user, system } = process.cpuUsage(start);
  const took = (user + system) / 1000;
  tally.tried += 1;
  tally.slowest = Math.max(tally.slowest, took);
  if (took > HANG_MS) {
    tally.hangs += 1;
    tell('a hang', where);
  }
}

/** Prints each problem once, with the first place that showed it. */
function tell(problem: string, where: string): void {
  const key = problem
    .split('\n')
    .slice(0, 4)
    .join('\n')
    .replaceAll(/exchange \d+/gu, 'exchange');
  if (seen.has(key)) return;
  seen.add(key);
  console.log(`${where}\n  ${key}`);
}

function report(name: string, { tried, crashes, errors, hangs, slowest }: Tally): void {
  console.log(
    `${name}: ${tried} tried, ${crashes} crashes, ${errors} error verdicts, ${hangs} hangs over 10 s, slowest ${Math.round(slowest)} ms`,
  );
}
