// The slider of days: it moves the date that its form asks for, and says the day in words to whoever cannot see it.
"use strict";

(() => {
  const day = 86400000;

  function ready(slider) {
    const date = document.getElementById(slider.dataset.days);
    const words = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
    const first = Date.parse(date.min);
    const said = () => slider.setAttribute("aria-valuetext", words.format(first + slider.value * day));
    slider.closest("[hidden]")?.removeAttribute("hidden");
    slider.addEventListener("input", () => {
      date.value = new Date(first + slider.value * day).toISOString().slice(0, 10);
      said();
      date.dispatchEvent(new Event("change", { bubbles: true }));
    });
    date.addEventListener("change", () => {
      if (date.value) { slider.value = Math.round((Date.parse(date.value) - first) / day); said(); }
    });
    slider.form.querySelectorAll("[data-day]").forEach((button) => button.addEventListener("click", () => {
      slider.value = button.dataset.day;
      slider.dispatchEvent(new Event("input"));
    }));
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-days]").forEach(ready));
})();
