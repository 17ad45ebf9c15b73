/** Bundles the test page into one script, as text. */
export function bundle(): Promise<string>;
