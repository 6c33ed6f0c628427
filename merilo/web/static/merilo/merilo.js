// What a page does by itself: draws charts, sorts tables, opens pages by keyboard. No page needs it to be read.
"use strict";

(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");

  function theme() {
    const of = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const text = { labelColor: of("--soft"), titleColor: of("--soft"), gridColor: of("--line"), domainColor: of("--line"), tickColor: of("--line") };
    return {
      background: null, font: getComputedStyle(document.body).fontFamily, view: { stroke: null }, axis: { ...text, labelFontSize: 12, titleFontSize: 12, gridDash: [2, 3] },
      legend: { labelColor: of("--soft"), titleColor: of("--soft"), orient: "bottom" }, title: { color: of("--ink") },
      area: { color: of("--band"), opacity: 1 }, bar: { color: of("--accent") }, line: { stroke: of("--accent") }, text: { fill: of("--ink") }, rule: { stroke: of("--soft") },
      style: { band: { fill: of("--band") }, middle: { stroke: of("--soft"), strokeWidth: 1.2 }, value: { stroke: of("--accent"), strokeWidth: 1.4 }, break: { stroke: of("--bad") } },
    };
  }

  let bundle = null;
  function library() {
    bundle ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = "/static/vega.js"; script.onload = done; script.onerror = failed;
      document.head.append(script);
    });
    return bundle;
  }

  async function draw(place) {
    const spec = JSON.parse(document.getElementById(place.dataset.spec).textContent);
    try {
      await library();
      await vegaEmbed(place, { ...spec, config: theme() }, { ast: true, actions: false, renderer: "canvas", defaultStyle: false, tooltip: { disableDefaultStyle: true } });
      place.dataset.drawn = "yes";
    } catch (error) {
      place.classList.add("failed");
      place.closest("figure")?.querySelector("details")?.setAttribute("open", "");
      console.error(error);
    }
  }

  function drawAll(root) {
    root.querySelectorAll("[data-spec]:not([data-drawn])").forEach(draw);
  }

  function key(cell) {
    const given = cell.dataset.sort ?? cell.textContent.trim();
    const number = Number(given.replace(/[\s  ,]/g, "").replace("%", "").replace("−", "-"));
    return given !== "" && !Number.isNaN(number) ? number : given.toLocaleLowerCase();
  }

  function sortable(table) {
    table.querySelectorAll("thead th").forEach((heading, place) => {
      if (heading.querySelector("button") || !heading.textContent.trim()) return;
      const button = document.createElement("button");
      button.type = "button"; button.append(...heading.childNodes);
      heading.append(button); heading.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const up = heading.getAttribute("aria-sort") !== "ascending";
        table.querySelectorAll("thead th[aria-sort]").forEach((other) => other.setAttribute("aria-sort", "none"));
        heading.setAttribute("aria-sort", up ? "ascending" : "descending");
        const body = table.tBodies[0];
        const rows = [...body.rows].map((row) => [key(row.cells[place]), row]);
        rows.sort(([a], [b]) => (typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1) * (up ? 1 : -1));
        body.append(...rows.map(([, row]) => row));
      });
    });
  }

  // A page whose figures are being computed is answered with 202; it is loaded again once it is there, not before.
  async function whenReady() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (answer && answer.status !== 202) location.reload();
    else setTimeout(whenReady, 3000);
  }

  function prepare(root) {
    drawAll(root);
    root.querySelectorAll("table.sortable").forEach(sortable);
    if (root.querySelector("[data-until-ready]")) setTimeout(whenReady, 2000);
    root.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; button.onclick = () => print(); });
  }

  function writing(target) {
    return target.closest("input, textarea, select, [contenteditable]");
  }

  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    if (event.key === "g") { going = Date.now(); return; }
    if (Date.now() - going < 1500) {
      going = 0;
      document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`)?.click();
      return;
    }
    if (event.key === "/") {
      const search = document.querySelector("input[type=search]");
      if (search) { event.preventDefault(); search.focus(); }
    }
  });

  // A part that a page reads says itself why it is not there; only where nothing was said there are words of ours.
  function said(event) {
    const { xhr, requestConfig } = event.detail;
    if (requestConfig.verb === "get" && xhr.status >= 400 && xhr.responseText.startsWith('<div class="notice error"')) event.detail.shouldSwap = true;
  }

  function failed(event) {
    const { xhr, requestConfig } = event.detail;
    if (requestConfig?.verb !== "get" || xhr?.responseText.startsWith('<div class="notice error"')) return;
    const place = event.detail.target, words = document.getElementById("failed");
    if (place && words) place.replaceChildren(words.content.cloneNode(true));
  }

  document.addEventListener("htmx:beforeSwap", said);
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("DOMContentLoaded", () => prepare(document));
  document.addEventListener("htmx:load", (event) => prepare(event.target));
  dark.addEventListener("change", () => {
    document.querySelectorAll("[data-drawn]").forEach((place) => { delete place.dataset.drawn; draw(place); });
  });
})();
