// What is seen seldom: many badges at once before it is confirmed, a file that is too large, badges that do not hold, a page
// in somebody's frame and on paper. In both languages, and on half a phone.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { end, fault, inspect, launch, must, person, text, told, where } from "./lib.mjs";

/** Badges of ours that do not hold, and what is said of them. */
const unsound = {
  status_expired: { fr: /n’est plus valable\s:\ssa date de fin est passée/, en: /This badge has ended/ },
  proof_tampered: { fr: /a été modifié après sa signature/, en: /was changed after it was signed/ },
  proof_missing: { fr: /n’est pas signé/, en: /is not signed/ },
};

// A page of the world may ask nothing of this machine, unless somebody allows it: here the frame does.
const browser = await launch(["--disable-features=LocalNetworkAccessChecks"]);
const visitor = await person(browser);
const team = await person(browser);
await team.goto(`${told.team}?lang=fr`);
await Promise.all([team.waitForNavigation(), team.click("main button[type=submit]")]);

for (const lang of ["fr", "en"]) {
  // Badges that do not hold, and what their makers wanted it to be said.
  for (const [name, said] of Object.entries(unsound)) {
    const given = readFileSync(join(told.badges, name, "badge.json"), "utf8");
    await visitor.goto(`${told.address}/verify?lang=${lang}`);
    await visitor.fill("#text", given);
    await Promise.all([visitor.waitForNavigation(), visitor.click("main button[type=submit]")]);
    await inspect(visitor, `${name} in ${lang}`, false);
    must(said[lang].test(await text(visitor)), `${name} in ${lang}: ${await text(visitor)}`);
  }
  // More than the server takes: said on a page.
  const large = Buffer.alloc(told.most + 1024, 7);
  const multipart = { file: { name: "large.png", mimeType: "image/png", buffer: large } };
  const answer = await visitor.context().request.post(`${told.address}/verify?lang=${lang}`, { multipart });
  must(answer.status() === 413, `${told.most + 1024} bytes: ${answer.status()}`);
  await visitor.route("**/verify*", (route) => route.fulfill({ response: answer }));
  await visitor.goto(`${told.address}/verify?lang=${lang}`);
  await inspect(visitor, `too large, in ${lang}`);
  await visitor.unroute("**/verify*");

  // Every badge of the place at once: nothing is done before a page that counts them.
  for (const act of ["revoke", "reinstate"]) {
    await team.goto(`${told.address}${told.inside}/badges?lang=${lang}`);
    await team.locator('input[name="which"][value="all"]').evaluate((e) => {
      for (let box = e.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
      e.click();
    });
    await Promise.all([team.waitForNavigation(), team.click(`button[value="${act}"]`)]);
    await inspect(team, `before all are to ${act}, in ${lang}`);
  }
}

// On paper: what is badge stays, what leads elsewhere goes, the code that opens it is there.
await visitor.goto(told.badge);
await visitor.emulateMedia({ media: "print" });
const shown = await visitor.evaluate(() => [...document.querySelectorAll("nav, form, button")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().height > 0).map((e) => e.outerHTML.slice(0, 80)));
if (shown.length) fault(`on paper: ${shown.join(" | ")}`);
if (told.shots) await visitor.pdf({ path: `${told.shots}/badge.pdf`, format: "A4" });
await visitor.emulateMedia({ media: null });

// In somebody else's page: nobody may, then whoever the place lets.
const outside = "https://portail.example.org";
const heading = await visitor.locator("h1").innerText();
async function framed() {
  const page = await browser.newPage();
  await page.route(`${outside}/**`, (route) => route.fulfill({ contentType: "text/html", body: `<iframe src="${told.badge}"></iframe>` }));
  await page.goto(`${outside}/`);
  // By the words, as the browser's own page of refusal has a heading too, and may still bear the address that was refused.
  const frame = page.frames().find((one) => one !== page.mainFrame());
  const shown = (await frame.locator("h1").allInnerTexts()).includes(heading);
  await page.close();
  return shown;
}
must(!(await framed()), "anybody may frame a badge's page");
await team.goto(`${told.address}${told.inside}?lang=fr`);
await team.locator("#frames").evaluate((e) => { for (let box = e.closest("details"); box; box = box.parentElement.closest("details")) box.open = true; });
await team.fill("#frames", outside);
await Promise.all([team.waitForNavigation(), team.click("form:has(#frames) button[type=submit]")]);
must(await framed(), `the place's own portal may not frame it: ${JSON.stringify((await team.context().request.get(told.badge)).headers())}`);

await browser.close();
console.log(JSON.stringify({}));
end();
