// The same requests as a joined load, as one writes it by hand: what `cargo xtask bench` compares Tandem with. It is
// given to the page by the benchmark alone, and is no part of the site.
window.byHand = async (base, users) => {
  const options = { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" };
  const began = performance.now();
  const answers = await Promise.all(
    users.map(async (user) => (await fetch(`${base}/posts?userId=${user}`, options)).json()),
  );
  const took = performance.now() - began;
  return { took, rows: answers.flat().length };
};
