// Calls to the service. The access token lives here, in memory, and nowhere else;
// the refresh token is a cookie that no script sees.
import { text, wait } from "./text.js";

/** @typedef {{field: string, rule: string, message: string}} Broken */

/** A call that the service refused, or that never reached it. */
export class Refused extends Error {
  /**
   * @param {number} status 0 when there was no answer
   * @param {string} reason the contract's, such as "email_not_verified"
   * @param {string} message for the person
   * @param {{fields?: Broken[], retryAfter?: number, requestId?: string}} [more] retryAfter in seconds
   */
  constructor(status, reason, message, more = {}) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.fields = more.fields ?? [];
    this.retryAfter = more.retryAfter ?? 0;
    this.requestId = more.requestId ?? "";
  }

  /** What to tell the person. */
  get words() {
    if (this.retryAfter > 0 && this.status === 429) {
      return text("fault.later", { message: this.message, wait: wait(this.retryAfter) });
    }
    return this.status >= 500 && this.requestId ? `${this.message} (${text("fault.request", { id: this.requestId })})` : this.message;
  }
}

let token = "";
/** @type {Promise<boolean> | undefined} */
let refreshing;
let onEnded = () => {};

/** Says what to do when the service has signed this page out. @param {() => void} does */
export function whenEnded(does) {
  onEnded = does;
}

/** Keeps the access token of a new sign-in; empty forgets it. @param {string} accessToken */
export function hold(accessToken) {
  token = accessToken;
}

/**
 * Exchanges the cookie for an access token. Callers at the same time share one
 * exchange. False when nobody is signed in; throws when it could not be found out.
 * @returns {Promise<boolean>}
 */
export function refresh() {
  refreshing ??= exchange().finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

async function exchange() {
  const response = await send("POST", "/api/v1/auth/refresh", { body: "{}", type: "application/json" });
  if (response.status === 401) {
    hold("");
    return false;
  }
  if (!response.ok) {
    throw await refusal(response);
  }
  hold((await json(response)).accessToken);
  return true;
}

/**
 * Calls the service and returns its answer. When the access token has ended it is
 * renewed and the call made again, once.
 * @param {string} method
 * @param {string} path
 * @param {object | FormData} [body]
 * @returns {Promise<any>} the answer's JSON, as the contract has it
 */
export async function call(method, path, body) {
  return json(await fetched(method, path, body));
}

/**
 * Fetches a file of the person's. @param {string} path
 * @returns {Promise<{content: Blob, name: string}>}
 */
export async function download(path) {
  const response = await fetched("GET", path);
  const name = /filename="?([^";]+)"?/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "";
  return { content: await response.blob(), name };
}

/** @param {string} method @param {string} path @param {object | FormData} [body] */
async function fetched(method, path, body) {
  /** @type {{body?: BodyInit, type?: string}} */
  const content = body instanceof FormData ? { body } : body ? { body: JSON.stringify(body), type: "application/json" } : {};
  const shown = token;
  let response = await send(method, path, content);
  if (response.status === 401 && shown) {
    if (await refresh()) {
      response = await send(method, path, content);
    } else {
      onEnded();
    }
  }
  if (!response.ok) {
    throw await refusal(response);
  }
  return response;
}

/** @param {string} method @param {string} path @param {{body?: BodyInit, type?: string}} content */
async function send(method, path, content) {
  const headers = new Headers({ Accept: "application/json" });
  if (content.type) {
    headers.set("Content-Type", content.type);
  }
  if (token) {
    headers.set("Authorization", `Bearer ${token}`);
  }
  try {
    return await fetch(path, { method, headers, body: content.body ?? null, cache: "no-cache" });
  } catch {
    throw new Refused(0, "offline", text("fault.offline"));
  }
}

/** @param {Response} response @returns {Promise<any>} */
async function json(response) {
  try {
    return await response.json();
  } catch {
    throw new Refused(response.status, "unreadable", text("fault.unreadable"));
  }
}

/** @param {Response} response */
async function refusal(response) {
  const said = await json(response);
  return new Refused(response.status, said.reason, said.message, {
    fields: said.fields,
    requestId: said.requestId,
    retryAfter: Number(response.headers.get("Retry-After")) || 0,
  });
}
