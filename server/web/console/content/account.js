// The account of whoever is signed in.
import { devices } from "./devices.js";
import { exports } from "./exports.js";
import { el, say, show } from "./dom.js";
import { address, password, providers, telegram } from "./access.js";
import { picture, profile } from "./profile.js";
import { remove } from "./remove.js";
import { text } from "./text.js";
import { trail } from "./trail.js";

/**
 * What a part of the page may ask of the rest.
 * @typedef {object} Page
 * @property {(user: any) => void} changed the profile is another
 * @property {(words: string) => void} leave nobody is signed in any more
 * @property {string} [words] what has happened
 */

/**
 * Shows the page. @param {any} user the profile @param {Page} page
 */
export function account(user, page) {
  const parts = [profile(user, page), picture(user), devices(page), address(user), password(user), providers(), telegram(user), exports(), trail(), remove(user, page)];
  show(text("nav.account"), el("div", { class: "parts" }, ...parts.map((one) => one.whole)));
  if (page.words) {
    say(page.words);
  }
  for (const one of parts) {
    void one.again();
  }
}
