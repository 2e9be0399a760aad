/** A fact: one question about an endpoint, the requests that ask it, and the finding from their answers. */
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { Reading } from '../reading/reading.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Json, JsonObject } from '../text/json.ts';
import type { Finding } from './finding.ts';

/** The values of `--only`, in the order of reports. */
export const AREAS = ['contract', 'surface', 'schemas', 'limits'] as const;
export type Area = (typeof AREAS)[number];

/** One request. */
export interface Trial {
  /**
   * Permanent, such as `limits/tools-64`. It is part of the cassette's name. Two trials with the same id are the same
   * request.
   */
  readonly id: string;
  /** The number of the sample of the same request, from 1. */
  readonly sample: number;
  /** The content of the request. */
  readonly scenario: Scenario;
  /** The whole history; the scenario's opening by default. */
  readonly messages?: readonly Json[];
  /** A value to remove from the body. Every member with this value is removed, at any depth. */
  readonly without?: JsonObject;
}

/**
 * Yields one request after the other, and receives the answer of each. It is a pure function of the answers so far, so
 * that a run, a resumed run and a replay are the same.
 */
export type Asking = Generator<Trial, Finding, Reading>;

export interface Fact {
  /** Permanent, such as `limits/tools`. */
  readonly id: string;
  readonly area: Area;
  /**
   * Increases when the question is asked in another way. Findings of different revisions are not compared; 1 by
   * default.
   */
  readonly revision?: number;
  /** The question in a user's words. */
  readonly question: string;
  /** The maximum number of requests, not counting retries after a failure. */
  readonly mostRequests: number;
  ask(dialect: AnyDialect): Asking;
}
