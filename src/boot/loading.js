// What Trunk’s loader tells of the program on its way, passed on to the page’s first script. A module, and yet no
// .mjs: not every host knows that for a script.
const { fail, failed, painted, progress } = window.tandem;

// The program is asked for once the first frame is on the screen, which comes sooner for it. Where that takes its time, as
// on a slow phone, the line is not left idle for longer than this, in ms.
const AHEAD = 150;
await painted(AHEAD);

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
