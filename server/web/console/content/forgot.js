// Asking for a link to choose a new password.
import { call } from "./client.js";
import { el, field, form, input, show } from "./dom.js";
import { text } from "./text.js";

/** Shows the page. What it answers is the same for every address. */
export function forgot() {
  const email = field(text("signIn.email"), input("email", { autocomplete: "username", required: true, maxlength: 254 }));
  const back = el("p", { class: "links" }, el("a", { href: "/account" }, text("forgot.back")));
  show(text("forgot.title"), el("p", {}, text("forgot.explain")), form({ email }, text("forgot.button"), async () => {
    const { message } = await call("POST", "/api/v1/auth/forgot-password", { email: email.control.value.trim() });
    show(text("forgot.done"), el("p", {}, message), back);
  }, { kind: "wide" }), back);
  email.control.focus();
}
