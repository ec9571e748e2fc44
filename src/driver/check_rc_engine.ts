/** The RC-checking VM: ARC IR interpreted with an owner for every reference (`--check-rc`). */
import { checkedImage, runProgramChecked, runTestChecked } from "../check_rc/mod.ts";
import type { Engine, Outcome, TestOutcome } from "./engine.ts";
import { programOutcome } from "./limit_failure.ts";
import { testOutcome } from "./test_outcome.ts";
import { backtraceMode, silentIo, vmIo } from "./vm_engine.ts";

export const checkRcEngine: Engine = {
  name: "check-rc",
  summary:
    "ARC IR, interpreted with an owner for every reference: reports the first operation that breaks a rule of ownership.",
  hasRelease: false,
  tracesRc: false,
  hasLimits: true,

  run({ arc, sources }, { io, args, limits, policy }): Promise<Outcome> {
    const backtrace = backtraceMode(io);
    const options = { backtrace, limits };
    const outcome = runProgramChecked(arc, sources, vmIo(io, args, policy), options);
    return Promise.resolve(programOutcome(outcome));
  },

  runTests({ arc, sources }, { host, limits }): Promise<readonly TestOutcome[]> {
    const image = checkedImage(arc, sources);
    const outcomes = arc.tests.map(({ fn }) =>
      testOutcome(runTestChecked(image, fn, silentIo(host), limits))
    );
    return Promise.resolve(outcomes);
  },
};
