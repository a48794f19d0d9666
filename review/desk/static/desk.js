/* The desk by keyboard: one key decides, saves and shows the next statement. Without this script every button works as a
   plain form. Nothing here makes HTML of texts: the server escapes, we put its answer in place. */
"use strict";

(() => {
  const DEFAULT_KEYS = { accept: "a", correct: "c", reject: "x", unsure: " ", undo: "u", skip: "n", keep: "k", adopt: "m" };
  const LABELS = { accept: "Accept · Đúng", correct: "Correct · Sửa", reject: "Reject · Sai", unsure: "Unsure · Chưa rõ",
    undo: "Undo · Hoàn tác", skip: "Skip · Bỏ qua", keep: "Keep · Giữ nguyên", adopt: "Carry over · Chuyển sang" };
  const STORE = "mohinh-desk-keys";
  const desk = document.getElementById("desk");
  if (!desk) return;
  const status = document.getElementById("desk-status");
  let keys = { ...DEFAULT_KEYS, ...stored() };
  let busy = false;

  function stored() {
    try { return JSON.parse(localStorage.getItem(STORE)) || {}; } catch { return {}; }
  }
  const shown = (key) => (key === " " ? "space" : key);

  function dress() {
    for (const kbd of desk.querySelectorAll("[data-key-of]")) kbd.textContent = shown(keys[kbd.dataset.keyOf] || "");
    for (const button of desk.querySelectorAll("[data-action]")) {
      button.setAttribute("aria-keyshortcuts", keys[button.dataset.action] === " " ? "Space" : keys[button.dataset.action]);
    }
  }

  function say(text, bad) {
    status.textContent = text;
    status.classList.toggle("bad", Boolean(bad));
  }

  async function send(form, submitter) {
    if (busy) return;  // nothing is decided about a statement that is not on the screen yet
    busy = true;
    desk.setAttribute("aria-busy", "true");
    const body = new URLSearchParams(new FormData(form, submitter));
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "x-mohinh-desk": "1" }, redirect: "error" });
      const address = answer.headers.get("x-mohinh-address");
      const text = await answer.text();
      if (!address) {  // refused, or an error page: show it as the page it is
        say(`Not saved (${answer.status}): ${new DOMParser().parseFromString(text, "text/html").querySelector("[role=alert]")?.textContent || ""}`, true);
        return;
      }
      desk.innerHTML = text;
      if (location.pathname + location.search !== address) history.pushState(null, "", address);
      dress();
      const field = desk.querySelector("[aria-invalid]");
      (field || document.getElementById("desk-heading"))?.focus({ preventScroll: !answer.ok ? false : true });
      if (answer.ok) window.scrollTo(0, 0);
      say(answer.ok ? `Saved · Đã lưu: ${LABELS[submitter?.dataset.action] || ""}` : "Not saved · Chưa lưu", !answer.ok);
    } catch {
      say("No answer from the server; nothing was saved. Press again. · Máy chủ không trả lời, hãy bấm lại.", true);
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
    const action = Object.keys(keys).find((name) => keys[name] === event.key.toLowerCase());
    const button = action && desk.querySelector(`[data-action="${action}"]`);
    if (!button) return;
    if (event.key === " " && event.target instanceof HTMLElement && event.target.matches("a, button, summary, input") && event.target !== document.body) {
      if (!desk.contains(event.target) || event.target.matches("summary, a, input")) return;
    }
    event.preventDefault();
    if (event.repeat) return;  // a key held down decides once
    if (action === "correct" && !changed()) { desk.querySelector("#f-model")?.focus(); return; }
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
    say(`Place · Địa bàn: ${pick.dataset.place}`);
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
      const found = await (await fetch(`${desk.dataset.suggest}?${query}`)).json();
      if (turn !== asked) return;
      const list = field.list;
      list.replaceChildren(...found.map(({ value, about }) => Object.assign(document.createElement("option"), { value, textContent: about })));
    } catch { /* suggestions are a help; without them one types */ }
  });

  window.addEventListener("popstate", () => location.reload());

  const panel = document.getElementById("key-fields");
  for (const action of Object.keys(DEFAULT_KEYS)) {
    const label = document.createElement("label");
    const field = document.createElement("input");
    field.maxLength = 1;
    field.size = 2;
    field.value = keys[action];
    field.addEventListener("input", () => {
      const key = field.value.toLowerCase();
      const taken = Object.keys(keys).some((other) => other !== action && keys[other] === key);
      if (!key || taken || /[1-9]/.test(key)) { say(`“${key}” is taken. · Phím đã dùng.`, true); return; }
      keys = { ...keys, [action]: key };
      try { localStorage.setItem(STORE, JSON.stringify(keys)); } catch { /* for this page only, then */ }
      dress();
      say(`${LABELS[action]}: ${shown(key)}`);
    });
    label.append(`${LABELS[action]} `, field, " ");
    panel.append(label);
  }
  dress();
})();
