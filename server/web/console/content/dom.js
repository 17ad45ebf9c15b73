// Building pages: elements, fields with their faults, forms, notices.
import { Refused } from "./client.js";
import { fault, text } from "./text.js";

/** @typedef {Node | string | undefined | false | null} Child */

/**
 * Makes an element. Names that begin with "on" are listeners; true is an
 * attribute without a value, false none.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | undefined | ((event: Event) => void)>} [attributes]
 * @param {...Child} children text is shown as text, never read as markup
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      made.addEventListener(name.slice(2), value);
    } else if (value === true) {
      made.setAttribute(name, "");
    } else if (value !== false && value !== undefined) {
      made.setAttribute(name, String(value));
    }
  }
  made.append(...children.filter((child) => child !== undefined && child !== false && child !== null));
  return made;
}

let fields = 0;

/**
 * A labelled control with room for a hint and for what is wrong with it.
 * @typedef {object} Field
 * @property {HTMLElement} whole
 * @property {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} control
 * @property {(faults: string[]) => void} fault
 */

/**
 * @param {string} label
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} control
 * @param {Child} [hint]
 * @returns {Field}
 */
export function field(label, control, hint) {
  const id = `f${++fields}`;
  control.id = id;
  const wrong = el("ul", { id: `${id}-wrong`, class: "wrong", hidden: true });
  const explained = hint ? el("div", { id: `${id}-hint`, class: "hint" }, hint) : undefined;
  const described = explained ? `${explained.id} ${wrong.id}` : wrong.id;
  control.setAttribute("aria-describedby", described);
  const check = control.getAttribute("type") === "checkbox";
  const name = el("label", { for: id }, label);
  const whole = check
    ? el("div", { class: "field" }, el("div", { class: "check" }, control, name), explained, wrong)
    : el("div", { class: "field" }, name, control, explained, wrong);
  return {
    whole,
    control,
    fault: (faults) => {
      wrong.replaceChildren(...faults.map((one) => el("li", {}, one)));
      wrong.hidden = faults.length === 0;
      control.toggleAttribute("aria-invalid", false);
      if (faults.length > 0) {
        control.setAttribute("aria-invalid", "true");
      }
    },
  };
}

/**
 * @param {string} type
 * @param {Record<string, string | number | boolean | undefined>} [attributes]
 */
export function input(type, attributes = {}) {
  return el("input", { type, ...attributes });
}

/**
 * @param {string[]} values
 * @param {string} chosen
 * @param {(value: string) => string} name
 * @param {Record<string, string>} [attributes]
 */
export function select(values, chosen, name, attributes = {}) {
  return el("select", attributes, ...values.map((value) => el("option", { value, selected: value === chosen }, name(value))));
}

/**
 * A form that sends by script. While it does, its button is off; what is refused
 * is shown at the fields it names, and the rest above the button.
 * @param {Record<string, Field>} named fields by their names in the contract
 * @param {string} button
 * @param {() => Promise<void>} submit
 * @param {{kind?: string, before?: Child[], after?: Child[], refused?: (refused: Refused) => Node | undefined}} [more]
 */
export function form(named, button, submit, more = {}) {
  const send = el("button", { class: more.kind }, button);
  const wrong = el("div", { class: "notice", role: "alert" });
  /** @param {Refused} refused */
  const show = (refused) => {
    const elsewhere = [];
    for (const [name, one] of Object.entries(named)) {
      one.fault(refused.fields.filter((f) => listed(f.field) === name).map(fault));
    }
    elsewhere.push(...refused.fields.filter((f) => !(listed(f.field) in named)).map(fault));
    const own = more.refused?.(refused);
    if (own) {
      wrong.replaceChildren(own);
    } else if (refused.fields.length === 0 || elsewhere.length > 0) {
      wrong.replaceChildren(el("p", {}, elsewhere.join(" ") || refused.words));
    }
    const first = Object.values(named).find((one) => one.control.getAttribute("aria-invalid"));
    first?.control.focus();
  };
  const made = el(
    "form",
    {
      method: "post",
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        if (send.getAttribute("aria-disabled")) {
          return;
        }
        hush();
        wrong.replaceChildren();
        for (const one of Object.values(named)) {
          one.fault([]);
        }
        // Not "disabled": that would take the focus away.
        send.setAttribute("aria-disabled", "true");
        attempt(submit, show).finally(() => send.removeAttribute("aria-disabled"));
      },
    },
    ...(more.before ?? []),
    ...Object.values(named).map((one) => one.whole),
    wrong,
    send,
    ...(more.after ?? []),
  );
  return made;
}

