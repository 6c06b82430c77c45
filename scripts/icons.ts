/** `npm run icons`: draws `media/icons/logo.svg` as the picture that VS Code shows for the extension, with Chromium. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const icons = new URL("../media/icons/", import.meta.url);
const size = 256;
const svg = readFileSync(new URL("logo.svg", icons), "utf8");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  const picture = await page.screenshot({ omitBackground: true });
  const target = new URL("stepladder.png", icons);
  writeFileSync(target, picture);
  console.log(`${picture.length} bytes  ${fileURLToPath(target)}`);
} finally {
  await browser.close();
}
