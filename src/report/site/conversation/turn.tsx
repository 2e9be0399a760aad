/** @jsxRuntime automatic @jsxImportSource preact */
/** The answer of an exchange as a lenient client assembles it. */
import type { ComponentChildren } from 'preact';
import { exchangeAnchor } from '../../../results/page-addresses.ts';
import { dollars, plural } from '../../../text/quantities.ts';
import { Facts, Text, TextList } from '../parts.tsx';
import type { CallModel, ChoiceModel, TurnModel } from './timeline-turn.ts';

export function TurnSection({ turn, exchange }: { turn: TurnModel; exchange: number }) {
  const isEmpty = turn.choices.length === 0 && turn.errors.length === 0;
  return (
    <section class="panel turn" aria-label={`Assembled answer of exchange ${exchange}`}>
      <h3>What a lenient client assembles</h3>
      {isEmpty && <p class="quiet">Nothing.</p>}
      {turn.errors.map((error) => (
        <p class="turn-error">
          <b>error</b> <Text value={error} />
        </p>
      ))}
      {turn.choices.map((choice) => (
        <Choice choice={choice} named={turn.choices.length > 1} exchange={exchange} />
      ))}
      {turn.choicesLeftOut > 0 && <p class="quiet">{plural(turn.choicesLeftOut, 'further choice')}</p>}
      <Facts
        rows={[
          ['usage', turn.usage && <Text value={turn.usage} longest={200} />],
          ['cost', turn.cost === null ? null : dollars(turn.cost)],
          ['upstream', turn.upstreams.length === 0 ? null : <TextList values={turn.upstreams} />],
          ['model', turn.model && <Text value={turn.model} longest={200} />],
        ]}
      />
    </section>
  );
}

const LONGEST_TURN_TEXT = 1500;
const LONGEST_OPEN_REASONING = 300;
const MOST_OTHERS = 20;

function Choice({ choice, named, exchange }: { choice: ChoiceModel; named: boolean; exchange: number }) {
  return (
    <>
      {named && <h4>Choice {choice.index}</h4>}
      <Said
        term="reasoning"
        value={choice.reasoning}
        folded={choice.reasoning.length > LONGEST_OPEN_REASONING}
      />
      <Said term="text" value={choice.text} />
      <Said term="refusal" value={choice.refusal} />
      {choice.calls.map((call) => (
        <Call call={call} exchange={exchange} />
      ))}
      {choice.callsLeftOut > 0 && <p class="quiet">{plural(choice.callsLeftOut, 'further call')}</p>}
      <Facts
        rows={[
          [
            'other calls',
            choice.otherCalls.length === 0 ? null : (
              <TextList values={choice.otherCalls.slice(0, MOST_OTHERS)} />
            ),
          ],
          ['finish', choice.finishes.length === 0 ? 'never finished' : <TextList values={choice.finishes} />],
        ]}
      />
    </>
  );
}

function Said({ term, value, folded = false }: { term: string; value: string; folded?: boolean }) {
  if (value === '') return null;
  const text = (
    <p>
      <Text value={value.trim() === '' ? withBreaks(value) : value} longest={LONGEST_TURN_TEXT} />
    </p>
  );
  if (folded) {
    return (
      <details class={`said ${term}`}>
        <summary>
          {term} <span class="quiet">{plural(value.length, 'character')}</span>
        </summary>
        {text}
      </details>
    );
  }
  return (
    <div class={`said ${term}`}>
      <h4>{term}</h4>
      {text}
    </div>
  );
}

function Call({ call, exchange }: { call: CallModel; exchange: number }) {
  return (
    <div class="call">
      <h4>
        call {call.number}{' '}
        <code>{call.name === null ? 'no name' : <Text value={call.name} longest={100} />}</code>
      </h4>
      <code class="data">
        <Text value={call.arguments === '' ? '(no arguments)' : call.arguments} longest={LONGEST_TURN_TEXT} />
      </code>
      {call.arguments !== '' && !call.areArgumentsJson && (
        <p class="turn-error">The arguments are no JSON; shown as they came.</p>
      )}
      <Facts
        rows={[
          ['id', <code>{call.id === null ? 'none' : <Text value={call.id} longest={200} />}</code>],
          ['starts', <CallStart call={call} exchange={exchange} />],
          [
            'arguments',
            call.event === null || call.pieces === 0 ? null : `in ${plural(call.pieces, 'piece')}`,
          ],
        ]}
      />
    </div>
  );
}

function CallStart({ call, exchange }: { call: CallModel; exchange: number }): ComponentChildren {
  return (
    <>
      {call.event !== null && (
        <>
          <a href={`#${exchangeAnchor(exchange)}-${call.event}`}>event {call.event}</a>{' '}
        </>
      )}
      <code>
        <Text value={call.path} longest={120} />
      </code>
    </>
  );
}

/** Makes line breaks visible in text on one line. */
export function withBreaks(text: string): string {
  return text.replaceAll('\n', '↵');
}
