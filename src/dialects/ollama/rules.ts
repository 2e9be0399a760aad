/** The rules of the catalogue as applied to this dialect. */

import { JSON_SCHEMA, RFC_8259 } from '../../checks/authorities.ts';
import { errors as errorsRules, overRefusals } from '../../checks/errors.ts';
import { checksOf, type RulesInDialect } from '../../checks/in-dialect.ts';
import {
  CALLING,
  CHAT,
  ERRORS,
  ROUTES,
  SERVER,
  STREAMING,
  STRUCTURED,
  seenBroken,
  USAGE,
} from './authorities.ts';
import { argumentsAreObject, noDuplicateKeys } from './checks/arguments.ts';
import { midstream, refusalShape } from './checks/errors.ts';
import { contentType, lineIsJson } from './checks/framing.ts';
import { ids } from './checks/ids.ts';
import { lines } from './checks/lines.ts';
import { shape } from './checks/shape.ts';
import { usage } from './checks/usage.ts';
import type { OllamaReading } from './codec/read.ts';
import { notApplicable } from './not-applicable.ts';
import { terms } from './terms.ts';

const RENDERED =
  'the server writes whatever history it is given into the prompt, and no sentence promises a refusal';

const rules: RulesInDialect<OllamaReading> = {
  'framing/content-type': {
    title: 'A streamed answer is declared as application/x-ndjson, a buffered one as JSON',
    levelNote: 'MUST where nothing of it is JSON',
    departs: {
      level: 'SHOULD',
      impact: 'minor',
      because: "Ollama's own cloud declares its streams as JSON, and clients read lines whatever is declared",
    },
    authority: [
      STREAMING('A stream is newline-delimited JSON, application/x-ndjson, and else application/json.'),
    ],
    run: contentType,
  },
  'framing/utf-8': {
    authority: [RFC_8259('section-8.1', 'JSON that systems exchange is encoded in UTF-8.')],
  },
  'framing/data-is-json': {
    title: 'Every line is one whole JSON object',
    authority: [STREAMING('A stream is newline-delimited JSON: each line is an object.')],
    run: lineIsJson,
  },

  'arguments/object': {
    title: 'arguments is a JSON object, not the text of one',
    departs: {
      subject: 'provider',
      impact: 'critical',
      because: 'arguments are part of the JSON that the server writes, not text of the model',
    },
    authority: [CHAT('arguments of a call is a JSON object.'), ...seenBroken('arguments')],
    run: argumentsAreObject,
  },
  'arguments/schema': {
    authority: [
      JSON_SCHEMA('An instance that a schema does not accept is invalid.'),
      CHAT('parameters of a tool is the JSON Schema of its arguments.'),
    ],
  },
  'arguments/known-tool': {
    authority: [CALLING('The model calls the tools that the request offers.')],
  },
  'arguments/no-duplicate-keys': { readsBytes: true, run: noDuplicateKeys },

  'format/schema': {
    authority: [STRUCTURED('With a JSON schema in format the answer has that form.')],
  },
  'finish/present': {
    title: 'The last line, or the body, has a done_reason',
    authority: [CHAT('done_reason says why the response finished.')],
  },
  'finish/known': {
    title: 'done_reason is stop, length, load or unload',
    authority: [
      SERVER('DoneReason is stop or length.'),
      ROUTES('A request that loads or unloads a model is done for load or unload.'),
    ],
  },
  'finish/consistent': {
    title: 'All reasons of one answer agree',
    authority: [CHAT('done_reason is the one reason why the response finished.')],
  },
  'finish/once': { title: 'done_reason is sent once' },
  'finish/tool-calls': {
    title: 'An answer with calls that was not cut off finishes with stop',
    authority: [SERVER('DoneReason is stop or length: none stands for calls.')],
  },
  'finish/not-empty': {
    title: 'stop comes with text, an image or a call',
    follows: [
      'shape/completion',
      'shape/chunk',
      'shape/tool-calls',
      'shape/tool-calls-misplaced',
      'shape/content',
    ],
  },
  'deltas/no-text-resend': { authority: [STREAMING('Each line brings a part of the text.')] },

  'roundtrip/continues': { authority: [CALLING('The model answers from the results.')] },
  'roundtrip/result-used': { authority: [CALLING('The model answers from the results.')] },
  'roundtrip/orphan-rejected': {
    // Calls without ids are matched by name.
    followsEarlier: [],
    departs: { level: 'MAY', impact: 'minor', because: RENDERED },
  },
  'roundtrip/unanswered-rejected': {
    departs: { level: 'MAY', impact: 'minor', because: RENDERED },
  },

  'usage/integers': {
    title: 'prompt_eval_count and eval_count, where sent, are integers from 0',
    authority: [USAGE('The counts are numbers of tokens.')],
  },
  'usage/counted': {
    authority: [USAGE('prompt_eval_count counts the input, eval_count what was generated.')],
  },
  'usage/within-limit': {
    title: 'eval_count goes beyond num_predict',
    authority: [CHAT('num_predict is the most tokens that are generated.')],
  },
  'routing/model': { authority: [CHAT('model is the name of the model that generated the message.')] },

  'errors/shape': {
    title: 'A 4xx or 5xx body is a JSON object whose error is a string',
    authority: [ERRORS('The message of an error is in the property error.')],
    run: overRefusals(refusalShape),
  },
  'errors/none-midstream': {
    authority: [
      ERRORS('An error in a stream comes under the status that the response began with.'),
      ...errorsRules['errors/none-midstream'].authority,
    ],
  },
  'errors/not-in-200': {
    title: 'A buffered 200 has no error',
    authority: [ERRORS('Endpoints return a status that tells an error from a success.')],
  },
  'errors/midstream': {
    title: 'An error inside a stream is a line whose error is a string, and no line follows',
    authority: [ERRORS('An error in a stream is an object with the property error.')],
    run: midstream,
  },
};

export const checks = checksOf<OllamaReading>({ terms, notApplicable }, [rules, lines, shape, ids, usage]);
