// Ways in: the address, the password, other providers, Telegram.
import { call } from "./client.js";
import { deed, el, field, form, input, say, section } from "./dom.js";
import { passwordRules } from "./register.js";
import { through } from "./signin.js";
import { moment, text } from "./text.js";

/** @param {any} user */
export function password(user) {
  const part = section(text("password.title"), async () => {
    const current = field(text("password.current"), input("password", { autocomplete: "current-password", required: true }));
    const next = field(text("password.next"), input("password", { autocomplete: "new-password", required: true }), passwordRules());
    return [
      el("p", {}, text(user.hasPassword ? "password.explain" : "password.none")),
      form(user.hasPassword ? { currentPassword: current, newPassword: next } : { newPassword: next },
        text(user.hasPassword ? "password.change" : "password.set"), async () => {
          const { message } = await call("POST", "/api/v1/auth/change-password", {
            currentPassword: current.control.value, newPassword: next.control.value,
          });
          user.hasPassword = true;
          say(message);
          await part.again();
        }, { before: [el("input", { type: "email", value: user.email, autocomplete: "username", hidden: true, readonly: true })] }),
    ];
  });
  return part;
}

/** Another address to sign in with. @param {any} user */
export function address(user) {
  const part = section(text("address.title"), async () => {
    const email = field(text("address.next"), input("email", { autocomplete: "email", required: true, maxlength: 254 }));
    const current = field(text("remove.password"), input("password", { autocomplete: "current-password", required: true }));
    return [
      el("p", {}, text("address.explain")),
      form(user.hasPassword ? { newEmail: email, password: current } : { newEmail: email }, text("address.button"), async () => {
        const { message } = await call("POST", "/api/v1/auth/change-email", { newEmail: email.control.value.trim(), password: current.control.value });
        say(message);
        await part.again();
      }),
    ];
  });
  return part;
}

/** Accounts elsewhere that sign in here. Empty when none is offered. */
export function providers() {
  const part = section(text("providers.title"), async () => {
    const [offered, user] = await Promise.all([call("GET", "/api/v1/auth/oauth"), call("GET", "/api/v1/users/profile")]);
    /** @type {{id: string, name: string}[]} */
    const all = offered.providers ?? [];
    part.whole.hidden = all.length === 0;
    /** @param {{id: string, name: string}} one */
    const linked = (one) => [el("div", {}, text("providers.linked", { name: one.name })),
      deed(text("providers.unlink", { name: one.name }), async () => {
        await call("DELETE", `/api/v1/auth/oauth/${encodeURIComponent(one.id)}`);
        say(text("providers.unlinked"));
        await part.again();
      })];
    return [el("ul", { class: "rows" }, ...all.map((one) => el("li", {},
      ...((user.providers ?? []).includes(one.id) ? linked(one) : [deed(text("providers.link", { name: one.name }), () => through(one.id))]))))];
  });
  return part;
}

/** @param {any} user */
export function telegram(user) {
  const part = section(text("telegram.title"), async () => {
    if (user.telegramLinked) {
      return [el("p", {}, text("telegram.linked")), deed(text("telegram.unlink"), async () => {
        await call("DELETE", "/api/v1/users/telegram");
        user.telegramLinked = false;
        say(text("telegram.unlinked"));
        await part.again();
      })];
    }
    const made = el("div", { role: "status" });
    const current = field(text("remove.password"), input("password", { autocomplete: "current-password", required: true }));
    return [el("p", {}, text("telegram.notLinked")), made, form(user.hasPassword ? { password: current } : {}, text("telegram.make"), async () => {
      const link = await call("POST", "/api/v1/users/telegram/link", { password: current.control.value });
      made.replaceChildren(
        el("p", {}, text("telegram.code", { time: moment(link.expiresAt) })), el("p", {}, el("code", { class: "code" }, link.code)),
        link.url ? el("p", {}, el("a", { href: link.url, rel: "noreferrer" }, text("telegram.open"))) : "");
    })];
  });
  return part;
}
