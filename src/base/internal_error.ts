import type { Span } from "./span.ts";

/** Where inside ori a broken invariant was found. */
export interface InternalErrorPlace {
  /** The stage, as the folder under `src` is called. */
  readonly stage: string;
  /** The user's function that was being compiled, where one is known. */
  readonly fn?: string;
  readonly span?: Span;
}

/** A bug in ori itself, never in the user's program: reported with exit code 70. */
export class InternalError extends Error {
  constructor(message: string, readonly place: InternalErrorPlace) {
    super(message);
    this.name = "InternalError";
  }
}

/** Throws `InternalError` unless `condition` holds. */
export function invariant(
  condition: boolean,
  place: InternalErrorPlace,
  message: string,
): asserts condition {
  if (!condition) throw new InternalError(message, place);
}

/** Closes an exhaustive switch: a new variant that is not handled fails to compile. */
export function assertNever(value: never, stage: string): never {
  const kind = (value as { kind?: string } | undefined)?.kind ?? String(value);
  throw new InternalError(`unhandled case ${kind}`, { stage });
}
