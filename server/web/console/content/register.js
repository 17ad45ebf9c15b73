// Opening an account.
import { Captcha } from "./captcha.js";
import { call, Refused } from "./client.js";
import { el, field, form, input, select, show } from "./dom.js";
import { codes, named, text } from "./text.js";
import { offer, resend, through } from "./signin.js";

/** The rules for passwords, to be shown at a field. */
export function passwordRules() {
  return el("div", {}, text("register.rules"),
    el("ul", {}, ...codes("register.rule").map((rule) => el("li", {}, named("register.rule", rule)))), text("register.rulesScript"));
}

/** Shows the page. */
export function register() {
  const firstName = field(text("register.firstName"), input("text", { autocomplete: "given-name", required: true }));
  const lastName = field(text("register.lastName"), input("text", { autocomplete: "family-name", required: true }));
  const email = field(text("signIn.email"), input("email", { autocomplete: "username", required: true, maxlength: 254 }));
  const password = field(text("signIn.password"), input("password", { autocomplete: "new-password", required: true }), passwordRules());
  const language = field(text("register.language"), select(codes("languages"), document.documentElement.lang, (code) => named("languages", code)));
  const terms = field(text("register.terms"), input("checkbox", { required: true }));
  const captcha = new Captcha();
  const accept = () => {
    if (!(/** @type {HTMLInputElement} */ (terms.control).checked)) {
      const message = text("register.termsMissing");
      throw new Refused(400, "terms", message, { fields: [{ field: "termsAccepted", rule: "required", message }] });
    }
  };
  const others = el("div", { class: "providers" });
  offer(others, async (provider) => {
    accept();
    await through(provider, { termsAccepted: true });
  });
  const entry = form({ firstName, lastName, email, password, language, termsAccepted: terms }, text("register.button"), async () => {
    accept();
    const address = email.control.value.trim();
    await call("POST", "/api/v1/auth/register", {
      firstName: firstName.control.value, lastName: lastName.control.value, email: address, password: password.control.value,
      language: language.control.value, termsAccepted: true, captcha: await captcha.take(),
    });
    show(text("register.done"), el("p", {}, text("register.doneNext", { email: address })),
      el("p", {}, resend(() => address)), el("p", { class: "links" }, el("a", { href: "/account" }, text("forgot.back"))));
  }, { kind: "wide", before: [] });
  // It is solved while the person types.
  entry.addEventListener("focusin", () => captcha.begin(), { once: true });
  entry.querySelector("button")?.before(captcha.shown);
  show(text("register.title"), entry, others, el("p", { class: "links" }, el("a", { href: "/account" }, text("register.haveOne"))));
  firstName.control.focus();
}
