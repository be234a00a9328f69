/** Stands in bundles for the reading of `~/.aws/config`: no function has one, and the environment says everything. */
export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });
