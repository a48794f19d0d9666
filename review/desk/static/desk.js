/* The desk by keyboard: one key decides, saves and shows the next statement. Without this script every button works as a
   plain form. Nothing here makes HTML of texts: the server escapes, we put its answer in place. Which key does what, and what
   is said, stands in the page. */
"use strict";

(() => {
  const desk = document.getElementById("desk");
  if (!desk) return;
  const status = document.getElementById("desk-status");
  const texts = desk.dataset;
  let busy = false;

  function say(text, bad) {
    status.textContent = text;
    status.classList.toggle("bad", Boolean(bad));
  }
  const filled = (text, what) => text.replace("{what}", () => what);
  // What stands on a button behind its key.
  const name = (button) => button ? [...button.childNodes].filter((part) => part.nodeName === "#text").map((part) => part.data).join("").trim() : "";

  async function send(form, submitter) {
    if (busy) return;  // nothing is decided about a statement that is not on the screen yet
    busy = true;
    desk.setAttribute("aria-busy", "true");
    const body = new URLSearchParams(new FormData(form, submitter));
    const done = name(submitter);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "x-mohinh-desk": "1" }, redirect: "error" });
      const address = answer.headers.get("x-mohinh-address");
      const text = await answer.text();
      if (!address) {  // refused, or an error page: say what it says
        say(`${texts.notSaved}: ${new DOMParser().parseFromString(text, "text/html").querySelector("[role=alert]")?.textContent || answer.status}`, true);
        return;
      }
      desk.innerHTML = text;
      if (location.pathname + location.search !== address) history.pushState(null, "", address);
      const field = desk.querySelector("[aria-invalid]");
      (field || document.getElementById("desk-heading"))?.focus({ preventScroll: answer.ok });
      if (answer.ok) window.scrollTo(0, 0);
      say(answer.ok ? filled(texts.saved, done) : texts.notSaved, !answer.ok);
    } catch {
      say(texts.noAnswer, true);
    } finally {
      busy = false;
      desk.removeAttribute("aria-busy");
    }
  }

  desk.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-desk]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });

  const inField = (target) => target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select");

  // A Vietnamese input method sends keys while a letter is being put together: those are never commands, nor is the
  // Enter that ends it.
  const composing = (event) => event.isComposing || event.keyCode === 229 || event.key === "Process" || event.key === "Dead";

  document.addEventListener("keydown", (event) => {
    if (composing(event)) {
      if (event.key === "Enter") event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (inField(event.target)) {
      if (event.key === "Escape") { event.target.blur(); event.preventDefault(); }
      return;
    }
    const digit = /^[1-9]$/.test(event.key) && desk.querySelector(`[data-digit="${event.key}"]`);
    if (digit) { digit.click(); event.preventDefault(); return; }
    const button = [...desk.querySelectorAll("[data-action]")].find((one) => one.dataset.key === event.key.toLowerCase());
    if (!button) return;
    if (event.key === " " && event.target instanceof HTMLElement && event.target.matches("a, button, summary, input") && event.target !== document.body) {
      if (!desk.contains(event.target) || event.target.matches("summary, a, input")) return;
    }
    event.preventDefault();
    if (event.repeat) return;  // a key held down decides once
    if (button.dataset.action === "correct" && !changed()) { desk.querySelector("#f-model")?.focus(); return; }
    button.form.requestSubmit(button);
  });

  function changed() {
    const form = desk.querySelector("form[data-main]");
    return Boolean(form) && [...form.elements].some((field) =>
      (field.matches("input:not([type=hidden]):not([type=checkbox])") && field.name !== "note" && field.value !== field.defaultValue) ||
      (field.matches("select") && ![...field.options].every((option) => option.selected === option.defaultSelected)));
  }

  desk.addEventListener("click", (event) => {
    const pick = event.target instanceof Element && event.target.closest("[data-place]");
    if (!pick) return;
    const field = desk.querySelector("#f-locality");
    field.value = pick.dataset.place;
    say(filled(texts.placePicked, pick.dataset.place));
  });

  let asked = 0;
  desk.addEventListener("input", async (event) => {
    const field = event.target;
    if (event.isComposing || !(field instanceof HTMLInputElement) || !field.dataset.suggested) return;
    const turn = ++asked;
    await new Promise((go) => setTimeout(go, 120));
    if (turn !== asked || field.value.length < 2) return;
    try {
      const query = new URLSearchParams({ slot: field.dataset.suggested, typed: field.value });
      const found = await (await fetch(`${texts.suggest}?${query}`)).json();
      if (turn !== asked) return;
      const list = field.list;
      list.replaceChildren(...found.map(({ value, about }) => Object.assign(document.createElement("option"), { value, textContent: about })));
    } catch { /* suggestions are a help; without them one types */ }
  });

  window.addEventListener("popstate", () => location.reload());
})();