/** The list that one of its values is in: userIds of userIds[2]. @param {string} path */
const listed = (path) => path.replace(/\[\d+\]$/, "");

/**
 * Does something that may be refused. Anything else is our own mistake and is
 * left to the browser's console.
 * @param {() => Promise<void>} does
 * @param {(refused: Refused) => void} show
 */
export async function attempt(does, show) {
  try {
    await does();
  } catch (cause) {
    if (!(cause instanceof Refused)) {
      throw cause;
    }
    show(cause);
  }
}

/**
 * A button that does something, with a place beside it for what was refused.
 * @param {string} label
 * @param {() => Promise<void>} does
 * @param {{name?: string, kind?: string}} [more] name says more than the label where there are several
 */
export function deed(label, does, more = {}) {
  const wrong = el("span", { class: "notice", role: "alert" });
  const button = el("button", {
    type: "button",
    class: more.kind ?? "small",
    "aria-label": more.name,
    onclick: () => {
      if (button.getAttribute("aria-disabled")) {
        return;
      }
      hush();
      wrong.replaceChildren();
      button.setAttribute("aria-disabled", "true");
      attempt(does, (refused) => wrong.replaceChildren(refused.words)).finally(() => button.removeAttribute("aria-disabled"));
    },
  }, label);
  return el("span", { class: "deed" }, button, wrong);
}

/** Says something that happened, to eyes and screen readers. @param {string} words */
export function say(words) {
  const said = document.getElementById("said");
  said?.classList.remove("visually-hidden");
  said?.replaceChildren(el("p", {}, words), el("button", { type: "button", class: "close", "aria-label": text("close"), onclick: hush }, "×"));
}

/** Takes away what was said. */
export function hush() {
  const said = document.getElementById("said");
  said?.classList.add("visually-hidden");
  said?.replaceChildren();
}

/**
 * Shows a page: a title for the tab, and what is on it. Focus goes to the page,
 * so that the keyboard begins there.
 * @param {string} title
 * @param {...Child} children
 */
export function show(title, ...children) {
  document.title = `${title} · ${text("brand")}`;
  const main = /** @type {HTMLElement} */ (document.getElementById("main"));
  main.replaceChildren(el("h1", {}, title), ...children.filter((child) => child !== undefined && child !== false && child !== null));
  main.focus({ preventScroll: true });
}

/**
 * A part of a page under a heading. load fills it, now and whenever the function
 * that comes back is called; meanwhile and after a failure it says so.
 * @param {string} title
 * @param {() => Promise<Child[]>} load
 */
export function section(title, load) {
  const id = `s${++fields}`;
  const body = el("div", { class: "body" });
  const whole = el("section", { "aria-labelledby": id }, el("h2", { id, tabindex: -1 }, title), body);
  const again = async () => {
    whole.setAttribute("aria-busy", "true");
    await attempt(
      async () => {
        const children = await load();
        body.replaceChildren(...children.filter((child) => child !== undefined && child !== false && child !== null));
      },
      (refused) => body.replaceChildren(el("p", { class: "notice", role: "alert" }, refused.words)),
    );
    whole.removeAttribute("aria-busy");
    if (document.activeElement === document.body) {
      // What had the focus is gone; the keyboard goes on where it was.
      whole.querySelector("h2")?.focus({ preventScroll: true });
    }
  };
  return { whole, again };
}
