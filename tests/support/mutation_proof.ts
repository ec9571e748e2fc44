/**
 * The proof that a fault in the counting does not stay hidden: each RcInc, RcDec, and op that hands a cell on, of many
 * functions is deleted and doubled, and for each mutant it is noted who notices: the verifier, the engine `check-rc`, the leak check.
 */
import {
  type ArcFunction,
  type CountedProgram,
  findUnwinding,
  printFunction,
} from "../../src/arc/mod.ts";
import { InternalError, type SourceMap } from "../../src/base/mod.ts";
import { emitBytecode } from "../../src/bytecode/mod.ts";
import { runProgramChecked, VIOLATION_EXIT } from "../../src/check_rc/mod.ts";
import { checkFiles, compileMain, createHost } from "../../src/driver/mod.ts";
import { runProgram, type VmIo } from "../../src/vm/mod.ts";
import {
  eachMutant,
  executedCounts,
  isRejected,
  type Mutant,
  type Mutation,
  MUTATIONS,
} from "./mutate_counts.ts";
import { listPrograms, parseProgramCase, type ProgramCase } from "./program_case.ts";
import { SILENT_WORLD } from "./silent_world.ts";

/** Exit code of a program with a leak, under the leak check. */
const LEAK_EXIT = 2;

/** How many mutants there were of one kind, and how many of them each check caught. */
export interface Tally {
  mutants: number;
  verifier: number;
  /** Mutants whose operation the program executes: only these can show when it runs. */
  executed: number;
  checkRc: number;
  leakCheck: number;
}

export interface MutationProof {
  readonly functions: number;
  readonly programs: number;
  readonly tallies: ReadonlyMap<Mutation, Tally>;
  /** Mutants that the verifier lets pass, and those that are executed and pass `check-rc`. */
  readonly survivors: readonly string[];
}

/** A function to mutate, in its program. */
interface Subject {
  readonly fn: ArcFunction;
  readonly program: CountedProgram;
  readonly sources: SourceMap;
  readonly test: ProgramCase;
}

const host = createHost();

/**
 * Mutates `count` functions of the programs under `folder`. They are all different, at most two of a
 * program, and spread over the areas of the language.
 */
export function proveByMutation(folder: string, count: number): MutationProof {
  const tallies = new Map(MUTATIONS.map((mutation) => [mutation, emptyTally()]));
  const survivors: string[] = [];
  const programs = new Set<string>();
  let functions = 0;
  for (const subject of subjects(folder)) {
    if (functions === count) break;
    functions++;
    programs.add(subject.test.path);
    mutate(subject, tallies, survivors);
  }
  if (functions < count) throw new Error(`${folder} has only ${functions} functions to mutate`);
  return { functions, programs: programs.size, tallies, survivors };
}

function emptyTally(): Tally {
  return { mutants: 0, verifier: 0, executed: 0, checkRc: 0, leakCheck: 0 };
}

function mutate(
  subject: Subject,
  tallies: ReadonlyMap<Mutation, Tally>,
  survivors: string[],
): void {
  const { fn, program, test } = subject;
  const unwinding = findUnwinding(program);
  const executed = executedCounts(fn, () => runChecked(subject));
  eachMutant(fn, ({ mutation, op, name }: Mutant) => {
    const tally = tallies.get(mutation) as Tally;
    tally.mutants++;
    if (isRejected(fn, program, unwinding)) tally.verifier++;
    else survivors.push(`${test.path} ${name}: ${mutation}, not rejected`);
    if (!executed.has(op)) return;
    tally.executed++;
    if (runChecked(subject) === VIOLATION_EXIT) tally.checkRc++;
    else survivors.push(`${test.path} ${name}: ${mutation}, not noticed by check-rc`);
    if (hasLeakReport(subject)) tally.leakCheck++;
  });
}

function runChecked({ program, sources, test }: Subject): number {
  return runProgramChecked(program, sources, ioOf(test), { backtrace: "off" }).exitCode;
}

/** Whether the VM reports a leak, or touches a freed block, which is an internal error there. */
function hasLeakReport({ program, sources, test }: Subject): boolean {
  try {
    const bytecode = emitBytecode(program, sources);
    const { exitCode } = runProgram(bytecode, ioOf(test), { checkLeaks: true });
    return exitCode === LEAK_EXIT && test.expected.exitCode !== LEAK_EXIT;
  } catch (error) {
    // An exception of the host, as a variable that is never defined causes it, is none of the VM's checks.
    return error instanceof InternalError;
  }
}

function ioOf({ args, stdin }: ProgramCase): VmIo {
  let input: Uint8Array | undefined = new TextEncoder().encode(stdin);
  return {
    stdout: () => {},
    stderr: () => {},
    stdin: () => {
      const bytes = input;
      input = undefined;
      return bytes?.length === 0 ? undefined : bytes;
    },
    args,
    system: SILENT_WORLD,
  };
}

/** Programs too slow to run once per mutant. */
const SLOW = /\/(deep|growth|tail_calls|float_digits|unicode_classes|stack_overflow|many_times)/;
const MOST_OF_A_PROGRAM = 2;

/** Functions of the programs' own that count, area by area in turn; of a program, those that do most with their cells. */
function* subjects(folder: string): Generator<Subject> {
  const seen = new Set<string>();
  for (const path of interleaved(listPrograms(folder).filter((path) => !SLOW.test(path)))) {
    const test = parseProgramCase(path, Deno.readTextFileSync(path));
    const checked = checkFiles([path], host);
    const compiled = compileMain(checked, { verify: false });
    if (compiled === undefined) throw new Error(`${path} does not compile`);
    const { arc: program, sources } = compiled;
    const candidates = program.fns.filter((fn) => sources.file(fn.span.file).path === path)
      .map((fn) => ({ fn, text: printFunction(fn, program) }))
      .filter(({ text }) => /\n {2}Rc(Inc|Dec) /.test(text) && !seen.has(text))
      .sort((a, b) => interest(b.text) - interest(a.text));
    for (const { fn, text } of candidates.slice(0, MOST_OF_A_PROGRAM)) {
      seen.add(text);
      yield { fn, program, sources, test };
    }
  }
}

/** How many ops make a reference, or hand a cell on. */
function interest(text: string): number {
  return text.match(/\b(RcInc|Reset|Reuse)\b/g)?.length ?? 0;
}

/** The first program of each area, then the second of each, and so on. */
function interleaved(paths: readonly string[]): string[] {
  const areas = Map.groupBy(paths, (path) => path.slice(0, path.lastIndexOf("/")));
  const lists = [...areas.values()];
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1)))
    .flat();
}
