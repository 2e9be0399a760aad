/** A fact: one question about an endpoint, the requests that ask it, and what their answers say. */
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { Reading } from '../reading/reading.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Json, JsonObject } from '../text/json.ts';
import type { Finding } from './finding.ts';

/** What people choose with `--only`, in the order of reports. */
export const AREAS = ['contract', 'surface', 'schemas', 'limits'] as const;
export type Area = (typeof AREAS)[number];

/** One request. */
export interface Trial {
  /**
   * Permanent: it is part of the name of its cassette, and two trials of the same name are the same request. Such as
   * `limits/tools-64`.
   */
  readonly id: string;
  /** Which of several samples of the same request, from 1. */
  readonly sample: number;
  /** What is asked. */
  readonly scenario: Scenario;
  /** The whole history, where it is not the one that opens the scenario. */
  readonly messages?: readonly Json[];
  /** What is taken out of the body, with the member that holds it, wherever it stands. */
  readonly without?: JsonObject;
}

/**
 * Asks for one request after the other, and gets the answer of each: a pure function of the answers so far, so that a
 * run, a run that is gone on with and a replay are the same.
 */
export type Asking = Generator<Trial, Finding, Reading>;

export interface Fact {
  /** Permanent, such as `limits/tools`. */
  readonly id: string;
  readonly area: Area;
  /** Goes up when the same question is asked in another way, so that its findings are not compared; 1 at first. */
  readonly revision?: number;
  /** In a user's words. */
  readonly question: string;
  /** The most requests that it takes, repeated ones after a failure not counted. */
  readonly mostRequests: number;
  ask(dialect: AnyDialect): Asking;
}
