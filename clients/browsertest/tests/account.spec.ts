import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import {
  enterPassword, expectAccessible, expectSignedIn, fillRegistration, joinUp, newPerson, part, said, signIn,
} from "../src/person.js";
import { test } from "../src/world.js";

test("somebody registers, is told what is wrong, confirms the address and stays signed in", async ({ page, world }) => {
  const person = newPerson();
  await fillRegistration(page, { ...person, password: "short" });
  const password = page.getByLabel("Password");
  await expect(page.getByRole("listitem").filter({ hasText: "Use at least 8 characters." })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Add an upper-case letter." })).toBeVisible();
  await expect(password).toBeFocused();
  await expect(password).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);

  await password.fill(person.password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
  await expectAccessible(page);
  const link = await world.mailbox.link(person.email, "verify-email");

  await page.goto("/account");
  await enterPassword(page, person);
  await expect(page.getByText("Your address is not confirmed yet.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send the mail again" }).click();
  await expect(said(page)).toBeVisible();
  const second = await world.mailbox.link(person.email, "verify-email");
  expect(second).not.toBe(link);
  await page.goto(second);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("heading", { name: "Your address is confirmed" })).toBeVisible();

  await signIn(page, person);
  await page.reload();
  await expectSignedIn(page);
  await expect(part(page, "Profile")).toContainText(person.email);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, ""]);
  await expectAccessible(page);

  await page.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("the terms must be accepted", async ({ page }) => {
  await page.goto("/register");
  await page.getByRole("button", { name: "Create the account" }).click();
  await expect(page.getByText("Accept the terms of service to go on.")).toBeVisible();
  await expect(page.getByLabel(/I have read the terms/)).toBeFocused();
});

