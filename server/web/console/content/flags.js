// Switching features: for everybody, for a share, for some by id.
import { call } from "./client.js";
import { deed, el, field, form, input, say, section } from "./dom.js";
import { text } from "./text.js";

export function flags() {
  const part = section(text("flags.title"), async () => {
    /** @type {any[]} */
    const all = (await call("GET", "/api/v1/admin/flags")).flags ?? [];
    return [
      el("p", {}, text("flags.explain")),
      el("ul", { class: "rows" }, ...all.map((one) => row(one, part.again))),
      making(part.again),
    ];
  });
  return part;
}

/** @param {string} name */
const address = (name) => `/api/v1/admin/flags/${encodeURIComponent(name)}`;

/**
 * One feature. What was saved takes its own place only: what is being entered
 * beside it stays.
 * @param {any} one @param {() => Promise<void>} again
 */
function row(one, again) {
  const about = { name: one.name };
  const item = el("li");
  /** @param {any} now */
  const become = (now) => {
    const next = row(now, again);
    item.replaceWith(next);
    next.querySelector("button")?.focus({ preventScroll: true });
  };
  const on = input("checkbox", { checked: Boolean(one.enabled) });
  const enabled = field(text("flags.onOf", about), on);
  const percentage = field(text("flags.percentageOf", about),
    input("number", { min: 0, max: 100, step: 1, value: one.percentage ?? 0, inputmode: "numeric" }));
  const userIds = field(text("flags.usersOf", about),
    el("textarea", { rows: 2, spellcheck: "false", autocapitalize: "off" }, (one.userIds ?? []).join("\n")), text("flags.usersHint"));
  item.append(el("div", { class: "flag" },
    el("div", {}, el("strong", {}, one.name), el("div", { class: "hint" }, one.description),
      one.updatedAt && el("p", { class: "deeds" }, deed(text("flags.reset"), async () => {
        if (!confirm(text("flags.resetSure", about))) {
          return;
        }
        const { flag } = await call("DELETE", address(one.name));
        say(text("flags.resetDone", about));
        flag ? become(flag) : await again();
      }, { name: text("flags.resetOf", about) }))),
    form({ enabled, percentage, userIds }, text("flags.saveOf", about), async () => {
      const ids = userIds.control.value.split(/[\s,;]+/).filter(Boolean);
      const { flag } = await call("PUT", address(one.name), {
        enabled: on.checked, percentage: Math.trunc(Number(percentage.control.value)), userIds: ids, clearUserIds: ids.length === 0,
      });
      say(text("flags.saved", about));
      become(flag);
    }, { kind: "small" })));
  return item;
}

/** A form for a feature that there is not yet. @param {() => Promise<void>} again */
function making(again) {
  const name = field(text("flags.name"), input("text", { maxlength: 50, spellcheck: "false", autocapitalize: "off", autocomplete: "off" }), text("flags.nameHint"));
  const description = field(text("flags.description"), input("text", { maxlength: 300 }));
  return el("details", {}, el("summary", { class: "plain" }, text("flags.make")),
    form({ name, description }, text("flags.makeNow"), async () => {
      const about = { name: name.control.value.trim() };
      // Off, unless somebody has made it meanwhile.
      await call("PUT", address(about.name), { description: description.control.value });
      say(text("flags.made", about));
      await again();
    }, { kind: "small" }));
}
