/** What the page of a conversation shows of exchanges of Chat Completions, before it is a page. */
import { openaiChat } from '../../src/dialects/openai-chat/index.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { type ExchangeModel, exchangeModels } from '../../src/report/site/conversation/timeline.ts';
import type { StreamModel } from '../../src/report/site/conversation/timeline-events.ts';
import type { TimelineRow } from '../../src/report/site/conversation/timeline-rows.ts';
import type { VerdictRecord } from '../../src/results/results.ts';
import type { Piece } from '../../src/text/display.ts';
import { verdict } from './records.ts';

/** One finding, at an event of an exchange. */
export function verdictAt(
  event: number | null,
  path: string,
  rest: Partial<VerdictRecord> & { exchange?: number } = {},
): VerdictRecord {
  const { exchange = 1, ...fields } = rest;
  const finding = { exchange, event, path, message: 'm', found: 'f', expected: 'e' };
  return verdict({ findings: [finding], findingCount: 1, ...fields });
}

export function modelsOf(
  exchanges: readonly Exchange[],
  own: readonly VerdictRecord[] = [],
): ExchangeModel[] {
  return exchangeModels(
    exchanges.map((exchange, at) => openaiChat.read(exchange, at + 1)),
    own,
  );
}

export function modelOf(exchange: Exchange, own: readonly VerdictRecord[] = []): ExchangeModel {
  const [model] = modelsOf([exchange], own);
  if (model === undefined) throw new Error('one exchange gave no model');
  return model;
}

export function streamModelOf(exchange: Exchange, own: readonly VerdictRecord[] = []): StreamModel {
  const { answer } = modelOf(exchange, own);
  if (answer.kind !== 'stream') throw new Error('the answer is no stream');
  return answer;
}

/** A row of the timeline as text. */
export function rowText(row: TimelineRow): string {
  switch (row.kind) {
    case 'comments':
      return row.texts.map((each) => `: ${each.text} x${each.count}`).join();
    case 'run':
      return `${row.events.map(({ number }) => number).join(' ')} folded "${row.said}"`;
    case 'left-out':
      return `${row.first} to ${row.last} left out${row.comments > 0 ? ` with ${row.comments} comments` : ''}`;
    case 'event': {
      const { number, marks, adds, findings } = row.event;
      const added = adds.map((each) => `${each.kind}(${each.text})`);
      return `${[number, ...marks.map((mark) => `[${mark}]`), ...added].join(' ')}${'!'.repeat(findings.length)}`;
    }
  }
}

/** Text as it is shown, with what is marked between « and ». */
export function shownText(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => {
      if (piece.kind === 'omitted') return `…${piece.count}`;
      const text = piece.kind === 'text' ? piece.text : piece.code;
      return piece.marked ? `«${text}»` : text;
    })
    .join('');
}
