// Dialogs: the browser's own <dialog>, which keeps the focus inside and gives it back.

import { fill, h, icon } from "./dom.js";
import * as text from "./text.js";

/**
 * Open a dialog. `submit()` is called by its main button and may return a promise; what it throws is shown as a
 * sentence, and the dialog stays. Resolves with what `submit` returned, or null where it was left.
 */
export function dialog({ title, body, submit, submitLabel, note = null, intro = null }) {
  return new Promise((resolve) => {
    const problem = h("div", { class: "problem", role: "alert" });
    const main = h("button", { type: "submit", class: "button primary" }, submitLabel);
    const id = "dialog-title";
    const form = h(
      "form",
      { class: "dialog-form", novalidate: true },
      h("div", { class: "dialog-head" }, h("h2", { id }, title), h("button", { type: "button", class: "tool", "aria-label": text.close(), on: { click: () => element.close() } }, icon("close"))),
      intro,
      h("div", { class: "dialog-body" }, body),
      problem,
      h("div", { class: "dialog-foot" }, note ? h("span", { class: "subtext" }, note) : null, h("button", { type: "button", class: "button plain", on: { click: () => element.close() } }, text.cancel()), main),
    );
    const element = h("dialog", { class: "dialog", "aria-labelledby": id }, form);
    let result = null;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      fill(problem);
      main.disabled = true;
      try {
        result = (await submit()) ?? true;
        element.close();
      } catch (error) {
        fill(problem, error.message === "closed" || error.message === "unanswered" ? text.unanswered() : error.message);
      } finally {
        main.disabled = false;
      }
    });
    element.addEventListener("close", () => {
      element.remove();
      resolve(result);
    });
    element.addEventListener("click", (event) => { if (event.target === element) element.close(); });
    document.body.append(element);
    element.showModal();
    (form.querySelector(".dialog-body input, .dialog-body textarea, .dialog-body button") ?? main).focus();
  });
}
