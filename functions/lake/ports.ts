import type { Day } from '../contracts/facts.ts';
import type { LakeColumn, LakeEventName, lakeColumns } from './columns.ts';

type ValueOf<Column extends LakeColumn> = (typeof lakeColumns)[Column] extends 'text' ? string : number;

type Required = 'event_id' | 'version' | 'event' | 'happened_at' | 'region';

/** A row of the lake, and the day that it lies under. */
export type LakeEvent = { [Column in Exclude<LakeColumn, Required>]?: ValueOf<Column> | undefined } & {
  event_id: string;
  version: number;
  event: LakeEventName;
  happened_at: string;
  region: string;
  day: Day;
};

export interface Lake {
  /** Keeps the events. The same events again, in one call or in others, change nothing that a reader sees. */
  write(events: readonly LakeEvent[]): Promise<void>;
}
