/**
 * The symbols of `runtime/include/ori_rt.h` as the emitters see them: parameters with ownership,
 * results, whether a call may unwind. A test compares the two.
 */

/**
 * C types of parameters: scalars by their width; `text` is a null-terminated static string; `type` a
 * type record; `payload` a counted block; `scope` an `ori_drop_scope`; the rest are addresses of values, by who owns them.
 */
export type RuntimeParam =
  | "i64"
  | "i32"
  | "f64"
  | "bool"
  | "text"
  | "type"
  | "payload"
  | "out str"
  | "out list"
  | "owned str"
  | "borrowed str"
  | "owned list"
  | "borrowed list"
  | "inout list"
  | "scope"
  | "entry"
  | "functions"
  | "argv";

export interface RuntimeFunction {
  readonly params: readonly RuntimeParam[];
  readonly result: "void" | "i64" | "i32" | "f64" | "bool" | "payload" | "noreturn";
  readonly unwinds: boolean;
}

type Result = RuntimeFunction["result"];

function fn(result: Result, ...params: RuntimeParam[]): RuntimeFunction {
  return { params, result, unwinds: false };
}
function unwinding(result: Result, ...params: RuntimeParam[]): RuntimeFunction {
  return { params, result, unwinds: true };
}

/** Every function that generated code may call, by symbol. */
export const RUNTIME = {
  ori_rc_alloc: fn("payload", "i64", "i64", "type", "text"),
  ori_rc_free: fn("void", "payload", "i64", "i64"),
  ori_drop_defer: fn("void", "payload", "i64", "i64"),
  ori_drop_drain: fn("void"),
  ori_slice_drop: fn("void", "payload"),
  ori_trace_inc: fn("void", "payload", "i64"),
  ori_trace_dec: fn("void", "payload", "i64"),
  ori_trace_functions: fn("void", "functions", "i64"),

  ori_str_concat: fn("void", "out str", "owned str", "borrowed str"),
  ori_str_eq: fn("bool", "borrowed str", "borrowed str"),
  ori_str_compare: fn("i64", "borrowed str", "borrowed str"),
  ori_str_hash: fn("i64", "borrowed str"),
  ori_str_key_hash: fn("i64", "borrowed str"),
  ori_str_slice: unwinding("void", "out str", "borrowed str", "i64", "i64", "text"),
  ori_str_find: fn("i64", "borrowed str", "borrowed str", "i64"),
  ori_str_find_last: fn("i64", "borrowed str", "borrowed str"),
  ori_str_char_at: fn("i32", "borrowed str", "i64"),
  ori_str_from_char: fn("void", "out str", "i32"),
  ori_str_char_count: fn("i64", "borrowed str"),
  ori_str_index: unwinding("void", "out str", "borrowed str", "i64", "text"),
  ori_str_repeat: fn("void", "out str", "borrowed str", "i64"),
  ori_str_to_upper: fn("void", "out str", "borrowed str"),
  ori_str_to_lower: fn("void", "out str", "borrowed str"),
  ori_str_escape: fn("void", "out str", "borrowed str"),
  ori_str_to_bytes: fn("void", "out list", "borrowed str", "type"),
  ori_str_from_bytes: fn("void", "out str", "borrowed list"),
  ori_bytes_are_utf8: fn("bool", "borrowed list"),
  ori_str_parse_float: fn("f64", "borrowed str"),
  ori_int_to_str: fn("void", "out str", "i64"),
  ori_float_to_str: fn("void", "out str", "f64"),
  ori_float_to_fixed: fn("void", "out str", "f64", "i64"),
  ori_float_to_exp: fn("void", "out str", "f64", "i64"),

  ori_list_new: fn("void", "out list", "i64", "type"),
  ori_list_holes: fn("void", "out list", "i64", "type"),
  ori_list_unique: fn("void", "inout list", "type"),
  ori_list_reserve: fn("void", "inout list", "i64", "type"),
  ori_list_slice: fn("void", "out list", "borrowed list", "i64", "i64", "type"),
  ori_list_copy: fn("void", "out list", "borrowed list", "i64", "i64", "type"),
  ori_list_concat: fn("void", "out list", "owned list", "borrowed list", "type"),
  ori_list_open_gap: fn("void", "inout list", "i64", "type"),
  ori_list_close_gap: fn("void", "inout list", "i64", "type"),

  ori_print: fn("void", "borrowed str"),
  ori_eprint: fn("void", "borrowed str"),
  ori_write: fn("void", "borrowed str"),
  ori_stdin_line: fn("void", "out str"),
  ori_stdin_rest: fn("void", "out str"),
  ori_program_args: fn("void", "out list", "type"),

  ori_world_call: fn("i64", "borrowed list", "borrowed str", "borrowed str", "i64"),
  ori_world_bytes: fn("void", "out list", "type"),
  ori_world_text: fn("void", "out str"),
  ori_world_invalid_at: fn("i64"),

  ori_panic_hold: fn("void", "out str"),
  ori_panic_report: fn("void", "borrowed str"),
  ori_panic_abort: fn("void", "borrowed str", "borrowed str"),

  ori_panic: unwinding("noreturn", "owned str", "text"),
  ori_panic_text: unwinding("noreturn", "text", "text"),
  ori_panic_int: unwinding("noreturn", "text", "i64", "text", "text"),
  ori_panic_index: unwinding("noreturn", "i64", "i64", "text"),
  ori_panic_slice: unwinding("noreturn", "i64", "i64", "i64", "text"),

  ori_panic_uncaught: fn("i64", "payload"),
  ori_panic_take: fn("void", "payload", "out str"),

  ori_drop_enter: fn("void", "scope"),
  ori_drop_leave: fn("void", "scope"),
  ori_drop_caught: fn("void", "scope"),
  ori_drop_raise: unwinding("noreturn"),

  ori_aot_publish_program: fn("void", "payload", "i64"),
  ori_aot_fini: fn("void"),
  ori_sandbox: fn("void", "text"),
  ori_start: fn("i32", "entry", "i32", "argv", "bool"),
  ori_bench: fn("i64", "entry"),
  ori_test_index: fn("i64", "i64"),
} as const satisfies Record<string, RuntimeFunction>;

/** A function of the runtime. */
export type RuntimeName = keyof typeof RUNTIME;

/** Variables of the runtime that generated code reads or writes, by symbol, with their width. */
export const RUNTIME_GLOBALS = {
  ori_type_str: "type",
  ori_drop_depth: "i64",
  ori_drop_pending: "i64",
  ori_drop_limit: "i64",
  ori_drop_panic: "pointer",
  ori_rc_tracing: "bool",
  ori_rc_site: "text",
  ori_hash_seed: "i64",
  ori_hash_factor: "i64",
} as const;

/** Drops of recursive types nest no deeper: `ORI_DROP_DEPTH` of the header. */
export const DROP_DEPTH = 256;

/** The same limit for programs with impls of `Drop`, which observe the order: `ORI_DROP_DEPTH_IN_ORDER`. */
export const DROP_DEPTH_IN_ORDER = 100_000;

/** A part of a list shares its buffer from so many elements with references on: `ORI_SHARED_ELEMENTS`. */
export const SHARED_ELEMENTS = 8;

/** The same threshold for elements without references: `ORI_SHARED_SCALARS`. */
export const SHARED_SCALARS = 64;

/** A part of a text from so many bytes on: `ORI_SHARED_BYTES`. */
export const SHARED_BYTES = 128;

/** The read-only section in which a native binary carries its program, and the symbol at its start. */
export const BLOB_SECTION = "ori_program";
export const BLOB_SYMBOL = "ori_program_blob";
