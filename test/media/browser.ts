import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executable = process.env.CHROMIUM ?? places.find((it) => existsSync(it));

/** For `test`'s options: pages are tried where there is a browser, and say so where there is none. */
export const needsBrowser =
  executable === undefined ? { skip: "no Chromium: install one, or name it in CHROMIUM" } : { timeout: 240_000 };

export async function openBrowser(): Promise<Browser> {
  if (executable === undefined) throw new Error("no Chromium");
  return await chromium.launch({
    executablePath: executable,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
  });
}
