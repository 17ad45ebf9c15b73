// Signing in with a password or through somebody else.
import { call, hold } from "./client.js";
import { attempt, deed, el, field, form, hush, input, say, show } from "./dom.js";
import { text, wait } from "./text.js";

/**
 * Shows the sign-in page.
 * @param {(words?: string) => Promise<void>} entered what to do once somebody is signed in
 * @param {string} [words] what has happened
 */
export function signIn(entered, words) {
  const email = field(text("signIn.email"), input("email", { autocomplete: "username", required: true, maxlength: 254 }));
  const password = field(text("signIn.password"), input("password", { autocomplete: "current-password", required: true }));
  const remember = field(text("signIn.remember"), input("checkbox"), text("signIn.rememberHint"));
  const isRemembered = () => /** @type {HTMLInputElement} */ (remember.control).checked;
  const others = el("div", { class: "providers" });
  const entry = form({ email, password, rememberMe: remember }, text("signIn.button"), async () => {
    const answer = await call("POST", "/api/v1/auth/login", {
      email: email.control.value.trim(), password: password.control.value, rememberMe: isRemembered(),
    });
    hold(answer.accessToken);
    await entered(answer.restored ? text("signIn.restored") : undefined);
  }, {
    kind: "wide",
    refused: (refused) => {
      switch (refused.reason) {
        case "email_not_verified":
          return el("div", {}, el("p", {}, text("signIn.unverified")), resend(() => email.control.value.trim()));
        case "account_locked":
          return el("p", {}, text("signIn.locked", { wait: wait(refused.retryAfter) }));
      }
      return undefined;
    },
  });
  show(text("signIn.title"), entry, others, el("p", { class: "links" },
    el("a", { href: "/forgot-password" }, text("signIn.forgot")), el("a", { href: "/register" }, text("signIn.register"))));
  words ? say(words) : hush();
  email.control.focus();
  // A first time is refused, and the refusal leads to where the terms are.
  offer(others, (provider) => through(provider, { rememberMe: isRemembered() }));
}

/**
 * Fills a place with a button for each provider that is offered.
 * @param {HTMLElement} place
 * @param {(provider: string) => Promise<void>} pressed
 */
export function offer(place, pressed) {
  void attempt(async () => {
    const providers = (await call("GET", "/api/v1/auth/oauth")).providers ?? [];
    place.replaceChildren(...(providers.length ? [el("p", { class: "or" }, text("signIn.or"))] : []),
      ...providers.map((/** @type {{id: string, name: string}} */ one) =>
        deed(text("signIn.provider", { name: one.name }), () => pressed(one.id), { kind: "wide quiet" })));
  }, () => {}); // Without their list the password does.
}

/** A button that sends the mail with the link again. @param {() => string} address */
export function resend(address) {
  return deed(text("signIn.resend"), async () => {
    say((await call("POST", "/api/v1/auth/resend-verification", { email: address() })).message);
  });
}

/**
 * Goes to a provider's page, which leads back to the account. For somebody who is
 * signed in it links the provider's account; for somebody new it opens an account,
 * if the terms are accepted.
 * @param {string} provider
 * @param {{rememberMe?: boolean, termsAccepted?: boolean}} [how]
 */
export async function through(provider, how = {}) {
  const returnTo = location.pathname === "/register" ? "/account" : location.pathname;
  const started = await call("POST", `/api/v1/auth/oauth/${encodeURIComponent(provider)}/start`, {
    returnTo, language: document.documentElement.lang, rememberMe: how.rememberMe ?? false, termsAccepted: how.termsAccepted ?? false,
  });
  location.assign(started.authorizationUrl);
}
