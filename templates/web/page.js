"use strict";
// Everything works without this script; with it, a change is saved as it is made and its findings come at once, arrow
// keys move in a table of boxes, and a column copied from a workbook becomes items.
(() => {
  const japanese = document.documentElement.lang === "ja";
  const say = (ja, en) => (japanese ? ja : en);

  // The field that an address names, wherever it is folded away.
  const show = () => {
    let place = "";
    try { place = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    // What has no field of its own on this page lies in what holds it.
    let found = null;
    for (; place && !(found = document.getElementById(place)); place = place.slice(0, Math.max(0, place.lastIndexOf("/"))));
    if (!found) return;
    for (let up = found; up; up = up.parentElement) if (up instanceof HTMLDetailsElement) up.open = true;
    const into = found.matches("input,select,textarea,pre,[role=group]") ? found : found.querySelector("input:not([type=hidden]),select,textarea");
    (into || found).focus({ preventScroll: true });
    found.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", show);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#f:']");
    if (link && link.pathname === location.pathname && link.search === "" && decodeURIComponent(link.hash) === decodeURIComponent(location.hash)) show();
  });
  show();

  const form = document.getElementById("edit");
  if (!form) return;
  const saved = document.getElementById("saved");
  let dirty = false, running = false, again = false;

  // Takes over what is said beside fields, the marks of what was read, and what stands around the form.
  const take = (page) => {
    for (const id of ["beside", "parts", "said"]) {
      const mine = document.getElementById(id), theirs = page.getElementById(id);
      if (!mine || !theirs) continue;
      if (id === "beside") {
        const [findings, other] = [mine.querySelector("#findings"), theirs.querySelector("#findings")];
        if (findings && other) findings.replaceWith(other);
        const frame = mine.querySelector("details[open] iframe");
        if (frame) frame.src = frame.src;
      } else if (mine.innerHTML !== theirs.innerHTML) mine.innerHTML = theirs.innerHTML;
    }
    for (const image of document.querySelectorAll(".diagrams img")) image.src = image.src.split("?")[0] + "?" + Date.now();
    const theirs = page.getElementById("edit");
    if (!theirs) return;
    for (const own of form.querySelectorAll("input[type=hidden]")) {
      const other = theirs.querySelector(`input[type=hidden][name="${CSS.escape(own.name)}"]`);
      if (other) own.value = other.value;
    }
    for (const own of form.querySelectorAll(".field, .answer")) {
      const control = own.querySelector("[name]:not([type=hidden])");
      const other = control && theirs.querySelector(`[name="${CSS.escape(control.name)}"]:not([type=hidden])`);
      const around = other && other.closest(".field, .answer");
      if (!around) continue;
      const notes = (of) => [...of.querySelectorAll(":scope > .finding, :scope > p.error")];
      for (const old of notes(own)) old.remove();
      const before = own.querySelector(".hint") || own.querySelector("label, legend");
      for (const note of notes(around).reverse()) before.after(note);
      own.classList.toggle("bad", around.classList.contains("bad"));
      control.toggleAttribute("aria-invalid", other.hasAttribute("aria-invalid"));
    }
    for (const cell of form.querySelectorAll("table.matrix td")) {
      const box = cell.querySelector("input");
      const other = [...theirs.querySelectorAll(`input[name="${CSS.escape(box.name)}"]`)].find((one) => one.value === box.value);
      if (other) {
        cell.className = other.closest("td").className;
        cell.querySelector(".flow").textContent = other.closest("td").querySelector(".flow").textContent;
      }
    }
  };

  const send = async () => {
    if (running) { again = true; return; }
    running = true;
    saved.textContent = say("保存しています…", "saving …");
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok || answer.status === 422) {
        take(page);
        dirty = answer.status === 422;
        saved.textContent = dirty ? say("保存していない欄があります", "some fields are not saved") : say("保存しました", "saved");
      } else {
        saved.textContent = (page.querySelector("h1") || page.body).textContent.trim();
      }
    } catch {
      saved.textContent = say("保存できません。fugi の窓が閉じていないか確かめてください。書いたものはこの画面に残っています", "cannot be saved; is the window of fugi still open? what was written is still here");
    }
    running = false;
    if (again) { again = false; send(); }
  };
  form.addEventListener("input", () => { dirty = true; saved.textContent = say("まだ保存していません", "not saved yet"); });
  form.addEventListener("change", () => { dirty = true; send(); });
  form.addEventListener("submit", () => { dirty = false; });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); send(); }
  });

  // Arrow keys in a table of boxes.
  form.addEventListener("keydown", (event) => {
    const cell = event.target.closest("table.matrix td");
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!cell || !step) return;
    const row = cell.parentElement, rows = row.parentElement.rows;
    const next = rows[row.sectionRowIndex + step[0]];
    const box = next && next.cells[cell.cellIndex + step[1]] && next.cells[cell.cellIndex + step[1]].querySelector("input");
    if (box) { event.preventDefault(); box.focus(); }
  });
})();
