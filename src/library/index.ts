/** The judge as a library; docs/library.md describes it. */

export type { SkippedTraffic, Unreadable } from '../audit/files.ts';
export type { ProvidersInput } from '../config/schema.ts';
export type {
  ArrivedChunk,
  BrokenBody,
  Delivery,
  Exchange,
  HeaderFields,
  HttpRequest,
  HttpResponse,
} from '../evidence/exchange.ts';
export type { Authority, Extension } from '../judge/check.ts';
export type { Impact, Level, Outcome, PlacedFinding, Subject, Verdict } from '../judge/verdict.ts';
export { SuiteError } from '../system/failure.ts';
export { describeFindings } from './describe-findings.ts';
export type {
  GivenBody,
  GivenExchange,
  GivenHeaders,
  GivenRequest,
  GivenResponse,
} from './given-exchange.ts';
export {
  type AnswerTiming,
  type ConversationVerdicts,
  type ExchangePlace,
  type JudgedEvidence,
  type JudgeOptions,
  judgeExchanges,
  judgeRecordings,
  type TokenUsage,
  type UnansweredRequest,
} from './judge-exchanges.ts';
export { type CheckInfo, listChecks } from './list-checks.ts';
export { exchangeFrom, type FetchRecorder, recordingFetch } from './recording-fetch.ts';
export { type KeepProtocolOptions, type MatcherResult, toKeepProtocol } from './to-keep-protocol.ts';
