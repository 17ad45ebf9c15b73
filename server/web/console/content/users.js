// Finding accounts, changing their roles, shutting them out.
import { call } from "./client.js";
import { deed, el, field, form, input, say, section, select } from "./dom.js";
import { codes, count, day, named, text } from "./text.js";

export function users() {
  const found = el("ul", { class: "rows" });
  const email = field(text("users.search"), input("email", { maxlength: 254, autocomplete: "off" }), text("users.searchHint"));
  const find = async () => {
    const query = new URLSearchParams({ email: email.control.value.trim(), pageSize: "20" });
    const all = (await call("GET", `/api/v1/admin/users?${query}`)).users ?? [];
    found.replaceChildren(...(all.length ? all.map(row) : [el("li", {}, text("users.none"))]));
  };
  return section(text("users.title"), async () => {
    await find();
    return [form({ email }, text("users.find"), find, { kind: "small" }), found];
  });
}

/** @param {any} one an account as administrators see it */
function row(one) {
  const { profile } = one;
  const about = { email: profile.email };
  const path = `/api/v1/admin/users/${encodeURIComponent(profile.id)}`;
  const role = field(text("users.roleOf", about), select(codes("profile.roles"), profile.role, (code) => named("profile.roles", code)));
  const item = el("li", {});
  /** @param {string} to @param {object} body @param {string} words */
  const change = async (to, body, words) => {
    const answer = await call("PUT", `${path}/${to}`, body);
    item.replaceWith(row(answer.user));
    say(text(words, about));
  };
  const reason = field(text("users.reason"), input("text", { maxlength: 500 }));
  const suspended = Boolean(one.suspendedAt);
  item.append(
    el("div", {}, el("strong", {}, profile.email), el("span", { class: "tag" }, state(one)),
      el("div", { class: "hint" }, `${profile.firstName} ${profile.lastName} · ${day(profile.createdAt)} · ${count("users.devices", one.sessions ?? 0)} · ${profile.id}`)),
    form({ role }, text("users.setRoleOf", about), () => change("role", { role: role.control.value }, "users.roleSet"), { kind: "small" }),
    suspended
      ? deed(text("users.reinstateOf", about), () => change("suspension", { suspended: false }, "users.reinstated"))
      : el("details", {}, el("summary", {}, text("users.suspendOf", about)),
          form({ reason }, text("users.suspendNow", about), () => change("suspension", { suspended: true, reason: reason.control.value }, "users.suspended"), { kind: "small danger" })),
  );
  return item;
}

/** @param {any} one */
function state(one) {
  const code = one.deletedAt ? "deleted" : one.suspendedAt ? "suspended" : one.profile.emailVerified ? "active" : "unverified";
  return named("users.states", code, { reason: one.suspensionReason || "–" });
}
