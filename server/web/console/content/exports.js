// A copy of everything that is kept about a person.
import { call, download } from "./client.js";
import { deed, el, say, section } from "./dom.js";
import { moment, named, size, text } from "./text.js";

export function exports() {
  const part = section(text("exports.title"), async () => {
    /** @type {any[]} */
    const all = (await call("GET", "/api/v1/users/exports")).exports ?? [];
    return [
      el("p", {}, text("exports.explain")),
      all.length > 0 && el("ul", { class: "rows" }, ...all.map(row)),
      el("div", { class: "deeds" },
        deed(text("exports.ask"), async () => {
          await call("POST", "/api/v1/users/exports", {});
          say(text("exports.asked"));
          await part.again();
        }),
        all.some((one) => one.state === "pending") && deed(text("exports.refresh"), part.again)),
    ];
  });
  return part;
}

/** @param {any} one */
function row(one) {
  const state = named("exports.states", one.state);
  return el("li", {},
    el("div", {}, text("exports.of", { time: moment(one.createdAt) }), el("span", { class: "tag" }, state),
      one.state === "ready" && el("div", { class: "hint" }, text("exports.until", { time: moment(one.expiresAt) }))),
    one.state === "ready" && deed(text("exports.download", { size: size(Number(one.size)) }), async () => {
      const { content, name } = await download(new URL(one.url, location.href).pathname);
      const address = URL.createObjectURL(content);
      el("a", { href: address, download: name }).click();
      // Some browsers begin to read it a little later.
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    }));
}
