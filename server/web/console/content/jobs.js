// Work that is done after calls were answered, and what became of it.
import { call } from "./client.js";
import { deed, el, field, say, section, select } from "./dom.js";
import { codes, moment, named, text } from "./text.js";

export function jobs() {
  const state = field(text("jobs.state"), select(codes("jobs.stateOf"), "dead", (code) => named("jobs.stateOf", code), { name: "state" }));
  state.control.addEventListener("change", () => void part.again());
  const part = section(text("jobs.title"), async () => {
    const answer = await list(state.control.value, "");
    const rows = el("ul", { class: "rows" }, ...answer.jobs.map(row));
    return [
      queues(answer.queues),
      el("p", { class: "hint" }, text("jobs.queuesHint")),
      el("div", { class: "line" }, state.whole, deed(text("admin.refresh"), part.again)),
      answer.jobs.length ? rows : el("p", {}, text("jobs.none")),
      more(rows, state.control.value, answer.next),
    ];
  });

  /** @param {any} one */
  const row = (one) => {
    const about = { kind: one.kind.replaceAll("_", " "), time: moment(one.createdAt) };
    const path = `/api/v1/admin/jobs/${encodeURIComponent(one.id)}`;
    return el("li", {},
      el("div", {},
        el("strong", {}, about.kind), el("span", { class: "tag" }, one.queue),
        el("div", { class: "hint" }, `${text("jobs.made")} ${about.time} · ${text("jobs.attempts")} ${one.attempts ?? 0}`),
        one.lastError && el("div", {}, el("span", { class: "hint" }, `${text("jobs.error")}: `), el("code", {}, one.lastError))),
      one.state === "dead" && el("div", { class: "deeds" },
        deed(text("jobs.retry"), async () => {
          await call("POST", `${path}/retry`, {});
          say(text("jobs.retried"));
          await part.again();
        }, { name: text("jobs.retryOf", about) }),
        deed(text("jobs.discard"), async () => {
          if (!confirm(text("jobs.discardSure"))) {
            return;
          }
          await call("DELETE", path);
          say(text("jobs.discarded"));
          await part.again();
        }, { name: text("jobs.discardOf", about), kind: "small danger" })));
  };

  /** A button for the next page. @param {HTMLElement} rows @param {string} of @param {string} next */
  const more = (rows, of, next) => {
    if (!next) {
      return undefined;
    }
    const button = el("div", {}, deed(text("admin.more"), async () => {
      const page = await list(of, next);
      rows.append(...page.jobs.map(row));
      const following = more(rows, of, page.next);
      following ? button.replaceWith(following) : button.remove();
    }));
    return button;
  };
  return part;
}

/** @param {string} state @param {string} pageToken */
async function list(state, pageToken) {
  const answer = await call("GET", `/api/v1/admin/jobs?${new URLSearchParams({ state, pageToken, pageSize: "20" })}`);
  return { queues: answer.queues ?? [], jobs: answer.jobs ?? [], next: answer.nextPageToken ?? "" };
}

/** @param {any[]} all */
function queues(all) {
  const states = codes("jobs.states");
  return el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": text("jobs.queues") }, el("table", {},
    el("caption", { class: "visually-hidden" }, text("jobs.queues")),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, text("jobs.queue")),
      ...states.map((one) => el("th", { scope: "col", class: "number" }, named("jobs.states", one))))),
    el("tbody", {}, ...all.map((one) => el("tr", {}, el("th", { scope: "row" }, one.name),
      ...states.map((state) => el("td", { class: state === "dead" && one[state] ? "number bad" : "number" }, String(one[state] ?? 0))))))));
}
