/** Put in by the bundler: the manifest itself is not needed at run time. */
declare const TIERCEL_VERSION: string;

export const version = TIERCEL_VERSION;
