// Presses Run and waits for the end of the comparison by what the page tells of it, without asking again and again:
// nothing of the benchmark's runs while Tandem does.
window.runOnce = async () => {
  const verdict = document.querySelector("[data-verdict]");
  const until = (wanted) =>
    new Promise((resolve) => {
      const look = () => {
        if (!wanted(verdict.dataset.verdict)) return;
        observer.disconnect();
        resolve();
      };
      const observer = new MutationObserver(look);
      observer.observe(verdict, { attributes: true, attributeFilter: ["data-verdict"] });
      look();
    });
  document.querySelector("[data-action=run]").click();
  await until((state) => state !== "done");
  await until((state) => state === "done");
  // The lanes are drawn with the next frame.
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  const lane = document.querySelector("article[data-variant=joined]");
  const calls = performance.getEntriesByType("measure").filter(({ name }) => name.startsWith("joined: "));
  return {
    states: [...document.querySelectorAll("article[data-variant]")].map((lane) => lane.dataset.state),
    took: Number(lane.dataset.totalMs),
    calls: calls.length,
    slowest: Math.max(...calls.map(({ duration }) => duration)),
  };
};

// The page has drawn what it had to, and has nothing to do.
window.rest = () => new Promise((resolve) => setTimeout(resolve, 100));
