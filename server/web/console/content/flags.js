// Switching features.
import { call } from "./client.js";
import { el, field, form, input, say, section } from "./dom.js";
import { text } from "./text.js";

export function flags() {
  return section(text("flags.title"), async () => {
    /** @type {any[]} */
    const all = (await call("GET", "/api/v1/admin/flags")).flags ?? [];
    return [el("ul", { class: "rows" }, ...all.map((one) => el("li", {}, flag(one))))];
  });
}

/** @param {any} one */
function flag(one) {
  const on = input("checkbox", { checked: Boolean(one.enabled) });
  const enabled = field(text("flags.onOf", { name: one.name }), on);
  const percentage = field(text("flags.percentageOf", { name: one.name }),
    input("number", { min: 0, max: 100, step: 1, value: one.percentage ?? 0, inputmode: "numeric" }));
  return el("div", { class: "flag" }, el("div", {}, el("strong", {}, one.name), el("div", { class: "hint" }, one.description)),
    form({ enabled, percentage }, text("flags.saveOf", { name: one.name }), async () => {
      await call("PUT", `/api/v1/admin/flags/${encodeURIComponent(one.name)}`, {
        name: one.name, description: one.description, enabled: on.checked, percentage: Math.trunc(Number(percentage.control.value)), userIds: one.userIds ?? [],
      });
      say(text("flags.saved", { name: one.name }));
    }, { kind: "small" }));
}
