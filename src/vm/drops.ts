/**
 * Calls of `Drop.drop` from the middle of a release: the loop is entered anew, with a frame above the present one, and
 * returns when that frame is left. A panic that leaves it is kept for the `drop_check` after the release (spec 21.3.4).
 */
import { run } from "./loop.ts";
import type { Machine, Panic } from "./machine.ts";
import type { Cell } from "./value.ts";

/** Drops that release what drops, in their bodies, nest no deeper: `ORI_NESTED_DROPS` of the runtime. */
export const MAX_NESTED_DROPS = 200;

/** Calls function `fn` with `cell`, whose last reference is going. */
export function runDrop(m: Machine, fn: number, cell: Cell): void {
  if (m.panic?.isFatal) return; // the program is over, as it is at once on native engines
  const { pc, fp, sp, floor, panic, dropPanic, outerPanic, scalars, frames, hasGrown } = m;
  if (m.dropDepth === MAX_NESTED_DROPS || !makeRoom(m, fn)) {
    m.endOfStack();
    return;
  }
  m.dropDepth++;
  m.outerPanic = panic ?? dropPanic;
  setPanics(m, undefined, undefined);
  m.floor = sp;
  m.fp = topOf(m);
  m.pc = m.image.entries[fn];
  m.refs[m.fp] = cell;
  run(m);
  m.dropDepth--;
  const raised: Panic | undefined = m.panic;
  Object.assign(m, { pc, fp, sp, floor, outerPanic });
  m.hasGrown = hasGrown || m.scalars !== scalars || m.frames !== frames;
  if (raised?.isFatal) return;
  m.isHalted = false;
  setPanics(m, panic, raised ?? dropPanic);
}

function setPanics(m: Machine, panic: Panic | undefined, dropPanic: Panic | undefined): void {
  m.panic = panic;
  m.dropPanic = dropPanic;
}

/** The first register above the present frame. */
function topOf(m: Machine): number {
  return m.fp + m.frameSize();
}

function makeRoom(m: Machine, fn: number): boolean {
  const top = topOf(m) + m.image.frameSizes[fn];
  while (top > m.scalars.length) if (!m.growRegisters()) return false;
  return true;
}
