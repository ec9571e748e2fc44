/** The C sources of the runtime, which lie in `runtime/` or inside the compiled `ori`. */
import { type FullHost, InternalError } from "../base/mod.ts";

/** Paths below `runtime/`; the first is the one to compile. */
export const RUNTIME_FILES = [
  "ori_rt.c",
  "include/ori_rt.h",
  "src/alloc.c",
  "src/backtrace.c",
  "src/bench.c",
  "src/blob.c",
  "src/blob.h",
  "src/blob_regions.c",
  "src/blob_tables.c",
  "src/case.c",
  "src/char_index.c",
  "src/files.c",
  "src/float_powers.inc",
  "src/folders.c",
  "src/format.c",
  "src/guard.c",
  "src/hash.c",
  "src/holders.c",
  "src/hot.c",
  "src/internal.h",
  "src/io.c",
  "src/leaks.c",
  "src/list.c",
  "src/msgpack.c",
  "src/panic.c",
  "src/process.c",
  "src/rc.c",
  "src/sandbox.c",
  "src/seed.c",
  "src/slice.c",
  "src/start.c",
  "src/str.c",
  "src/trace.c",
  "src/unicode_case.inc",
  "src/unwind.c",
  "src/unwind.h",
  "src/utf8.c",
  "src/world.c",
  "src/world.h",
] as const;

export interface RuntimeSource {
  /** Relative to the folder `runtime`. */
  readonly path: string;
  readonly text: string;
}

/** Where a file of the runtime lies. */
export function runtimeUrl(path: typeof RUNTIME_FILES[number]): URL {
  return new URL(`../../runtime/${path}`, import.meta.url);
}

/** All files of the runtime. */
export function readRuntimeSources(host: FullHost): readonly RuntimeSource[] {
  return RUNTIME_FILES.map((path) => {
    const read = host.readStdText(runtimeUrl(path));
    if (read.kind === "text") return { path, text: read.text };
    throw new InternalError(`source of the runtime is missing: ${path}`, { stage: "native" });
  });
}
