// Shows the page that belongs to the address.
import { account } from "./account.js";
import { admin } from "./admin.js";
import { call, hold, Refused, refresh, whenEnded } from "./client.js";
import { el, hush, show } from "./dom.js";
import { forgot } from "./forgot.js";
import { register } from "./register.js";
import { signIn } from "./signin.js";
import { text } from "./text.js";

const path = location.pathname.replace(/\/+$/, "");

/** The head of every page. @param {any} [user] the profile of whoever is signed in */
function head(user) {
  /** @param {string} to @param {string} name */
  const link = (to, name) => el("a", { href: to, "aria-current": path === to ? "page" : undefined }, text(name));
  document.getElementById("top")?.replaceChildren(
    el("a", { class: "brand", href: "/account" }, text("brand")),
    user
      ? el("nav", { "aria-label": text("nav.label") },
          link("/account", "nav.account"),
          user.role === "admin" && link("/admin", "nav.admin"),
          el("button", { type: "button", class: "small", onclick: () => void signOut() }, text("nav.signOut")))
      : "",
  );
}

async function signOut() {
  try {
    await call("POST", "/api/v1/auth/logout", {});
  } catch (cause) {
    if (!(cause instanceof Refused && cause.status === 401)) {
      throw cause;
    }
  }
  leave(text("signIn.signedOut"));
}

/** Goes to the sign-in page. @param {string} words why */
function leave(words) {
  hold("");
  head();
  signIn(enter, words);
}

/** Shows the page to whoever is signed in now. @param {string} [words] */
async function enter(words) {
  const user = await call("GET", "/api/v1/users/profile");
  hush();
  head(user);
  if (path === "/admin") {
    admin(user);
  } else {
    account(user, { changed: head, leave, words });
  }
}

async function begin() {
  head();
  if (path === "/register") {
    return register();
  }
  if (path === "/forgot-password") {
    return forgot();
  }
  show(text("loading"));
  return (await refresh()) ? enter() : signIn(enter);
}

whenEnded(() => leave(text("signIn.ended")));
begin().catch((cause) => {
  show(text("fault.heading"), el("p", { role: "alert" }, cause instanceof Refused ? cause.words : text("fault.unreadable")));
  if (!(cause instanceof Refused)) {
    throw cause;
  }
});
