/*
 * The whole runtime as one translation unit. With ORI_RT_HOT it is only the part that is linked into programs
 * as bitcode, so that the optimizer can inline it; its state stays in the archive.
 */
#include "src/hot.c"
#include "src/hash.c"

#ifndef ORI_RT_HOT
#include "src/alloc.c"
#include "src/guard.c"
#include "src/rc.c"
#include "src/slice.c"
#include "src/seed.c"
#include "src/utf8.c"
#include "src/char_index.c"
#include "src/str.c"
#include "src/case.c"
#include "src/list.c"
#include "src/format.c"
#include "src/io.c"
#include "src/files.c"
#include "src/sandbox.c"
#include "src/folders.c"
#include "src/process.c"
#include "src/world.c"
#include "src/leaks.c"
#include "src/panic.c"
#include "src/unwind.c"
#include "src/msgpack.c"
#include "src/blob.c"
#include "src/blob_tables.c"
#include "src/blob_regions.c"
#include "src/backtrace.c"
#include "src/holders.c"
#include "src/bench.c"
#include "src/start.c"
#include "src/trace.c"
#endif