test("a device ends another one, which is out at once", async ({ page, other, world }) => {
  const person = newPerson();
  await joinUp(world, person);
  await signIn(page, person);
  await signIn(other, person);
  await page.reload();
  const devices = part(page, "Devices");
  const row = devices.getByRole("listitem").filter({ hasNotText: "This device" });
  await row.getByRole("button", { name: /^Sign out/ }).click();
  await expect(said(page)).toHaveText("The device is signed out.");
  await expect(row).toHaveCount(0);

  await part(other, "What happened to your account").getByRole("button", { name: "Look again" }).click();
  await expect(other.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(said(other)).toHaveText("You were signed out. Sign in again.");
  await expectAccessible(other);
  await other.getByRole("button", { name: "Close the message" }).click();
  await expect(said(other)).toHaveCount(0);
  await enterPassword(other, person);
  await expectSignedIn(other);
});

test("a device that was ended while its page was open asks for the password", async ({ page, other, world }) => {
  const person = newPerson();
  await joinUp(world, person);
  await signIn(page, person);
  await signIn(other, person);
  await page.reload();
  await page.getByRole("button", { name: "Sign out all others" }).click();
  await expect(said(page)).toHaveText("One device was signed out.");
  await other.reload();
  await expect(other.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("the access token is renewed when it has ended", async ({ page, world }) => {
  const person = newPerson();
  await joinUp(world, person);
  await signIn(page, person);
  let refused = 0;
  await page.route("**/api/v1/users/audit-events*", async (route) => {
    refused += 1;
    await (refused === 1 ? route.fulfill({ status: 401, json: { reason: "invalid_token", message: "Sign in again.", fields: [] } }) : route.fallback());
  });
  const renewed = page.waitForResponse("**/api/v1/auth/refresh");
  await part(page, "What happened to your account").getByRole("button", { name: "Look again" }).click();
  expect((await renewed).status()).toBe(200);
  await expect(part(page, "What happened to your account").getByText("Signed in")).toBeVisible();
  expect(refused).toBe(2);
});

test("somebody who guesses is told how long to wait", async ({ page, world }) => {
  const person = newPerson();
  await joinUp(world, person);
  await page.goto("/account");
  const guess = { email: person.email, password: "Wrong-horse-7" };
  for (let i = 0; i < 5; i++) {
    expect((await page.request.post("/api/v1/auth/login", { data: guess })).status()).toBe(401);
  }
  await enterPassword(page, person);
  await expect(page.getByText("Too many failed attempts from this device. Try again in 15 minutes, or choose a new password.")).toBeVisible();
});

test("the password is changed, forgotten and set by mail", async ({ page, world }) => {
  const person = newPerson();
  await joinUp(world, person);
  await signIn(page, person);
  const password = part(page, "Password");
  await password.getByLabel("Present password").fill("Wrong-horse-7");
  await password.getByLabel("New password").fill("Battery-staple-8");
  await password.getByRole("button", { name: "Change the password" }).click();
  await expect(password.getByRole("alert")).toContainText("The password is wrong.");
  await password.getByLabel("Present password").fill(person.password);
  await password.getByRole("button", { name: "Change the password" }).click();
  await expect(said(page)).toBeVisible();
  await page.getByRole("button", { name: "Sign out", exact: true }).first().click();

  await enterPassword(page, person);
  await expect(page.getByRole("main").locator("form").getByRole("alert")).toContainText("The address or the password is wrong.");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page.getByRole("heading", { name: "Forgot your password?" })).toBeVisible();
  await expectAccessible(page);
  const answers = [];
  for (const email of ["nobody@example.org", person.email]) {
    await page.goto("/forgot-password");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByRole("button", { name: "Send the link" }).click();
    await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
    answers.push(await page.getByRole("main").innerText());
  }
  expect(answers[0]).toBe(answers[1]);

  await page.goto(await world.mailbox.link(person.email, "reset-password"));
  await expectAccessible(page);
  await page.getByLabel("New password").fill("Third-time-lucky-9");
  await page.getByLabel("The same again").fill("Third-time-lucky-9");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("heading", { name: "Your password is new" })).toBeVisible();
  await signIn(page, { ...person, password: "Third-time-lucky-9" });
});

test("the address changes once both addresses confirmed", async ({ page, world }) => {
  const person = newPerson();
  const next = newPerson().email;
  await joinUp(world, person);
  await signIn(page, person);
  const address = part(page, "E-mail address");
  await address.getByLabel("New address").fill(next);
  await address.getByLabel("Your password").fill(person.password);
  await address.getByRole("button", { name: "Change the address" }).click();
  await expect(said(page)).toBeVisible();
  for (const email of [person.email, next]) {
    await page.goto(await world.mailbox.link(email, "confirm-email-change"));
    await page.getByRole("button", { name: "Confirm" }).click();
    await expect(page.getByRole("heading", { name: "Confirmed" })).toBeVisible();
  }
  await page.goto("/account");
  await expect(part(page, "Profile")).toContainText(next);
});

test("name, language and picture are changed", async ({ page, world }) => {
  const person = newPerson();
  await joinUp(world, person);
  await signIn(page, person);
  const profile = part(page, "Profile");
  await profile.getByLabel("First name").fill("");
  await profile.getByRole("button", { name: "Save" }).click();
  await expect(profile.getByText("Fill this in.")).toBeVisible();
  await expect(profile.getByLabel("First name")).toBeFocused();
  await profile.getByLabel("First name").fill("<b>Augusta</b>");
  await profile.getByLabel("Language").selectOption("Русский");
  await profile.getByRole("button", { name: "Save" }).click();
  await expect(said(page)).toHaveText("Saved.");
  const picture = part(page, "Picture");
  await picture.getByLabel("New picture").setInputFiles({ name: "face.png", mimeType: "image/png", buffer: await page.screenshot() });
  await picture.getByRole("button", { name: "Upload" }).click();
  await expect(said(page)).toHaveText("The picture is new.");
  const shown = picture.getByRole("img", { name: "Your picture" });
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256);
  await page.reload();
  await expect(profile.getByLabel("First name")).toHaveValue("<b>Augusta</b>");
  await expect(profile.getByLabel("Language")).toHaveValue("ru");
  await expect(shown).toBeVisible();
  await picture.getByRole("button", { name: "Remove the picture" }).click();
  await expect(shown).toHaveCount(0);
});

test("data is collected and downloaded, a code for Telegram made", async ({ page, world }) => {
  const person = newPerson();
  await joinUp(world, person);
  await signIn(page, person);
  const telegram = part(page, "Telegram");
  await telegram.getByRole("button", { name: "Make a code" }).click();
  await expect(telegram.getByText(/^[A-Z0-9]{8}$/)).toBeVisible();

  const data = part(page, "Your data");
  await data.getByRole("button", { name: "Ask for my data" }).click();
  await expect(data.getByRole("listitem")).toHaveCount(1);
  const fetch = data.getByRole("button", { name: /^Download/ });
  await expect(async () => {
    if (await data.getByRole("button", { name: "Look again" }).isVisible()) {
      await data.getByRole("button", { name: "Look again" }).click();
    }
    await expect(fetch).toBeVisible({ timeout: 500 });
  }).toPass();
  const started = page.waitForEvent("download");
  await fetch.click();
  const file = await started;
  expect(file.suggestedFilename()).toMatch(/\.zip$/);
  expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe("PK");
  await data.getByRole("button", { name: "Ask for my data" }).click();
  await expect(data.getByRole("alert").filter({ hasText: "once a week" })).toBeVisible();
});

test("somebody signs in through a provider, unlinks it only once there is a password", async ({ page }) => {
  await page.goto("/account");
  await page.getByRole("button", { name: "Continue with Google" }).click();
  await page.getByRole("button", { name: "Deny" }).click();
  await expect(page.getByText("You did not allow it. Nothing was changed.")).toBeVisible();
  // Somebody new is led to the terms, and opens an account once they are accepted.
  await page.goto("/account");
  await page.getByRole("button", { name: "Continue with Google" }).click();
  await page.getByRole("button", { name: "Allow" }).click();
  await page.getByRole("link", { name: "Read the terms and open one" }).click();
  await page.getByRole("button", { name: "Continue with Google" }).click();
  await expect(page.getByText("Accept the terms of service to go on.")).toBeVisible();
  await page.getByLabel(/I have read the terms/).check();
  await page.getByRole("button", { name: "Continue with Google" }).click();
  await page.getByRole("button", { name: "Allow" }).click();
  await expectSignedIn(page);
  await expect(part(page, "Profile")).toContainText("ada@example.org");
  const ways = part(page, "Other ways to sign in");
  await ways.getByRole("button", { name: "Unlink Google" }).click();
  await expect(ways.getByRole("alert")).toContainText("This is the only way to sign in");
  const password = part(page, "Password");
  await password.getByLabel("New password").fill("Correct-horse-7");
  await password.getByRole("button", { name: "Set a password" }).click();
  await expect(password.getByLabel("Present password")).toBeVisible();
  await ways.getByRole("button", { name: "Unlink Google" }).click();
  await expect(ways.getByRole("button", { name: "Link Google" })).toBeVisible();
});

test("an account is deleted, and restored by the mail and by signing in", async ({ page, world }) => {
  const person = newPerson();
  await joinUp(world, person);
  const remove = async (): Promise<void> => {
    const part = page.getByRole("region", { name: "Delete the account" });
    await part.getByText("Delete my account…").click();
    await part.getByRole("button", { name: "Delete the account" }).click();
    await expect(part.getByText("Tick the box to confirm.")).toBeVisible();
    await part.getByLabel("Yes, I want to delete my account").check();
    await part.getByLabel("Your password").fill(person.password);
    await part.getByRole("button", { name: "Delete the account" }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await expect(said(page)).toContainText("Everything is erased on");
  };
  await signIn(page, person);
  await remove();
  await page.goto(await world.mailbox.link(person.email, "restore-account"));
  await page.getByRole("button", { name: "Keep it" }).click();
  await expect(page.getByRole("heading", { name: "Your account is back" })).toBeVisible();
  await signIn(page, person);
  await remove();
  await enterPassword(page, person);
  await expectSignedIn(page);
  await expect(said(page)).toContainText("Welcome back.");
});

test("the keyboard alone is enough to sign in", async ({ page, world }) => {
  const person = newPerson();
  await joinUp(world, person);
  await page.goto("/account");
  await expect(page.getByLabel("E-mail address")).toBeFocused();
  await page.keyboard.type(person.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(person.password);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(page.getByLabel(/Stay signed in/)).toBeChecked();
  await page.keyboard.press("Enter");
  await expectSignedIn(page);
});

test("a server that is away is said to be", async ({ page }) => {
  await page.goto("/forgot-password");
  await page.getByLabel("E-mail address").fill("ada@example.org");
  await page.route("**/api/v1/auth/forgot-password", (route) => route.abort());
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("main").locator("form").getByRole("alert")).toContainText("The server cannot be reached.");
});
