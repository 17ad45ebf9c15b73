// Bundles the test page into one script, as text.
import { build } from "esbuild";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** @returns {Promise<string>} the page's script */
export async function bundle() {
  const { outputFiles } = await build({
    entryPoints: [here("page.ts")],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    // The generated client lies outside this folder, its libraries inside.
    nodePaths: [here("../node_modules")],
    logLevel: "warning",
  });
  return outputFiles[0].text;
}
