// What happened to an account.
import { call } from "./client.js";
import { deviceName, placeName } from "./devices.js";
import { deed, el, section } from "./dom.js";
import { moment, named, text } from "./text.js";

const shown = 20;

export function trail() {
  const part = section(text("trail.title"), async () => {
    const { events } = await call("GET", `/api/v1/users/audit-events?pageSize=${shown}`);
    return [el("p", {}, text("trail.explain", { n: shown })), eventList(events ?? []), deed(text("trail.refresh"), part.again)];
  });
  return part;
}

/**
 * Events as a list. @param {any[]} events
 * @param {(event: any) => import("./dom.js").Child} [more]
 */
export function eventList(events, more = () => undefined) {
  return el("ul", { class: "rows" }, ...events.map((one) => el("li", {}, el("div", {},
    el("strong", {}, named("trail.acts", one.act)), about(one.details ?? {}), " ", named("trail.by", one.by),
    el("div", { class: "hint" }, el("time", { datetime: one.at }, moment(one.at)),
      one.agent ? ` · ${deviceName(one.agent)}` : "", one.place && one.place !== "unknown" ? ` · ${placeName(one.place)}` : ""),
    more(one)))));
}

/** What more there is to an event. @param {Record<string, string>} details */
function about(details) {
  const said = [details["role"], details["provider"], details["flag"], details["job"]].filter(Boolean);
  return said.length > 0 ? `: ${said.join(", ")}` : "";
}
