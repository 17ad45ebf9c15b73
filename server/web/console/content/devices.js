// The devices that are signed in.
import { call } from "./client.js";
import { deed, el, say, section } from "./dom.js";
import { count, moment, named, text } from "./text.js";

// In this order: most browsers name others too.
const browsers = /** @type {[string, RegExp][]} */ ([
  ["Edge", /\bEdg/], ["Opera", /\bOPR\//], ["Firefox", /\bFirefox\//], ["Chrome", /Chrome\//], ["Safari", /\bSafari\//],
]);
const systems = /** @type {[string, RegExp][]} */ ([
  ["Android", /\bAndroid\b/], ["iPhone", /\biPhone\b/], ["iPad", /\biPad\b/], ["Windows", /\bWindows\b/], ["macOS", /\bMac OS X\b/], ["Linux", /\bLinux\b/],
]);

/** What a device calls itself, in short. @param {string} agent its User-Agent */
export function deviceName(agent) {
  /** @param {[string, RegExp][]} known */
  const found = (known) => known.find(([, sign]) => sign.test(agent))?.[0];
  const [browser, system] = [found(browsers), found(systems)];
  return browser && system ? text("devices.name", { browser, system }) : agent.slice(0, 60) || text("unknown");
}

/** @param {string} place */
export function placeName(place) {
  return named("devices.place", place || "unknown");
}

/** @param {import("./account.js").Page} page */
export function devices(page) {
  const part = section(text("devices.title"), async () => {
    /** @type {any[]} */
    const sessions = (await call("GET", "/api/v1/auth/sessions")).sessions ?? [];
    return [
      el("p", {}, text("devices.explain")),
      el("ul", { class: "rows" }, ...sessions.map((one) => row(one))),
      sessions.length > 1 && deed(text("devices.endOthers"), async () => {
        const { revoked } = await call("POST", "/api/v1/auth/sessions/revoke-all", {});
        say(count("devices.othersEnded", revoked ?? 0));
        await part.again();
      }),
    ];
  });
  /** @param {any} one */
  const row = (one) => {
    const name = deviceName(one.agent ?? "");
    return el("li", {},
      el("div", {},
        el("strong", { title: one.agent }, name), one.current && el("span", { class: "tag" }, text("devices.current")),
        el("div", { class: "hint" }, [placeName(one.place), text("devices.lastUsed", { time: moment(one.lastUsedAt) }),
          text("devices.signedIn", { time: moment(one.createdAt), method: named("devices.methods", one.method) })].join(" · "))),
      deed(text("devices.end"), async () => {
        await call("DELETE", `/api/v1/auth/sessions/${encodeURIComponent(one.id)}`);
        if (one.current) {
          page.leave(text("signIn.signedOut"));
          return;
        }
        say(text("devices.ended"));
        await part.again();
      }, { name: text("devices.endOf", { name }) }));
  };
  return part;
}
