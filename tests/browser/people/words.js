// 1.3.1, 2.4.6, 2.5.3, 3.3.1, 3.3.2: names, labels, headings and landmarks.
people.words = () => {
  const bad = [];
  const text = (node) => (node?.textContent ?? "").trim().replace(/\s+/g, " ");
  // What is written on a control, without what is for eyes alone.
  const written = (node) => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll("[aria-hidden=true]").forEach((part) => part.remove());
    return text(copy);
  };
  const named = people.all("button, a[href], summary, input, select, textarea, [role=slider], [role=listbox], [role=region]");
  for (const node of named) {
    const label = node.getAttribute("aria-label")
      ?? (node.labels?.length ? [...node.labels].map(written).join(" ") : written(node));
    if (!label && node.type !== "file") bad.push(`${people.name(node)} has no name`);
    // A sign is no text: “+”, “−”, “?”.
    const visible = node.matches("button, a, summary") ? written(node) : "";
    if (/\p{L}{2}/u.test(visible) && !label.toLowerCase().includes(visible.toLowerCase())) {
      bad.push(`${people.name(node)} is called “${label}” and reads “${visible}”`);
    }
  }
  for (const node of people.all("input, select, textarea")) {
    if (!node.labels?.length && !node.getAttribute("aria-label")) bad.push(`${people.name(node)} has no label`);
  }
  // An error stands beside its field, is named by it, and by it alone.
  for (const error of people.all("[data-error-for]").filter((error) => text(error))) {
    const field = document.querySelector(`[name=${error.dataset.errorFor}]`);
    const described = field?.getAttribute("aria-describedby") === error.id;
    if (!described || field.getAttribute("aria-invalid") !== "true") bad.push(`${text(error)} belongs to no field`);
    if (error.closest("label")) bad.push(`${text(error)} is part of a label`);
  }
  for (const node of people.all("[aria-describedby], [aria-labelledby], [aria-controls]")) {
    for (const attribute of ["aria-describedby", "aria-labelledby", "aria-controls"]) {
      const ids = node.getAttribute(attribute)?.split(" ") ?? [];
      for (const id of ids.filter((id) => !document.getElementById(id))) bad.push(`${people.name(node)}: no ${id}`);
    }
  }
  // No level is left out on the way down, and the page has one title; dialogs begin anew with a second level.
  const headings = people.all(`${people.modal() ? "" : "main "}:is(h1, h2, h3, h4, h5, h6)`);
  let level = people.modal() ? 1 : 0;
  for (const heading of headings) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1) bad.push(`${people.name(heading)} comes after level ${level}`);
    if (!text(heading)) bad.push("an empty heading");
    level = own;
  }
  if (document.querySelectorAll("h1").length !== 1) bad.push("not one title");
  const title = text(document.querySelector("h1"));
  const whole = ["header.top", "nav[aria-label]"];
  const landmarks = document.querySelector("[data-embed]") ? [] : whole;
  for (const css of ["main", ...landmarks]) {
    if (document.querySelectorAll(css).length !== 1) bad.push(`not one ${css}`);
  }
  if (!document.title.endsWith("Tandem") || !title) bad.push(`the title is ${document.title}`);
  if (document.documentElement.lang !== "en") bad.push("no language");
  return { count: named.length + headings.length, bad };
};
