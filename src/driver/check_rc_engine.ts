/** The RC-checking VM: ARC IR interpreted with an owner for every reference (`--check-rc`). */
import { runProgramChecked, runTestChecked } from "../check_rc/mod.ts";
import type { Engine, Outcome, TestOutcome } from "./engine.ts";
import { testOutcome } from "./test_outcome.ts";
import { isOn, silentIo, vmIo } from "./vm_engine.ts";

export const checkRcEngine: Engine = {
  name: "check-rc",
  summary:
    "ARC IR, interpreted with an owner for every reference: reports the first operation that breaks a rule of ownership.",
  hasRelease: false,
  tracesRc: false,

  run({ arc, sources }, { io, args }): Promise<Outcome> {
    const hasBacktrace = isOn(io.environment("ORI_BACKTRACE"));
    return Promise.resolve(runProgramChecked(arc, sources, vmIo(io, args), { hasBacktrace }));
  },

  runTests({ arc, sources }, { host }): Promise<readonly TestOutcome[]> {
    const outcomes = arc.tests.map(({ fn }) =>
      testOutcome(runTestChecked(arc, sources, fn, silentIo(host)))
    );
    return Promise.resolve(outcomes);
  },
};
