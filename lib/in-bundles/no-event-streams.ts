/** Stands in bundles for the SDK's event streams: no operation that a function uses has one. */
export class EventStreamSerde {
  constructor() {
    throw new Error('Functions are bundled without event streams (lib/lean-bundles.ts).');
  }
}

export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;
export const eventStreamSerdeProvider = () => ({});
