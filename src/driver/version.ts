/** The version of ori, as `ori --version` says it. */
export const VERSION = "0.1.0";
