/** The common part of all adapters: reads tasks, and prints what was done (docs/clients.md). */
import { createInterface } from 'node:readline';

/**
 * Holds the conversation of the task in TOOLCALL_TASK, or of each task from standard input.
 *
 * @param hold takes a task and `run(name, arguments, id)`, which runs a tool and returns its result; returns the last
 *   text
 */
export async function takeTasks(hold) {
  const { TOOLCALL_TASK } = process.env;
  if (TOOLCALL_TASK !== undefined) {
    await once(hold, JSON.parse(TOOLCALL_TASK));
    return;
  }
  for await (const line of createInterface({ input: process.stdin })) {
    await once(hold, JSON.parse(line));
    say({ done: true });
  }
}

async function once(hold, task) {
  let isOver = false;
  // A library may continue to run a tool after it has failed; that output must not be counted for the next task.
  const sayOfTask = (what) => {
    if (!isOver) say(what);
  };
  try {
    say({ text: await hold(task, (name, given, id) => run(task, name, given, id, sayOfTask)) });
  } catch (error) {
    say({ error: `${error?.name ?? 'Error'}: ${error?.message ?? error}` });
  }
  isOver = true;
}

function say(what) {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

/** Throws for a tool that the task does not have. */
function run({ tools }, name, given, id, sayOfTask) {
  const tool = tools.find((each) => each.name === name);
  if (tool === undefined) throw new Error(`there is no tool ${JSON.stringify(name)}`);
  const result = resultOf(tool, given);
  sayOfTask({ call: { id: id ?? null, name, arguments: given === undefined ? {} : given, result } });
  return result;
}

function resultOf({ result }, given) {
  if (typeof result === 'string') return result;
  const fitting = result.find(({ argument, holds }) =>
    String(given?.[argument] ?? '')
      .toLowerCase()
      .includes(holds.toLowerCase()),
  );
  return fitting?.result ?? JSON.stringify({ error: 'nothing is known for these arguments' });
}
