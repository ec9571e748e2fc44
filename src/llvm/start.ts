/** Where a program starts: `main` of the process, the entry that the runtime calls, and the program's bytes. */
import {
  BLOB_SECTION,
  BLOB_SYMBOL,
  DROP_DEPTH_IN_ORDER,
  type Passing,
  programSymbol,
} from "../layout/mod.ts";
import type { FnId } from "../arc/mod.ts";
import type { MonoTypeId } from "../mono/mod.ts";
import { Builder } from "./builder.ts";
import { type Context, functionOf } from "./context.ts";
import { bytesLiteral, LIST_TYPE, llvmBug, type Module } from "./module.ts";
import { referTo } from "./signature.ts";

/** What `main` does beside running the program. */
export interface StartOptions {
  /** `main` runs the test whose index is its first argument. */
  readonly isTestHarness: boolean;
  /** What the program may do, a line for each grant; everything where absent. */
  readonly sandbox?: string | undefined;
  /** `main` runs the program's @main again and again and tells its times. */
  readonly isBench?: boolean;
  /** The program checks for leaks at exit even without ORI_CHECK_LEAKS=1. */
  readonly checksLeaks: boolean;
  /** Each count reports itself while the program runs with ORI_TRACE_RC=1. */
  readonly tracesRc: boolean;
  /** The compiled program as bytes, which the binary carries (seeds BL-3); modules without one are for tests of this folder. */
  readonly blob?: Uint8Array;
}

/** Emits the entry of the program and `main`. */
export function emitEntry(context: Context, options: StartOptions): void {
  if (options.isTestHarness) emitTestEntry(context);
  else emitMainEntry(context);
  emitStart(context, options);
}

/** `@main` of the program, and code 1 after an uncaught panic. */
function emitMainEntry(context: Context): void {
  const { program, types } = context;
  const { main } = program;
  if (main === undefined) throw llvmBug("a program without main");
  const b = new Builder(types);
  const args = main.takesArgs ? [programArguments(context, b, main.fn)] : [];
  invokeUser(context, b, main.fn, args, main.returnsInt);
  finishEntry(context, b);
}

/** The list of arguments in a slot, which main borrows or consumes. */
function programArguments(context: Context, b: Builder, main: FnId): ArgumentSlot {
  const param = functionOf(context.program, main).params[0];
  const type = param === undefined
    ? undefined
    : functionOf(context.program, main).varTypes[param.var];
  if (param === undefined || type === undefined) throw llvmBug("main takes no arguments");
  const slot = b.slot(LIST_TYPE);
  const record = context.glue.listRecord(type);
  b.call(`void ${context.module.runtime("ori_program_args")}(ptr ${slot}, ptr ${record})`);
  return { slot, type, isBorrowed: param.ownership === "borrowed" };
}

interface ArgumentSlot {
  readonly slot: string;
  readonly type: MonoTypeId;
  readonly isBorrowed: boolean;
}

function invokeUser(
  context: Context,
  b: Builder,
  fn: FnId,
  args: readonly ArgumentSlot[],
  returnsInt: boolean,
): void {
  const callee = referTo(context, fn);
  requireResult(context, fn, returnsInt ? "value" : "none");
  const result = returnsInt ? "i64" : "void";
  const list = args.map(({ slot }) => `ptr ${slot}`).join(", ");
  const release = () => {
    if (context.glue.options.traces) context.glue.markSite(b, context.module.text("(end)\0"));
    for (const { slot, type, isBorrowed } of args) {
      if (isBorrowed) context.glue.dec(b, type, b.load(type, slot));
    }
  };
  const label = b.fresh("returned");
  // Not inlined: the entry has no name in a backtrace.
  const invoke = `invoke ${result} ${callee}(${list}) #6 to label %${label} unwind label %panicked`;
  const code = returnsInt ? b.def(invoke) : "0";
  if (!returnsInt) b.line(invoke);
  b.start(label);
  release();
  b.line(`ret i64 ${code}`);
  b.start("panicked");
  const exception = b.def("landingpad { ptr, i32 } catch ptr null");
  release();
  const object = b.extract("{ ptr, i32 }", exception, [0]);
  const report = context.module.runtime("ori_panic_uncaught");
  b.line(`ret i64 ${b.callDef(`i64 ${report}(ptr ${object})`)}`);
}

function requireResult(context: Context, fn: FnId, expected: Passing): void {
  const { result, name } = functionOf(context.program, fn);
  const { passing } = context.types.layout(result);
  if (passing !== expected) throw llvmBug("an entry of the program has another result", name);
}

