// When the program is asked for, and what Trunk’s loader tells of it on its way, passed on to the page’s first script. A
// module, and yet no .mjs: not every host knows that for a script.
const { fail, failed, painted, progress } = window.tandem;

// The program is asked for once what is painted first has been seen, or so many ms after this script has come: the line
// would else be idle while a slow phone paints. Never, once the page has failed.
const LATEST = 150;
await painted(LATEST);

export default function initializer() {
  if (typeof WebAssembly !== "object") {
    fail("unable", "There is no WebAssembly.");
    // So that the loader does not fetch what cannot run.
    throw new Error("There is no WebAssembly.");
  }
  return {
    onProgress: ({ current, total }) => progress(current, total),
    onFailure: (reason) => {
      // The loader keeps it to itself. A panic has been told already.
      if (failed(reason)) console.error(reason);
    },
  };
}
