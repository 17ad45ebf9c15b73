// The proof of work before registering (ALTCHA, version 1), done beside the page.
import { call, Refused } from "./client.js";
import { el } from "./dom.js";
import { text } from "./text.js";

/** Solves challenges, each good for one use. */
export class Captcha {
  constructor() {
    this.bar = el("progress", { max: 1, value: 0, "aria-label": text("register.captcha") });
    this.label = el("span", {}, text("register.captcha"));
    /** What to show of it. */
    this.shown = el("div", { class: "captcha", hidden: true }, this.label, this.bar);
    /** @type {Promise<string> | undefined} */
    this.solution = undefined;
  }

  /** Begins to solve, unless it has begun. */
  begin() {
    this.solution ??= this.solve();
    this.solution.catch(() => {}); // whoever takes it is told
  }

  /** The solution for the request's field; the next one must be solved anew. */
  async take() {
    this.begin();
    try {
      return await /** @type {Promise<string>} */ (this.solution);
    } finally {
      this.solution = undefined;
    }
  }

  async solve() {
    const challenge = await call("GET", "/api/v1/auth/challenge");
    this.shown.hidden = false;
    this.bar.hidden = false;
    this.bar.value = 0;
    this.label.replaceChildren(text("register.captcha"));
    const number = await this.search(challenge);
    this.bar.hidden = true;
    this.label.replaceChildren(text("register.captchaDone"));
    const { algorithm, salt, signature } = challenge;
    return btoa(JSON.stringify({ algorithm, challenge: challenge.challenge, number, salt, signature }));
  }

  /**
   * @param {{salt: string, challenge: string, maxnumber: number}} challenge
   * @returns {Promise<number>}
   */
  search(challenge) {
    const worker = new Worker("/console/solver.js", { type: "module" });
    const fail = () => new Refused(0, "captcha", text("register.captchaFailed"));
    /** @type {Promise<number>} */
    const found = new Promise((resolve, reject) => {
      worker.onerror = () => reject(fail());
      worker.onmessage = ({ data }) => {
        if (data.tried !== undefined) {
          this.bar.value = data.tried / challenge.maxnumber;
        } else if (data.number === undefined) {
          reject(fail());
        } else {
          resolve(data.number);
        }
      };
    });
    worker.postMessage(challenge);
    return found.finally(() => worker.terminate());
  }
}
