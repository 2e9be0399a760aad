/** Reads and validates `results.jsonl`. A partly valid file is an error. */
import type * as z from 'zod';
import { SuiteError } from '../system/failure.ts';
import { conversationKey, countResults, keyText } from './jsonl.ts';
import {
  type ConversationRecord,
  conversationRecordSchema,
  type EndRecord,
  endRecordSchema,
  type Results,
  type RunRecord,
  runRecordSchema,
  type VerdictRecord,
  verdictRecordSchema,
} from './results.ts';

/** The possible problems of a results file. */
export type ResultsProblem =
  | 'not-json'
  | 'unknown-type'
  | 'invalid-record'
  | 'wrong-schema'
  | 'no-run'
  | 'second-run'
  | 'truncated'
  | 'after-end'
  | 'duplicate-conversation'
  | 'orphan-verdict'
  | 'unknown-check'
  | 'repeated-check'
  | 'missing-check'
  | 'wrong-counts';

/** An invalid results file. `line` counts from 1. */
export class ResultsFileError extends SuiteError {
  override name = 'ResultsFileError';
  readonly problem: ResultsProblem;
  readonly file: string;
  readonly line: number;

  constructor(problem: ResultsProblem, file: string, line: number, message: string) {
    super(`${file}:${line}: ${message}`);
    this.problem = problem;
    this.file = file;
    this.line = line;
  }
}

/**
 * Parses a results file. Each check must appear exactly once in each conversation, and the counts must be correct.
 *
 * @param file the name of the file in messages
 * @throws {ResultsFileError} with the problem, the line and the next step
 */
export function parseResults(text: string, file: string): Results {
  const reader = new ResultsReader(file);
  let line = 0;
  for (let start = 0; start < text.length; ) {
    line += 1;
    const newline = text.indexOf('\n', start);
    reader.read(text.slice(start, newline === -1 ? text.length : newline), line, newline !== -1);
    start = newline === -1 ? text.length : newline + 1;
  }
  return reader.finish(line);
}

/**
 * The checks of a conversation that were read so far. It uses one byte for each check, because a file may have
 * millions.
 */
interface Roll {
  readonly conversation: ConversationRecord;
  readonly line: number;
  readonly met: Uint8Array;
}

const AGAIN = 'run the suite again to write the file anew';

/** Reads the lines of one file in order. */
class ResultsReader {
  readonly #file: string;
  readonly #conversations: ConversationRecord[] = [];
  readonly #verdicts: VerdictRecord[] = [];
  readonly #rolls = new Map<string, Roll>();
  #checks: readonly string[] = [];
  #places = new Map<string, number>();
  #run: RunRecord | null = null;
  #end: { readonly record: EndRecord; readonly line: number } | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  /** @param terminated false when the file ends inside this line */
  read(text: string, line: number, terminated: boolean): void {
    if (this.#end) {
      this.#fail('after-end', line, `the file goes on after its end record; ${AGAIN}`);
    }
    const json = parseLine(text);
    if (json === undefined && !terminated) this.#failTruncated(line);
    if (json === undefined) this.#fail('not-json', line, `the line is not JSON; ${AGAIN}`);

    const type = member(json, 'type');
    if (this.#run === null && type !== 'run') this.#failWithoutRun(line);
    switch (type) {
      case 'run':
        this.#readRun(json, line);
        break;
      case 'conversation':
        this.#readConversation(json, line);
        break;
      case 'verdict':
        this.#readVerdict(json, line);
        break;
      case 'end':
        this.#end = { record: this.#parse(endRecordSchema, json, line), line };
        break;
      default:
        this.#fail(
          'unknown-type',
          line,
          `unknown record type ${shown(type)}; known are run, conversation, verdict and end`,
        );
    }
  }

