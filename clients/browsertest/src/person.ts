// What people do on the pages, and what must be true of every page they see.
import { createHash } from "node:crypto";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import type { World } from "./world.js";

/** Somebody with an account. */
export interface Person {
  email: string;
  password: string;
}

let made = 0;

/** Somebody whom the service does not know yet. */
export function newPerson(): Person {
  return { email: `person-${++made}@example.org`, password: "Correct-horse-7" };
}

/** Fills the registration in and sends it. */
export async function fillRegistration(page: Page, person: Person): Promise<void> {
  await page.goto("/register");
  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("Last name").fill("Lovelace");
  // A text field: the page that is about to go has a part of the same name.
  await page.getByRole("textbox", { name: "E-mail address" }).fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByLabel(/I have read the terms/).check();
  await page.getByRole("button", { name: "Create the account" }).click();
}

/**
 * Gives somebody an account with a confirmed address, without a page: most tests
 * begin after that.
 */
export async function joinUp(world: World, person: Person): Promise<void> {
  const { email, password } = person;
  const names = { firstName: "Ada", lastName: "Lovelace", language: "en" };
  await send(world, "register", { email, password, ...names, termsAccepted: true, captcha: await solve(world) });
  const link = new URL(await world.mailbox.link(email, "verify-email"));
  await send(world, "verify-email", { token: link.searchParams.get("token") });
}

async function send(world: World, call: string, body: object): Promise<void> {
  const response = await fetch(`${world.service.url}/api/v1/auth/${call}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`${call}: ${response.status} ${await response.text()}`);
  }
}

/** Solves a challenge as ALTCHA has it. */
async function solve(world: World): Promise<string> {
  const response = await fetch(`${world.service.url}/api/v1/auth/challenge`);
  const { algorithm, challenge, maxnumber, salt, signature } = (await response.json()) as Record<string, string>;
  for (let number = 0; number <= Number(maxnumber); number++) {
    if (createHash("sha256").update(`${salt}${number}`).digest("hex") === challenge) {
      return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
    }
  }
  throw new Error("the challenge has no solution");
}

/** Signs in on the page that is shown. */
export async function enterPassword(page: Page, person: Person): Promise<void> {
  // A text field: the page that is about to go has a part of the same name.
  await page.getByRole("textbox", { name: "E-mail address" }).fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Goes to the account and signs in. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto("/account");
  await enterPassword(page, person);
  await expectSignedIn(page);
}

export async function expectSignedIn(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: "Account", level: 1 })).toBeVisible();
}

/** The part of a page under a heading, once it is filled. */
export function part(page: Page, heading: string) {
  return page.getByRole("region", { name: heading, exact: true });
}

/** What the page last said about something done. */
export function said(page: Page) {
  return page.locator("#said p");
}

/** Whatever a page did that no page may do; empty at the end of each test. */
export function watch(page: Page): string[] {
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) {
      wrong.push(message.text());
    }
  });
  page.on("request", (request) => {
    if (!/^(blob:)?http:\/\/127\.0\.0\.1:/.test(request.url())) {
      wrong.push(`a request to ${request.url()}`);
    }
  });
  return wrong;
}

/**
 * Everybody can use the page (WCAG 2.2 A and AA, as far as axe-core finds out),
 * in light and dark, and it fits a small telephone.
 */
export async function expectAccessible(page: Page): Promise<void> {
  await expect(page.locator("[aria-busy]")).toHaveCount(0);
  await expectNoViolations(new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]));
  await page.emulateMedia({ colorScheme: "dark" });
  await expectNoViolations(new AxeBuilder({ page }).withRules("color-contrast"));
  await page.emulateMedia({ colorScheme: null });
  const viewport = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  if (viewport) {
    await page.setViewportSize(viewport);
  }
}

async function expectNoViolations(builder: AxeBuilder): Promise<void> {
  const { violations } = await builder.analyze();
  expect(violations.map((one) => [one.id, ...one.nodes.map((node) => node.html)])).toEqual([]);
}
