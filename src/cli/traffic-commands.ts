/** The commands for traffic outside of the matrix: recordings, endpoints, clients, gateways. */
import type { Command } from 'commander';
import { FEATURES } from '../judge/check.ts';
import type { Host } from './host.ts';
import {
  baseline,
  delivery,
  dialect,
  failOn,
  history,
  keyHeader,
  names,
  timeout,
  verbose,
} from './options.ts';

/** @param ends called with the exit code of the command, for commands that return one */
export function addTrafficCommands(program: Command, host: Host, ends: (code: number) => void): void {
  program
    .command('audit')
    .description(
      'judge recordings of any client, such as those of go-vcr, of VCR.py or in HAR; files or folders',
    )
    .argument('[path...]', 'recordings, or folders of them')
    .option('--formats', 'print the formats that can be read, and what each keeps, and stop')
    .option('--json', 'print results.jsonl instead of the summary')
    .option('--report <folder>', 'write results.jsonl, the HTML report, JUnit, CSV and api/v1 there')
    .option('--allure', 'put an Allure report into the folder, too')
    .option('--expectations <folder>', 'the known deviations, as <host>/<model>.yaml')
    .addOption(baseline())
    .addOption(history())
    .option('--keep-secrets', 'show what looks like a credential as it stands in the recordings')
    .addOption(verbose())
    .addOption(failOn())
    .action(async (paths: string[], { formats, ...options }) => {
      const { auditCommand, formatsCommand } = await import('./audit.ts');
      if (formats === true) formatsCommand(host);
      else ends(await auditCommand(paths, options, host));
    });

  program
    .command('convert')
    .description('convert recordings of any client to go-vcr cassettes, which get the same verdicts')
    .argument('<path...>', 'recordings, or folders of them')
    .requiredOption('--out <folder>', 'write the cassettes there')
    .option('--keep-secrets', 'keep what looks like a credential as it stands in the recordings')
    .action(async (paths: string[], options) => {
      const { convertCommand } = await import('./convert.ts');
      ends(await convertCommand(paths, options, host));
    });

  program
    .command('probe')
    .description('run the whole catalogue against one endpoint')
    .argument('<url>', 'the base URL, such as http://127.0.0.1:8080/v1')
    .requiredOption('--model <name>', 'the model to ask for')
    .addOption(dialect('the endpoint speaks'))
    .addOption(keyHeader())
    .option('--openrouter', 'the endpoint speaks the OpenRouter extension')
    .addOption(names('--scenario <id...>', 'only these scenarios'))
    .addOption(delivery())
    .option('--key-from <variable>', 'the environment variable that holds the key')
    .option('--header <line...>', 'further request headers, as "Name: value"')
    .option('--body <json>', 'further fields for the body of every request, as JSON')
    .option('--in-flight <number>', 'requests at the same time', '8')
    .addOption(
      names('--unsupported <feature...>', `features that the endpoint does not have: ${FEATURES.join(', ')}`),
    )
    .addOption(timeout())
    .option('--save <folder>', 'write the cassettes there')
    .option('--json', 'print results.jsonl instead of the summary')
    .option('--report <folder>', 'write results.jsonl and the HTML report there')
    .addOption(verbose())
    .option('--watch', 'probe again whenever Enter is pressed, and say what changed')
    .addOption(failOn())
    .action(async (url: string, options) => {
      const { probeCommand } = await import('./probe.ts');
      ends(await probeCommand(url, options, host));
    });

  program
    .command('profile')
    .description(
      'measure what one endpoint needs, accepts, refuses and ignores: histories, schema keywords, limits',
    )
    .argument('<url>', 'the base URL, such as http://127.0.0.1:8080/v1')
    .requiredOption('--model <name>', 'the model to ask for')
    .addOption(dialect('the endpoint speaks'))
    .addOption(keyHeader())
    .option('--openrouter', 'the endpoint speaks the OpenRouter extension')
    .option(
      '--only <areas>',
      'only these areas (contract, surface, schemas, limits) or facts such as limits/tools, separated by commas',
    )
    .addOption(delivery())
    .option('--key-from <variable>', 'the environment variable that holds the key')
    .option('--header <line...>', 'further request headers, as "Name: value"')
    .option('--body <json>', 'further fields for the body of every request, as JSON')
    .option('--in-flight <number>', 'requests at the same time', '8')
    .option('--price <dollars>', 'what a million tokens of prompts and of answers cost, such as 0.25,2')
    .option('--max-cost <dollars>', 'stop before the whole run could cost more than this')
    .option('--max-tokens <number>', 'stop before the whole run could take more tokens than this')
    .option('--max-requests <number>', 'send at most this many requests')
    .addOption(timeout())
    .option('--plan', 'print the requests, tokens and dollars that it would take; send nothing')
    .option(
      '--reports <folder>',
      'each run keeps its recordings in a folder of its own, profile/<run>, in this folder',
      'reports',
    )
    .option('--resume <run>', 'go on with a run that was interrupted')
    .option(
      '--against <file>',
      'declared limits as JSON, such as {"max_tools": 128}; the profile says which of them are wrong',
    )
    .option(
      '--history <recording>',
      'a conversation that was recorded elsewhere, in any dialect; the profile says whether it can go on here',
    )
    .option(
      '--baseline <file>',
      'the profile.json of an earlier run, or a folder of them: report what changed since the newest one of this target',
    )
    .option('--json', 'print the profile as JSON instead of the summary')
    .action(async (url: string, options) => {
      const { profileCommand } = await import('./profile.ts');
      ends(await profileCommand(url, options, host));
    });

  program
    .command('watch')
    .description(
      'judge the live traffic of any client: a tap between it and its provider, findings as they come',
    )
    .argument(
      '[command...]',
      'after --: the client, such as npm run my-agent; without one, the tap runs until it is stopped',
    )
    .requiredOption(
      '--upstream <url...>',
      'where requests go, such as https://openrouter.ai/api/v1; several as name=URL, each below /name',
    )
    .option(
      '--env <name...>',
      'more environment variables to set to the base URL; NAME=upstream names one of several upstreams',
    )
    .option('--port <number>', 'where to listen on 127.0.0.1; 0 is any free one', '0')
    .option('--ca <file>', 'further certificates to trust, in PEM')
    .option('--http2', 'offer HTTP/2 to the upstream')
    .option('--max-body <MiB>', 'how much of each body is kept; all of it is passed on', '16')
    .option('--save <folder>', 'write the cassettes there')
    .option('--json', 'print results.jsonl instead of the summary')
    .option('--report <folder>', 'write results.jsonl and the HTML report there')
    .option('--keep-secrets', 'keep what looks like a credential; the keys of the requests are never kept')
    .addOption(failOn())
    .action(async (words: string[], options) => {
      const { watchCommand } = await import('./watch.ts');
      ends(await watchCommand(words, options, host));
    });

  program
    .command('clients')
    .description('try a client on the reference provider: first without a fault, then with each seeded fault')
    .argument('<command...>', 'after --: the client, such as node my-client.mjs')
    .addOption(dialect('the client speaks'))
    .option('--openrouter', 'the client speaks the OpenRouter extension')
    .addOption(
      names(
        '--fault <name...>',
        'only these faults; a name that ends with a slash is a family, such as ids/',
      ),
    )
    .addOption(delivery())
    .option('--scenario <id>', 'the scenario of the conversation; by default the one that suits the fault')
    .option('--reuse', 'one process takes task after task from standard input, a line each')
    .option('--time-limit <seconds>', 'how long one conversation may take', '20')
    .option('--in-flight <number>', 'conversations at the same time; by default as many as there are cores')
    .option('--name <text>', 'what the client is called in the results')
    .option('--save <folder>', 'write the cassettes there')
    .option('--results <file>', 'write the outcome of each fault there')
    .option('--json', 'print the outcome of each fault, one JSON object a line')
    .addOption(verbose())
    .action(async (words: string[], options) => {
      const { clientsCommand } = await import('./clients.ts');
      ends(await clientsCommand(words, options, host));
    });

  program
    .command('gateway')
    .description('try a gateway: send conversations through it, record both of its wires, and compare them')
    .argument(
      '[command...]',
      'after --: the command that starts the gateway; leave it out when the gateway already runs',
    )
    .requiredOption('--gateway <url>', 'its base URL for clients, such as http://127.0.0.1:8787/v1')
    .addOption(dialect('it speaks to clients'))
    .option('--inner <id>', 'the wire format that it speaks to its upstream, if it is another')
    .option('--openrouter', 'speak the OpenRouter extension where the dialects have it')
    .option('--listen <port>', 'where its upstream listens on 127.0.0.1; 0 for any free one', '8788')
    .option(
      '--env <name...>',
      'more environment variables of the command to set to the base URL of the upstream',
    )
    .option('--model <name>', 'the model to ask for', 'reference')
    .option('--key-from <variable>', 'the environment variable that holds the key of the gateway')
    .option('--header <line...>', 'further request headers, as "Name: value"')
    .addOption(names('--scenario <id...>', 'only these scenarios with a conforming upstream'))
    .addOption(delivery())
    .addOption(
      names(
        '--fault <name...>',
        'only these faults; a name that ends with a slash is a family, such as ids/',
      ),
    )
    .option('--no-faults', 'only a conforming upstream')
    .option('--time-limit <seconds>', 'how long one answer may take', '20')
    .option('--name <text>', 'what the gateway is called in the results')
    .option('--package <name@version...>', 'the packages that make it up, for the results')
    .option('--save <folder>', 'write the cassettes of both wires there')
    .option('--results <file>', 'write the results there')
    .option('--report <folder>', 'write the HTML report there, with both wires side by side')
    .option('--json', 'print the results, one JSON object a line')
    .addOption(verbose())
    .addOption(failOn())
    .action(async (words: string[], options) => {
      const { gatewayCommand } = await import('./gateway.ts');
      ends(await gatewayCommand(words, options, host));
    });

  program
    .command('recorder', { hidden: true })
    .description('the other half of watch, which starts it')
    .requiredOption('--kept <bytes>', 'what is kept of a body')
    .option('--save <folder>', 'write the cassettes there')
    .option('--json', 'print results.jsonl')
    .option('--report <folder>', 'write results.jsonl and the HTML report there')
    .option('--keep-secrets', 'keep what looks like a credential')
    .addOption(failOn())
    .action(async (options) => {
      const { recorderCommand } = await import('./recorder.ts');
      ends(await recorderCommand(options, host));
    });

  program
    .command('serve')
    .description('run the reference provider, which conforms, or shows one seeded fault')
    .option('--port <number>', 'where to listen on 127.0.0.1; 0 is any free one', '0')
    .option('--model <name...>', 'the only models that are served; by default any name')
    .option('--fault <name>', 'a seeded fault, such as ids/too-long')
    .option('--list-faults', 'print the seeded faults that can be shown, and stop')
    .option(
      '--log <file>',
      'write one line of JSON for each request: its fault, and whether the answer showed it',
    )
    .option('--tls-cert <file>', 'speak HTTPS with this certificate, in PEM')
    .option('--tls-key <file>', 'the key of the certificate, in PEM')
    .option(
      '--profile <file>',
      'a JSON file of what the server refuses and ignores, which profile then measures',
    )
    .option('--insist-on-thoughts', 'refuse calls that come back without the reasoning they came with')
    .action(async (options) => {
      const { serveCommand } = await import('./serve.ts');
      await serveCommand(options, host);
    });
}
