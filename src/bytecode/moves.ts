/**
 * Parallel copies along an edge as a sequence of moves: a move is done once nobody reads its
 * destination any more; a cycle is opened by a copy into a scratch register.
 */
export interface Move {
  readonly to: number;
  readonly from: number;
  readonly isRef: boolean;
}

/** Orders `moves`, all meant to happen at once; destinations are distinct. */
export function orderMoves(moves: readonly Move[], scratch: () => number): Move[] {
  const pending = moves.filter((move) => move.to !== move.from);
  const ordered: Move[] = [];
  while (pending.length > 0) {
    const ready = pending.findIndex((move) => !pending.some((other) => other.from === move.to));
    if (ready >= 0) {
      ordered.push(pending[ready]);
      pending.splice(ready, 1);
      continue;
    }
    const [first] = pending;
    const reader = pending.findIndex((other) => other.from === first.to);
    const { isRef, to } = pending[reader];
    const spare = scratch();
    ordered.push({ to: spare, from: first.to, isRef });
    pending[reader] = { to, from: spare, isRef };
  }
  return ordered;
}
