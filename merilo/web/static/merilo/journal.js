// The journal by keyboard, mouse and thumb: the dialog that logs, fields that find, the board of deals.
// Without this file everything is still there as plain pages and forms.
"use strict";

(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const writing = (target) => target.closest("input, textarea, select, [contenteditable]");
  const dialog = () => document.getElementById("log");

  function token() {
    return document.cookie.split("; ").find((part) => part.startsWith("csrftoken="))?.slice("csrftoken=".length) ?? "";
  }

  // ---- Fields that find: the combobox pattern of ARIA, for a list that comes from the server ----

  class Finder {
    constructor(box) {
      this.box = box;
      this.input = one("[role=combobox]", box);
      this.list = one("[role=listbox]", box);
      this.chosen = one("input[type=hidden]:not([data-named]):not([name^=was-])", box);
      this.named = one("[data-named]", box);
      this.at = -1;
      this.asked = 0;
      this.wanted = false; // Enter was pressed before the answer came
      this.input.addEventListener("input", () => this.typed());
      this.input.addEventListener("focus", () => { if (!this.live && !this.input.value) this.ask(); });
      this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose(option);
      });
    }

    get live() { return this.box.dataset.live; }

    get options() { return all("[role=option]:not([aria-disabled])", this.list); }

    typed() {
      if (this.chosen) this.chosen.value = "";
      all("input[type=radio][name=about]", this.box).forEach((radio) => { radio.checked = false; });
      clearTimeout(this.timer);
      this.asked += 1; // an answer still on its way is of other words
      this.pending = true;
      this.timer = setTimeout(() => this.ask(), 90);
    }

    async ask() {
      const words = this.input.value.trim();
      const mine = ++this.asked;
      if (this.live && !words) { this.pending = false; this.close(); return; }
      const url = new URL(this.live || this.box.dataset.find, location.href);
      url.searchParams.set("q", words);
      if (this.live) url.searchParams.set("live", "1");
      try {
        const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" } });
        if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
        const html = await answer.text();
        if (mine === this.asked) this.show(html, words);
      } catch {
        if (mine === this.asked) { this.pending = this.wanted = false; this.close(); }
      }
    }

    show(html, words) {
      this.pending = false;
      this.list.innerHTML = html;
      this.options.forEach((option, place) => { option.id = `${this.list.id}-${place}`; });
      this.open();
      this.mark(words && this.options.length && !this.live ? 0 : -1);
      if (this.wanted) { this.wanted = false; this.enter(); }
    }

    open() {
      const shown = this.list.childElementCount > 0 && document.activeElement === this.input;
      this.list.hidden = !shown;
      this.input.setAttribute("aria-expanded", String(shown));
    }

    close() {
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.mark(-1);
    }

    mark(place) {
      this.at = place;
      this.options.forEach((option, number) => option.setAttribute("aria-selected", String(number === place)));
      const option = this.options[place];
      if (option) { this.input.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
      else this.input.removeAttribute("aria-activedescendant");
    }

    key(event) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (this.list.hidden) { this.ask(); return; }
        const n = this.options.length;
        if (n) this.mark((this.at + (event.key === "ArrowDown" ? 1 : n - (this.at < 0 ? 0 : 1))) % n);
      } else if (event.key === "Escape" && !this.list.hidden) {
        event.preventDefault(); event.stopPropagation();
        this.close();
      } else if (event.key === "Enter" && this.pending && !this.live) {
        event.preventDefault();
        this.wanted = true;
      } else if (event.key === "Enter" && !this.list.hidden && this.at >= 0) {
        event.preventDefault();
        this.enter();
      } else if (event.key === "Tab" && !this.list.hidden && this.at >= 0 && !this.live) {
        this.choose(this.options[this.at]);
      }
    }

    enter() {
      const option = this.options[this.at];
      if (option) this.choose(option);
    }

    choose(option) {
      if (option.getAttribute("aria-disabled")) return;
      if (option.dataset.href) { location.assign(option.dataset.href); return; }
      this.set(option.dataset.text, this.chosen.hasAttribute("data-chosen") ? option.dataset.id : option.dataset.about);
      this.close();
    }

    set(text, value) {
      this.input.value = text;
      this.chosen.value = value;
      if (this.named) this.named.value = text;
      this.pending = false;
    }
  }

  const finders = new WeakMap();
  function finder(box) {
    if (!finders.has(box)) finders.set(box, new Finder(box));
    return finders.get(box);
  }

  // ---- The dialog that logs ----

  let opener = null;
  let went = 0;

  function openLog(from) {
    const box = dialog();
    if (!box || box.open) return;
    opener = from ?? document.activeElement;
    const who = finder(one(".combo", box));
    if (from?.dataset.about) who.set(from.dataset.who, from.dataset.about);
    box.showModal();
    if (who.chosen.value) (one(".outcome input:checked", box) ?? who.input).focus();
    else who.input.focus();
  }

  function closeDialog(box) {
    box.close();
    if (opener?.isConnected) opener.focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-log]");
    if (link && dialog() && !event.ctrlKey && !event.metaKey) { event.preventDefault(); openLog(link); return; }
    const closes = event.target.closest("[data-close]");
    if (closes) closeDialog(closes.closest("dialog"));
    event.target.closest("[data-dismiss]")?.closest(".toast").remove();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target) || one("dialog[open]")) return;
    const going = Date.now() - went < 1500; // `g`, then `n`, is the way to a page
    went = event.key === "g" ? Date.now() : 0;
    if (event.key === "n" && !going && dialog()) { event.preventDefault(); openLog(null); }
  });

  // ---- What the server answers ----

  const mistake = (form) => one(".mistake", form) ?? one("[role=alert]", form);

  function tell(form, words) {
    const place = mistake(form);
    if (!place) { toast(words); return; }
    const line = document.createElement("p");
    line.className = "notice error"; line.textContent = words;
    place.replaceChildren(line);
    line.scrollIntoView({ block: "nearest" });
  }

  function toast(words) {
    const line = document.createElement("div");
    line.className = "toast bad"; line.textContent = words;
    document.getElementById("toasts")?.prepend(line);
  }

  const words = (name) => document.body.dataset[name] ?? "";

  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = token(); // a new log-in in another window made another one
    if ("csrfmiddlewaretoken" in event.detail.parameters) event.detail.parameters.csrfmiddlewaretoken = token();
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    const form = requestConfig.elt.closest?.("form[data-kept]");
    if (xhr.responseURL.includes("/account/login") || xhr.status === 403) {
      event.detail.shouldSwap = false;
      if (requestConfig.verb === "post") form ? tell(form, words("left")) : toast(words("left"));
    } else if (xhr.status === 422 || xhr.status === 409) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
      if (form && mistake(form)) { event.detail.target = mistake(form); event.detail.swapOverride = "innerHTML"; }
    } else if (xhr.status >= 400 && requestConfig.verb === "post") {
      form ? tell(form, words("failed")) : toast(words("failed"));
    }
  });

  document.addEventListener("htmx:sendError", (event) => {
    const form = event.detail.requestConfig.elt.closest?.("form[data-kept]");
    if (form) tell(form, words("failed"));
    else if (event.detail.requestConfig.verb === "post") toast(words("failed"));
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.requestConfig.elt.closest?.("form.log");
    const { xhr } = event.detail;
    if (!form || xhr.status !== 200 || xhr.responseURL.includes("/account/login")) return;
    form.reset();
    mistake(form).replaceChildren();
    finder(one(".combo", form)).set("", "");
    if (form.closest("dialog")) closeDialog(form.closest("dialog"));
    else location.assign(form.elements.next?.value || "/journal/");
  });

  function fade(root) {
    all(".toast:not([data-shown])", root).forEach((each) => {
      each.dataset.shown = "yes";
      const later = () => setTimeout(() => (each.matches(":hover, :focus-within") ? later() : each.remove()), 15000);
      later();
    });
  }

  // ---- Forms of records: sent so that a failing network loses nothing ----

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches(".record-form")) return;
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    data.set("csrfmiddlewaretoken", token());
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data });
      const left = answer.url.includes("/account/login") || answer.status === 403;
      if (left) tell(prepared(form), words("left"));
      else if (answer.status >= 500) tell(prepared(form), words("failed"));
      else replace(await answer.text(), answer.redirected ? answer.url : location.href);
    } catch (error) {
      console.info(error);
      tell(prepared(form), words("failed"));
    }
    form.removeAttribute("aria-busy");
  });

  function prepared(form) {
    if (!mistake(form)) {
      const place = document.createElement("div");
      place.className = "mistake"; place.setAttribute("role", "alert");
      form.prepend(place);
    }
    return form;
  }

  function replace(html, url) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const main = one("main", page);
    if (!main) { location.assign(url); return; }
    if (url !== location.href) history.pushState({ replaced: true }, "", url);
    document.title = page.title;
    document.getElementById("main").replaceWith(document.adoptNode(main));
    htmx.process(document.getElementById("main"));
    prepare(document.getElementById("main"));
    scrollTo(0, 0);
    (one("[aria-invalid]") ?? document.getElementById("main")).focus();
  }

  addEventListener("popstate", () => location.reload());

  function rare(form) {
    const hidden = all(".field.rare", form);
    const more = one(".more", form);
    if (!hidden.length || !more) return;
    hidden.forEach((field) => { field.hidden = true; });
    more.hidden = false;
    more.addEventListener("click", () => {
      hidden.forEach((field) => { field.hidden = false; });
      more.hidden = true;
      one("input, select, textarea", hidden[0]).focus();
    });
  }

  // ---- The board of deals ----

  const stages = () => all("#board .stage");
  let dragged = null;

  function move(card, stage, reason = "") {
    const board = document.getElementById("board");
    if (stage.dataset.kind === "lost" && !reason) { askWhy(card, stage); return; }
    htmx.ajax("POST", card.dataset.move, {
      source: "#toasts", target: "#toasts", swap: "afterbegin",
      values: { stage: stage.dataset.stage, version: card.dataset.version, lost_reason: reason,
        pipeline: board.dataset.pipeline, whose: board.dataset.whose, csrfmiddlewaretoken: token() },
    }).then(() => one(`[data-id="${CSS.escape(card.dataset.id)}"] a`)?.focus());
  }

  function askWhy(card, stage) {
    const box = document.getElementById("lost");
    const input = one("input", box);
    box.returnValue = "";
    input.value = "";
    opener = one("a", card);
    box.showModal();
    one("form", box).onsubmit = (event) => {
      event.preventDefault();
      if (!input.value.trim()) return;
      box.close();
      move(card, stage, input.value.trim());
    };
  }

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-move]") ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.id);
    dragged.classList.add("dragged");
  });

  document.addEventListener("dragover", (event) => {
    const stage = dragged && event.target.closest("#board .stage");
    stages().forEach((each) => each.classList.toggle("over", each === stage));
    if (stage) event.preventDefault();
  });

  document.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    stages().forEach((each) => each.classList.remove("over"));
    dragged = null;
  });

  document.addEventListener("drop", (event) => {
    const stage = dragged && event.target.closest("#board .stage");
    if (!stage) return;
    event.preventDefault();
    if (!stage.contains(dragged)) move(dragged, stage);
  });

  document.addEventListener("keydown", (event) => {
    const card = event.target.closest?.("#board [data-move]");
    if (!card || !event.shiftKey || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    const columns = stages();
    const next = columns[columns.indexOf(card.closest(".stage")) + (event.key === "ArrowRight" ? 1 : -1)];
    if (next) move(card, next);
  });

  document.addEventListener("submit", (event) => {
    const card = event.target.closest("#board [data-move]");
    if (!card) return;
    event.preventDefault();
    const name = event.submitter?.value;
    const stage = stages().find((each) => each.dataset.stage === name);
    if (stage) move(card, stage);
  });

  document.addEventListener("toggle", (event) => {
    if (!event.target.matches?.("details.move") || !event.target.open) return;
    all("details.move[open]").forEach((other) => { if (other !== event.target) other.open = false; });
    one("button", event.target)?.focus();
  }, true);

  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details.move[open]");
    if (!menu) return;
    const buttons = all("button", menu);
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "Escape") { menu.open = false; one("summary", menu).focus(); }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      buttons[(at + (event.key === "ArrowDown" ? 1 : buttons.length - 1)) % buttons.length].focus();
    }
  });

  // ---- Stages of a pipeline in order ----

  function ordered(list) {
    all(".place", list).forEach((input, place) => { input.value = place + 1; input.hidden = true; });
    all(".order", list).forEach((buttons) => { buttons.hidden = false; });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-up], [data-down]");
    if (!button) return;
    const row = button.closest("li");
    if (button.hasAttribute("data-up")) row.previousElementSibling?.before(row);
    else row.nextElementSibling?.after(row);
    ordered(row.parentElement);
    button.focus();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-sends]")) event.target.form.requestSubmit();
  });

  function prepare(root) {
    all(".combo", root).forEach(finder);
    all(".record-form", root).forEach(rare);
    all(".stages-form", root).forEach(ordered);
    all("[data-unscripted]", root).forEach((each) => { each.hidden = true; });
    fade(root);
  }

  document.addEventListener("DOMContentLoaded", () => prepare(document));
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt.parentElement ?? document));
})();
