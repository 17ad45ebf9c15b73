// Deleting the account.
import { call, Refused } from "./client.js";
import { el, field, form, input, section } from "./dom.js";
import { day, text } from "./text.js";

/** @param {any} user @param {import("./account.js").Page} page */
export function remove(user, page) {
  return section(text("remove.title"), async () => {
    const sure = field(text("remove.sure"), input("checkbox", { required: true }));
    const password = field(text("remove.password"), input("password", { autocomplete: "current-password", required: true }));
    const ask = form(user.hasPassword ? { password, sure } : { sure }, text("remove.button"), async () => {
      if (!(/** @type {HTMLInputElement} */ (sure.control).checked)) {
        const message = text("remove.sureMissing");
        throw new Refused(400, "sure", message, { fields: [{ field: "sure", rule: "required", message }] });
      }
      const { erasedAt } = await call("POST", "/api/v1/users/delete", { password: password.control.value });
      page.leave(text("signIn.deleted", { date: day(erasedAt) }));
    }, { kind: "danger" });
    return [el("p", {}, text("remove.explain")), el("details", {}, el("summary", {}, text("remove.begin")), ask)];
  });
}