  /** @param lastLine the number of the last line; 0 for an empty file */
  finish(lastLine: number): Results {
    if (this.#run === null) this.#failWithoutRun(1);
    if (this.#end === null) this.#failTruncated(lastLine);

    for (const { conversation, line, met } of this.#rolls.values()) {
      const missing = this.#checks[met.indexOf(0)];
      if (missing !== undefined) {
        this.#fail(
          'missing-check',
          line,
          `the check ${missing} is neither passed, nor not applicable, nor has a verdict for ${keyText(conversation)}; ${AGAIN}`,
        );
      }
    }

    const counted = new Map(flatten(countResults(this.#conversations, this.#verdicts)));
    for (const [name, value] of flatten(this.#end.record.counts)) {
      const actual = counted.get(name);
      if (actual === value) continue;
      this.#fail(
        'wrong-counts',
        this.#end.line,
        `counts.${name} is ${value}, but the file holds ${actual}; ${AGAIN}`,
      );
    }
    return {
      run: this.#run,
      conversations: this.#conversations,
      verdicts: this.#verdicts,
      end: this.#end.record,
    };
  }

  #readRun(json: unknown, line: number): void {
    if (this.#run !== null) {
      this.#fail(
        'second-run',
        line,
        'a second run record; keep the results of each run in a file of its own',
      );
    }
    const schema = member(json, 'schema');
    if (schema !== 1) {
      this.#fail(
        'wrong-schema',
        line,
        `the results have schema ${shown(schema)}, this version reads 1; read them with the version that wrote them`,
      );
    }
    const run = this.#parse(runRecordSchema, json, line);
    this.#run = { ...run, checks: inOrder(run.checks) };
    this.#checks = Object.keys(this.#run.checks);
    this.#places = new Map(this.#checks.map((check, at) => [check, at]));
  }

  #readConversation(json: unknown, line: number): void {
    const conversation = this.#parse(conversationRecordSchema, json, line);
    const key = conversationKey(conversation);
    const twin = this.#rolls.get(key);
    if (twin) {
      this.#fail(
        'duplicate-conversation',
        line,
        `${keyText(conversation)} already stands in line ${twin.line}; ${AGAIN}`,
      );
    }
    const roll = { conversation, line, met: new Uint8Array(this.#checks.length) };
    this.#rolls.set(key, roll);
    conversation.passed = conversation.passed.map((check) => this.#meet(roll, check, line));
    conversation.notApplicable = conversation.notApplicable.map((check) => this.#meet(roll, check, line));
    this.#conversations.push(conversation);
  }

  #readVerdict(json: unknown, line: number): void {
    const verdict = this.#parse(verdictRecordSchema, json, line);
    const roll = this.#rolls.get(conversationKey(verdict));
    if (!roll) {
      this.#fail(
        'orphan-verdict',
        line,
        `the verdict ${verdict.check} comes without the conversation ${keyText(verdict)} before it; ${AGAIN}`,
      );
    }
    verdict.check = this.#meet(roll, verdict.check, line);
    this.#verdicts.push(verdict);
  }

  /** Returns the run record's copy of the id, so that the millions of parsed copies can be garbage-collected. */
  #meet(roll: Roll, check: string, line: number): string {
    const place = this.#places.get(check);
    const own = place === undefined ? undefined : this.#checks[place];
    if (place === undefined || own === undefined) {
      this.#fail(
        'unknown-check',
        line,
        `the check ${check} is not among the checks of the run record; ${AGAIN}`,
      );
    }
    if (roll.met[place] === 1) {
      this.#fail(
        'repeated-check',
        line,
        `the check ${check} appears twice for ${keyText(roll.conversation)}; ${AGAIN}`,
      );
    }
    roll.met[place] = 1;
    return own;
  }

  #parse<S extends z.ZodType>(schema: S, json: unknown, line: number): z.output<S> {
    let issue: z.core.$ZodIssue | undefined;
    try {
      const parsed = schema.safeParse(json);
      if (parsed.success) return parsed.data;
      [issue] = parsed.error.issues;
    } catch (cause) {
      // zod throws a RangeError when it reports about 130,000 problems.
      if (!(cause instanceof RangeError)) throw cause;
      this.#fail('invalid-record', line, `the record holds more than can be read; ${AGAIN}`);
    }
    const place = issue?.path.join('.') || 'the record';
    this.#fail('invalid-record', line, `${place}: ${issue?.message}; see docs/results.md for the records`);
  }

  #failWithoutRun(line: number): never {
    this.#fail(
      'no-run',
      line,
      'the file does not start with a run record; name a results.jsonl of this suite',
    );
  }

  #failTruncated(line: number): never {
    this.#fail('truncated', line, `the file is truncated: it has no end record; ${AGAIN}`);
  }

  #fail(problem: ResultsProblem, line: number, message: string): never {
    throw new ResultsFileError(problem, this.#file, line, message);
  }
}

/** Parses the line as JSON; returns undefined when it is invalid. */
function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function member(json: unknown, key: string): unknown {
  return typeof json === 'object' && json !== null ? Reflect.get(json, key) : undefined;
}

/** Describes a value of an invalid file briefly, because it may have any length and depth. */
function shown(value: unknown): string {
  if (value === undefined) return '(absent)';
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'that is a list' : 'that is an object';
  const text = JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}

/** Sorts the checks in catalogue order. Checks without an `order` stay in file order, at the end. */
function inOrder(checks: RunRecord['checks']): RunRecord['checks'] {
  const place = ({ order = Number.MAX_SAFE_INTEGER }: RunRecord['checks'][string]) => order;
  return Object.fromEntries(
    Object.entries(checks).toSorted(([, left], [, right]) => place(left) - place(right)),
  );
}

/** Returns the numbers in nested objects, each with its path. */
function flatten(counts: object, prefix = ''): [name: string, value: number][] {
  return Object.entries(counts).flatMap(([key, value]): [string, number][] =>
    typeof value === 'number' ? [[`${prefix}${key}`, value]] : flatten(value, `${prefix}${key}.`),
  );
}
