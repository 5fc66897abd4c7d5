// Every page that `badge publish` writes, on a plain web host.
import { end, inspect, launch, person, told, weigh, where } from "./lib.mjs";

const browser = await launch();
const page = await person(browser);
for (const path of told.pages) {
  await weigh(page, `${told.address}/${path}`);
  await inspect(page, where(page));
}
await browser.close();
console.log(JSON.stringify({ pages: told.pages.length }));
end();
