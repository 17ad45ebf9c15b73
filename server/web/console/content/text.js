// Words, numbers and times in the person's language.
import { en } from "./en.js";

/** @typedef {{[key: string]: string | Words}} Words */
/** @type {Record<string, Words>} */
const languages = { en };

const language = navigator.languages.map((one) => one.slice(0, 2)).find((one) => one in languages) ?? "en";
const words = languages[language] ?? en;
const plural = new Intl.PluralRules(language);
const moments = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const days = new Intl.DateTimeFormat(language, { dateStyle: "long" });

document.documentElement.lang = language;

/**
 * Finds what stands under a path such as "signIn.title"; undefined when nothing does.
 * @param {string} path
 * @returns {string | Words | undefined}
 */
function find(path) {
  /** @type {string | Words | undefined} */
  let found = words;
  for (const step of path.split(".")) {
    found = typeof found === "object" && Object.hasOwn(found, step) ? found[step] : undefined;
  }
  return found;
}

/**
 * The text under a path, with {names} replaced.
 * @param {string} path
 * @param {Record<string, string | number>} [values]
 */
export function text(path, values = {}) {
  const found = find(path);
  if (typeof found !== "string") {
    throw new Error(`there is no text ${path}`);
  }
  return found.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * The text for a code of the service, such as a role; a code that has none yet is
 * shown as it is.
 * @param {string} path
 * @param {string} code
 * @param {Record<string, string | number>} [values]
 */
export function named(path, code, values = {}) {
  const group = find(path);
  const known = typeof group === "object" && Object.hasOwn(group, code) && typeof group[code] === "string";
  return known ? text(`${path}.${code}`, values) : code.replaceAll("_", " ");
}

/**
 * What is wrong with a field: in the page's words where it has some for the rule,
 * else in the service's.
 * @param {{rule: string, message: string}} broken
 */
export function fault({ rule, message }) {
  const code = rule.replaceAll(".", "_");
  return codes("rule").includes(code) ? named("rule", code) : message;
}

/** The codes that have a text. @param {string} path */
export function codes(path) {
  const group = find(path);
  return typeof group === "object" ? Object.keys(group) : [];
}

/** @param {string} path @param {number} n */
export function count(path, n) {
  const form = plural.select(n);
  return text(`${path}.${find(`${path}.${form}`) === undefined ? "other" : form}`, { n });
}

/** @param {string | undefined} time RFC 3339 */
export function moment(time) {
  return time ? moments.format(new Date(time)) : text("unknown");
}

/** @param {string | undefined} time RFC 3339 */
export function day(time) {
  return time ? days.format(new Date(time)) : text("unknown");
}

/** How long to wait, in words. @param {number} seconds */
export function wait(seconds) {
  return seconds < 60 ? count("wait.seconds", Math.ceil(seconds)) : count("wait.minutes", Math.ceil(seconds / 60));
}

/** A file's size. @param {number} bytes */
export function size(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return new Intl.NumberFormat(language, { style: "unit", unit: units[step], unitDisplay: "short", maximumFractionDigits: 1 }).format(bytes / 1000 ** step);
}
