/** The order and the pace of work beside traffic, by a clock that stands still. */
import { Backlog } from '../../src/cli/backlog.ts';
import { expect, test } from '../support/test.ts';

/** A clock that goes on where somebody waits, or a task says that it took its time. */
function backlogAt() {
  const clock = {
    time: 0,
    waits: 0,
    whileWaiting: () => {},
    now: () => clock.time,
    wait: async (ms: number) => {
      clock.time += ms;
      clock.waits += 1;
      clock.whileWaiting();
    },
  };
  const backlog = new Backlog(clock);
  const begun: [task: number, at: number][] = [];
  const taking = (task: number, ms: number) => async () => {
    begun.push([task, clock.time]);
    clock.time += ms;
  };
  return { clock, backlog, begun, taking };
}

test('while messages come close together, work takes a tenth of the time', async () => {
  const { clock, backlog, begun, taking } = backlogAt();
  clock.whileWaiting = () => {
    backlog.hear();
    if (begun.length === 3) void backlog.finish();
  };
  backlog.hear();
  for (const task of [1, 2, 3]) backlog.add(taking(task, 5));
  await expect.poll(() => begun.length).toBe(3);
  await backlog.finish();
  expect(begun).toEqual([
    [1, 0],
    [2, 55],
    [3, 110],
  ]);
});

test('where nothing comes, work does not wait', async () => {
  const { clock, backlog, begun, taking } = backlogAt();
  backlog.hear();
  clock.time += 10;
  for (const task of [1, 2]) backlog.add(taking(task, 5));
  await backlog.finish();
  expect(begun).toEqual([
    [1, 10],
    [2, 15],
  ]);
});

test('a rest ends when the messages do', async () => {
  const { clock, backlog, begun, taking } = backlogAt();
  backlog.hear();
  for (const task of [1, 2]) backlog.add(taking(task, 8));
  await expect.poll(() => begun.length).toBe(2);
  expect(clock.waits).toBe(1);
  await backlog.finish();
});

test('thousands of tasks that wait are not let wait longer', async () => {
  const { clock, backlog, begun, taking } = backlogAt();
  clock.whileWaiting = () => backlog.hear();
  backlog.hear();
  for (let task = 0; task < 2002; task += 1) backlog.add(taking(task, 1));
  await expect.poll(() => clock.waits).toBeGreaterThan(0);
  await backlog.finish();
  expect(begun.slice(0, 4)).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 13],
  ]);
  expect(begun).toHaveLength(2002);
});
