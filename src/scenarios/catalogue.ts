import { addAndMultiply } from './add-and-multiply.ts';
import { answersReversed } from './answers-reversed.ts';
import { cancelled } from './cancelled.ts';
import { choiceAllowed } from './choice-allowed.ts';
import { choiceNamed } from './choice-named.ts';
import { choiceNone } from './choice-none.ts';
import { choiceRequired } from './choice-required.ts';
import { concurrent } from './concurrent.ts';
import { foreignIds } from './foreign-ids.ts';
import { historyImport } from './history-import.ts';
import { malformedRequest } from './malformed-request.ts';
import { manyTools } from './many-tools.ts';
import { namelessResult } from './nameless-result.ts';
import { noArguments } from './no-arguments.ts';
import { orphanResult } from './orphan-result.ts';
import { parallelOff } from './parallel-off.ts';
import { reasoningWithTools } from './reasoning-with-tools.ts';
import type { Scenario } from './scenario.ts';
import { secretWord } from './secret-word.ts';
import { sequentialCalls } from './sequential-calls.ts';
import { signatures } from './signatures.ts';
import { signaturesDropped } from './signatures-dropped.ts';
import { storedHistory } from './stored-history.ts';
import { strictSchema } from './strict-schema.ts';
import { threeTurns } from './three-turns.ts';
import { toolError } from './tool-error.ts';
import { truncated } from './truncated.ts';
import { typedArguments } from './typed-arguments.ts';
import { unansweredCall } from './unanswered-call.ts';
import { unknownModel } from './unknown-model.ts';
import { weather } from './weather.ts';

/** Every scenario, in the order of reports: round trips, arguments, conversations, choices, limits, refusals, clients. */
export const SCENARIOS: readonly Scenario[] = [
  weather,
  addAndMultiply,
  noArguments,
  typedArguments,
  strictSchema,
  manyTools,
  sequentialCalls,
  answersReversed,
  threeTurns,
  storedHistory,
  secretWord,
  toolError,
  choiceNone,
  choiceRequired,
  choiceNamed,
  choiceAllowed,
  parallelOff,
  reasoningWithTools,
  signatures,
  signaturesDropped,
  truncated,
  foreignIds,
  historyImport,
  orphanResult,
  namelessResult,
  unansweredCall,
  unknownModel,
  malformedRequest,
  cancelled,
  concurrent,
];
