import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { ignoreWithout, requireProgram } from "../fixtures/requires.ts";
import { xssPayloads } from "../fixtures/xss_payloads.ts";
import { chromiumNames } from "./live_shop.ts";
import { type Found, installDetector, parseAll } from "./xss_detector.ts";
import { toCarelessPages, toCarelessScripts } from "./xss_sinks.ts";

Deno.test({
  name: "each of the 200 payloads does harm in a careless page, and the detector sees it",
  ignore: ignoreWithout(...chromiumNames),
  async fn() {
    assert.equal(new Set(xssPayloads).size, 200);
    const browser = await chromium.launch({
      executablePath: requireProgram(chromiumNames),
      args: ["--no-sandbox", "--disable-gpu"],
    });
    try {
      const context = await browser.newContext();
      const told = await installDetector(context);
      const page = await context.newPage();
      await page.goto("about:blank");
      const harmless = new Set(
        (await parseAll(page, toCarelessPages("plain"))).flatMap(({ marks }) => marks),
      );
      const isHarm = ({ faults, dangers }: Found) =>
        faults.length > 0 || dangers.some((danger) => !harmless.has(danger));
      const unseen: string[] = [];
      for (const payload of xssPayloads) {
        const seen = (await parseAll(page, toCarelessPages(payload))).some(isHarm);
        if (!seen) unseen.push(payload);
      }
      // These show only when they run.
      const tame: string[] = [];
      for (const payload of unseen) {
        const before = told.length;
        for (const html of toCarelessScripts(payload)) await page.setContent(html);
        if (!told.slice(before).some((fault) => /alert|pwned/.test(fault))) tame.push(payload);
      }
      assert.deepEqual(tame, []);
    } finally {
      await browser.close();
    }
  },
});
