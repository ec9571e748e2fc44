/** Every intrinsic by name; `operations/intrinsics.ts` documents them. A text is the panic it raises. */
import type { IntrinsicName } from "../operations/mod.ts";
import { HASH_INTRINSICS } from "./intrinsics_hash.ts";
import { IO_INTRINSICS } from "./intrinsics_io.ts";
import { LIST_INTRINSICS } from "./intrinsics_list.ts";
import { STR_INTRINSICS } from "./intrinsics_str.ts";
import type { Machine } from "./machine.ts";

export const INTRINSIC_HANDLERS: Readonly<
  Record<IntrinsicName, (m: Machine) => string | undefined>
> = {
  ...STR_INTRINSICS,
  ...HASH_INTRINSICS,
  ...LIST_INTRINSICS,
  ...IO_INTRINSICS,
};
