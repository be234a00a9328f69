interface Selectors<Value> {
  environmentVariableSelector(environment: NodeJS.ProcessEnv, options: { signingName?: string }): Value;
  default: Value | (() => Value | Promise<Value>);
}

/**
 * Stands in bundles for the SDK's reading of its settings: those of the environment, else the default. No function has
 * a `~/.aws/config`, and each setting that is looked for there in vain costs a thrown error.
 */
export const loadConfig = <Value>(
  { environmentVariableSelector, default: byDefault }: Selectors<Value>,
  { signingName }: { signingName?: string } = {},
) => {
  let value: Promise<Value> | undefined;
  const read = async () =>
    environmentVariableSelector(process.env, signingName === undefined ? {} : { signingName }) ??
    (byDefault instanceof Function ? byDefault() : byDefault);
  return () => {
    value ??= read();
    return value;
  };
};
