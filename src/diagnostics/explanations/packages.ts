import type { ExplanationsOf } from "./explanation.ts";

/** Codes of packages and their manifests. */
export const PACKAGES: ExplanationsOf<"E095"> = {
  E0950: {
    cause:
      "The `ori.toml` of a package is no TOML, lacks the name or the version of the package, or has a\nvalue of another form. docs/packages.md describes what it holds.",
    wrong: '[package]\nname = "shapes"\nversion = "one"',
    right: '[package]\nname = "shapes"\nversion = "1.0.0"',
    language: "toml",
  },
  E0951: {
    cause: "A key that `ori.toml` does not know would have no effect.",
    wrong: '[package]\nname = "shapes"\nversoin = "1.0.0"',
    right: '[package]\nname = "shapes"\nversion = "1.0.0"',
    language: "toml",
  },
  E0952: {
    cause:
      "A path in quotes without a dot in front names a package: the own one, or a dependency of\n`ori.toml`. Its public names are those of its `src/lib.ori`; files are imported by `./` and `../`.",
    wrong: '[dependencies]\nshapes = { path = "../shapes" }\n\n# main.ori\nuse "shape" { area };',
    right: '[dependencies]\nshapes = { path = "../shapes" }\n\n# main.ori\nuse "shapes" { area };',
    language: "toml",
  },
  E0953: {
    cause: "`--feature` names a feature that the package does not have in `[features]`.",
    wrong: "[features]\nssl = []\n\n# ori build --feature=sll",
    right: "[features]\nssl = []\n\n# ori build --feature=ssl",
    language: "toml",
  },
  E0954: {
    cause:
      "`::name` imports what is private to another file of the same package; from another package, and\nfrom the own one by its name, only public names can be imported.",
    wrong:
      '[dependencies]\nshapes = { path = "../shapes" }\n\n# main.ori\nuse "shapes" { ::helper };',
    right: '[dependencies]\nshapes = { path = "../shapes" }\n\n# main.ori\nuse "shapes" { area };',
    language: "toml",
  },
};
