/**
 * Writes the programs of the capture matrix, every cell of it, to a folder: for `ori`, `deno task asan` and
 * `deno task valgrind`, which take paths.
 *
 *     deno task captures [FOLDER]
 */
import { writeCapturePrograms } from "../tests/support/capture_files.ts";

if (import.meta.main) {
  const [folder = "build/captures"] = Deno.args;
  const paths = writeCapturePrograms(folder);
  console.log(`captures: ${paths.length} programs in ${folder}`);
}
