// Open a report in Chromium and print, as JSON, what people and screen readers meet:
//   node check.mjs REPORT.html [FOLDER-FOR-PICTURES]
// axe in both colour schemes and at two widths, every request that leaves the file
// system (none may), and six checks of our own that axe does not make.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { inflateSync } from "node:zlib";
import { chromium } from "playwright-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
];
const VIEWS = [
  { width: 1280, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
  { width: 360, colorScheme: "light" },
  { width: 360, colorScheme: "dark" },
];

const report = pathToFileURL(resolve(process.argv[2])).href;
const pictures = process.argv[3];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const profile = mkdtempSync(join(tmpdir(), "matchaudit-browser-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: FLAGS,
  bypassCSP: false,
});
const outside = [];
await context.route("**/*", (route) => {
  const url = route.request().url();
  if (url.startsWith("file:") || url.startsWith("data:")) return route.continue();
  outside.push(url);
  return route.abort();
});

const page = await context.newPage();
const violations = [];
for (const { width, colorScheme } of VIEWS) {
  await open(width, colorScheme);
  // Evaluated by the debugger, which the page's content security policy does not bind.
  await page.evaluate(axe);
  const found = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }),
    RULES,
  );
  for (const { id, nodes } of found.violations)
    violations.push({ view: `${width} ${colorScheme}`, id, nodes: nodes.map((n) => n.html.slice(0, 160)) });
  if (pictures) await page.screenshot({ path: join(pictures, `${width}-${colorScheme}.png`), fullPage: true });
}

await open(1280, "light");
const words = await page.evaluate(checkWords);
const unreached = await tabThrough();
await open(320, "light");
const sideways = await page.evaluate(
  () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
);
await open(1280, "light");
const printed = await page.pdf({ preferCSSPageSize: true, tagged: true });
const tables = await page.locator("table").count();

await context.close();
rmSync(profile, { recursive: true, force: true });
console.log(
  JSON.stringify(
    { outside, violations, ...words, sideways, unreached, tables, printed_tables: tableTags(printed) },
    null,
    1,
  ),
);

async function open(width, colorScheme) {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme });
  await page.goto(report, { waitUntil: "load" });
}

// Checks 1 to 3: runs in the page.
function checkWords() {
  const text = (id) => document.getElementById(id ?? "")?.textContent.trim() ?? "";
  const drawings = [...document.querySelectorAll("figure svg, figure img, figure canvas")];
  const figures = [...document.querySelectorAll("figure")];
  return {
    figures: figures.length,
    drawings: drawings.length,
    unnamed: drawings.filter((d) => !text(d.getAttribute("aria-labelledby"))).length,
    undescribed: drawings.filter((d) => !text(d.getAttribute("aria-describedby"))).length,
    without_table: figures.filter((f) => !f.nextElementSibling?.querySelector("table tbody tr")).length,
    uncaptioned: [...document.querySelectorAll("table")].filter((t) => !t.caption?.textContent.trim()).length,
    unscoped: document.querySelectorAll("th:not([scope])").length,
    repeated_ids: [...document.querySelectorAll("[id]")].length - new Set([...document.querySelectorAll("[id]")].map((e) => e.id)).size,
  };
}

// Check 5: press Tab until the page is left; each stop must show its outline.
async function tabThrough() {
  const wanted = await page.evaluate(() => {
    const stops = [...document.querySelectorAll("a[href], summary, [tabindex='0']")].filter((e) => e.checkVisibility({ contentVisibilityAuto: true }));
    stops.forEach((e, k) => e.setAttribute("data-stop", k));
    return stops.length;
  });
  const reached = new Set();
  const invisible = new Set();
  for (let k = 0; k < wanted + 2; k += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const e = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(e);
      const box = e.getBoundingClientRect();
      return { k: e.getAttribute("data-stop"), seen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && box.width > 0 && box.right > 0 };
    });
    if (stop.k === null) continue;
    reached.add(stop.k);
    if (!stop.seen) invisible.add(stop.k);
  }
  return { stops: wanted, missed: wanted - reached.size, without_outline: invisible.size };
}

// Check 6: structure elements of type Table, wherever the PDF holds its objects.
function tableTags(pdf) {
  const tag = /\/S\s*\/Table\b/g;
  let text = pdf.toString("latin1");
  let found = (text.match(tag) ?? []).length;
  for (const stream of text.matchAll(/stream\r?\n/g)) {
    const from = stream.index + stream[0].length;
    try {
      found += (inflateSync(pdf.subarray(from)).toString("latin1").match(tag) ?? []).length;
    } catch {
      continue; // a font or a picture
    }
  }
  return found;
}
