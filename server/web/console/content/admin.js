// What administrators look after.
import { el, section, show } from "./dom.js";
import { flags } from "./flags.js";
import { jobs } from "./jobs.js";
import { eventList } from "./trail.js";
import { text } from "./text.js";
import { call } from "./client.js";
import { field, form, input } from "./dom.js";
import { users } from "./users.js";

/** Shows the page, or that it is not for everybody. @param {any} user */
export function admin(user) {
  if (user.role !== "admin") {
    show(text("admin.only"), el("p", {}, text("admin.onlyNext")));
    return;
  }
  const parts = [jobs(), flags(), users(), trailOfAll()];
  show(text("admin.title"), el("div", { class: "parts wide" }, ...parts.map((one) => one.whole)));
  for (const one of parts) {
    void one.again();
  }
}

function trailOfAll() {
  const list = el("div");
  const userId = field(text("adminTrail.user"), input("text", { maxlength: 100, spellcheck: "false" }), text("adminTrail.userHint"));
  const load = async () => {
    const query = new URLSearchParams({ pageSize: "50", userId: userId.control.value.trim() });
    const events = (await call("GET", `/api/v1/admin/audit-events?${query}`)).events ?? [];
    list.replaceChildren(events.length
      ? eventList(events, (one) => one.userId && el("div", { class: "hint" }, `${text("adminTrail.who")} ${one.userId}`))
      : el("p", {}, text("adminTrail.none")));
  };
  return section(text("adminTrail.title"), async () => {
    await load();
    return [el("p", {}, text("adminTrail.explain")), form({ userId }, text("adminTrail.show"), load, { kind: "small" }), list];
  });
}
