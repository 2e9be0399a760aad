/** A call that stands in a block of its own, with its input as an object. */

import type { Json } from '../text/json.ts';
import { isFilled } from './presence.ts';
import type { ToolCall } from './reading.ts';

export interface CallBlock
  extends Pick<
    ToolCall,
    'type' | 'arguments' | 'json' | 'fragments' | 'strangeArguments' | 'event' | 'path'
  > {
  readonly id: Json;
  /** The member that holds the id. */
  readonly idField: string;
  readonly name: Json;
}

export function callOfBlock({ id, idField, name, ...block }: CallBlock): ToolCall {
  const { event, path } = block;
  const idPath = `${path}.${idField}`;
  const namePath = `${path}.name`;
  return {
    ...block,
    choice: 0,
    id: isFilled(id) ? { value: id, event, path: idPath } : null,
    name: isFilled(name) ? { value: name, event, path: namePath } : null,
    isFunction: true,
    idPath,
    namePath,
    argumentsPath: `${path}.input`,
  };
}
