"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const rows = [...document.querySelectorAll(".finding")];
  const shown = form.querySelector("output");
  let texts;

  /** What can be searched, read from the page when it is first needed. */
  const text = (index) => {
    texts ??= rows.map((row) => row.textContent.toLowerCase());
    return texts[index];
  };

  const update = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const [part, path] = [wanted.text.trim().toLowerCase(), wanted.path.trim().toLowerCase()];
    let count = 0;
    rows.forEach((row, index) => {
      const { dataset } = row;
      row.hidden = !(
        (!wanted.rule || dataset.rule === wanted.rule) &&
        (!wanted.severity || dataset.severity === wanted.severity) &&
        (!path || dataset.path.toLowerCase().includes(path)) &&
        (!part || text(index).includes(part))
      );
      count += !row.hidden;
    });
    shown.textContent = `${count} shown`;
  };

  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("button").addEventListener("click", () => {
    form.reset();
    update();
  });
  form.hidden = false;
})();
