// The pictures of the README: the example place as its team sees it.
import { join } from "node:path";
import { launch, must, person, told } from "./lib.mjs";

const browser = await launch();
const page = await person(browser, { viewport: { width: 1000, height: 640 }, reducedMotion: "reduce" });
await page.goto(`${told.team}?lang=${told.language}`);
await Promise.all([page.waitForNavigation(), page.click("main button[type=submit]")]);
for (const [name, path] of [["badges", "badges"], ["write", "achievements/impression-3d"]]) {
  const answer = await page.goto(`${told.address}${told.inside}/${path}?lang=${told.language}`, { waitUntil: "networkidle" });
  must(answer.ok(), `${path}: ${answer.status()}`);
  await page.screenshot({ path: join(told.folder, `server-${name}.${told.language}.png`) });
}
await browser.close();
console.log(JSON.stringify({ language: told.language }));