/** Runs one test, chosen by the first argument of the process. */
function emitTestEntry(context: Context): void {
  const { program, module, types } = context;
  const b = new Builder(types);
  const chosen = b.callDef(`i64 ${module.runtime("ori_test_index")}(i64 ${program.tests.length})`);
  const cases = program.tests.map((_, index) => `i64 ${index}, label %test${index}`);
  b.line(`switch i64 ${chosen}, label %none [ ${cases.join(" ")} ]`);
  program.tests.forEach((test, index) => {
    b.start(`test${index}`);
    requireResult(context, test.fn, "none");
    b.line(
      `invoke void ${referTo(context, test.fn)}() #6 to label %passed unwind label %panicked`,
    );
  });
  b.start("none");
  b.line("unreachable");
  b.start("passed");
  b.line("ret i64 0");
  if (program.tests.length > 0) {
    b.start("panicked");
    const exception = b.def("landingpad { ptr, i32 } catch ptr null");
    const object = b.extract("{ ptr, i32 }", exception, [0]);
    b.line(`ret i64 ${b.callDef(`i64 ${module.runtime("ori_panic_uncaught")}(ptr ${object})`)}`);
  }
  finishEntry(context, b);
}

function finishEntry(context: Context, b: Builder): void {
  const limit = `  store i64 ${DROP_DEPTH_IN_ORDER}, ptr ${
    context.module.runtimeGlobal("ori_drop_limit")
  }, align 8`;
  context.module.declare("ori_personality", "declare i32 @ori_personality(...)");
  const symbol = programSymbol("entry");
  context.module.addFunction([
    `define internal i64 @${symbol}() ${context.attributes}#1 personality ptr @ori_personality {`,
    "entry:",
    ...b.allocas,
    ...(context.program.drops.size > 0 ? [limit] : []),
    ...b.lines,
    "}",
  ]);
}

/** The program's bytes in a section of their own, which no linker and no strip removes. */
function emitBlob(module: Module, blob: Uint8Array): void {
  const bytes = bytesLiteral(blob);
  module.global(
    BLOB_SYMBOL,
    `hidden constant [${blob.length} x i8] c"${bytes}", section "${BLOB_SECTION}", align 16`,
  );
  module.global(
    "llvm.used",
    `appending global [1 x ptr] [ptr @${BLOB_SYMBOL}], section "llvm.metadata"`,
  );
}

/** `main`: the program is published before any of the user's code runs (seeds BL-12). */
function emitStart(context: Context, options: StartOptions): void {
  const { module, attributes } = context;
  const { blob, checksLeaks, isBench = false } = options;
  const lines = [`define i32 @main(i32 %argc, ptr %argv) ${attributes}#1 {`];
  if (blob !== undefined) {
    emitBlob(module, blob);
    const publish = module.runtime("ori_aot_publish_program");
    lines.push(`  call void ${publish}(ptr @${BLOB_SYMBOL}, i64 ${blob.length})`);
  }
  const { sandbox } = options;
  if (sandbox !== undefined) {
    lines.push(`  call void ${module.runtime("ori_sandbox")}(ptr ${module.text(`${sandbox}\0`)})`);
  }
  if (options.tracesRc) lines.push(registerFunctions(context));
  const entry = isBench ? emitBench(context) : `@${programSymbol("entry")}`;
  const args = `ptr ${entry}, i32 %argc, ptr %argv, i1 zeroext ${checksLeaks}`;
  lines.push(`  %code = call i32 ${module.runtime("ori_start")}(${args})`);
  if (blob !== undefined) lines.push(`  call void ${module.runtime("ori_aot_fini")}()`);
  module.addFunction([...lines, "  ret i32 %code", "}"]);
}

/** Emits the function that calls the entry repeatedly, for `--bench`; returns its symbol. */
function emitBench({ module, attributes }: Context): string {
  const symbol = programSymbol("bench");
  module.addFunction([
    `define internal i64 @${symbol}() ${attributes}#1 {`,
    `  %code = call i64 ${module.runtime("ori_bench")}(ptr @${programSymbol("entry")})`,
    "  ret i64 %code",
    "}",
  ]);
  return `@${symbol}`;
}

/** Tells the runtime the names of all functions, for the call stacks of traces. */
function registerFunctions(context: Context): string {
  const { program, module } = context;
  const rows = program.fns.map((fn) =>
    `{ ptr, ptr } { ptr ${referTo(context, fn.id)}, ptr ${module.text(fn.name)} }`
  );
  const table = module.global(
    programSymbol("functions"),
    `internal constant [${rows.length} x { ptr, ptr }] [${rows.join(", ")}]`,
  );
  return `  call void ${module.runtime("ori_trace_functions")}(ptr ${table}, i64 ${rows.length})`;
}
