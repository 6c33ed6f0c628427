// Sliders beside the fields of a what-if: each runs around the value that holds now, which comes with the answer.
"use strict";

(() => {
  function twin(slider) {
    const field = document.getElementById(slider.dataset.twin);
    slider.addEventListener("input", () => { field.value = slider.value; });
    field.addEventListener("input", () => { if (field.value) slider.value = field.value; });
  }

  function fit(root) {
    root.querySelectorAll("[data-present]").forEach((said) => {
      const slider = document.querySelector(`[data-twin="${said.dataset.present}"]`);
      if (!slider) return;
      const field = document.getElementById(said.dataset.present);
      const value = Number(said.dataset.value);
      slider.hidden = !value;
      if (!value) { field.placeholder = ""; return; }
      const step = 10 ** Math.floor(Math.log10(value) - 1.5);
      const shown = (number) => Number((Math.round(number / step) * step).toPrecision(12));
      slider.step = step;
      slider.min = shown(value / 3) || step;
      slider.max = Math.min(shown(value * 3), Number(slider.dataset.most ?? Infinity));
      slider.value = field.value || shown(value);
      field.placeholder = shown(value);
    });
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-twin]").forEach(twin));
  document.addEventListener("htmx:load", (event) => fit(event.target.parentElement ?? document));
  document.addEventListener("change", (event) => {
    if (event.target.id !== "whom") return;
    event.target.form.querySelectorAll("input").forEach((field) => { if (field.type !== "range") field.value = ""; });
  }, true);
})();
