// Name, language, picture.
import { call } from "./client.js";
import { deed, el, field, form, input, say, section, select } from "./dom.js";
import { codes, day, named, text } from "./text.js";

/** @param {any} user @param {import("./account.js").Page} page */
export function profile(user, page) {
  return section(text("profile.title"), async () => {
    const firstName = field(text("register.firstName"), input("text", { value: user.firstName, autocomplete: "given-name", required: true }));
    const lastName = field(text("register.lastName"), input("text", { value: user.lastName, autocomplete: "family-name" }));
    const language = field(text("register.language"), select(codes("languages"), user.language, (code) => named("languages", code)));
    /** @param {string} name @param {string} value */
    const fact = (name, value) => el("div", {}, el("dt", {}, text(name)), el("dd", {}, value));
    return [
      el("dl", {},
        fact("profile.email", user.email),
        user.pendingEmail && fact("profile.email", text("profile.pendingEmail", { email: user.pendingEmail })),
        fact("profile.plan", named("profile.plans", user.subscription?.plan ?? "free")),
        fact("profile.role", named("profile.roles", user.role)),
        fact("profile.since", day(user.createdAt))),
      form({ firstName, lastName, language }, text("profile.save"), async () => {
        const answer = await call("PATCH", "/api/v1/users/profile", {
          firstName: firstName.control.value, lastName: lastName.control.value, language: language.control.value,
        });
        Object.assign(user, answer.user);
        page.changed(user);
        say(text("profile.saved"));
      }),
    ];
  });
}

/** @param {any} user */
export function picture(user) {
  const part = section(text("profile.picture"), async () => {
    const file = input("file", { accept: "image/jpeg,image/png,image/gif,image/webp" });
    const avatar = field(text("profile.newPicture"), file, text("profile.pictureHint"));
    return [
      user.avatar
        ? el("img", { class: "avatar", src: new URL(user.avatar, location.href).pathname, alt: text("profile.pictureOf"), width: 96, height: 96 })
        : el("p", {}, text("profile.noPicture")),
      form({ avatar, image: avatar }, text("profile.upload"), async () => {
        const chosen = file.files?.[0];
        if (!chosen) {
          avatar.fault([text("profile.choose")]);
          file.focus();
          return;
        }
        const body = new FormData();
        body.append("avatar", chosen);
        user.avatar = (await call("POST", "/api/v1/users/avatar", body)).avatar;
        say(text("profile.uploaded"));
        await part.again();
      }),
      user.avatar && deed(text("profile.remove"), async () => {
        await call("DELETE", "/api/v1/users/avatar");
        user.avatar = "";
        say(text("profile.removed"));
        await part.again();
      }),
    ];
  });
  return part;
}
