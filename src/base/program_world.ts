/** What a program that runs in this process asks of the system, and what it is answered. */

/** A request; `src/operations/world.ts` says what each operation takes. */
export interface WorldRequest {
  readonly operation: string;
  readonly text: string;
  readonly number: bigint;
  readonly bytes: Uint8Array;
}

/** A `result` below 0 is minus the number of a failure. */
export interface WorldAnswer {
  readonly result: bigint;
  readonly bytes: Uint8Array;
}

/** Answers the requests of one run. */
export interface ProgramWorld {
  answer(request: WorldRequest): WorldAnswer;
  /** Called once at the end of the run: gives back what the program holds. */
  close(): void;
}
