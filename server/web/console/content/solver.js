// A worker that finds the number whose SHA-256 together with a salt is the
// challenge, by trying. It says how far it is, then {number}, undefined without one.

// Digests are asked for in batches: one at a time is mostly waiting.
const batch = 500;

/** @param {ArrayBuffer} digest */
function hex(digest) {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {{salt: string, challenge: string, maxnumber: number}} sought */
async function solve({ salt, challenge, maxnumber }) {
  const text = new TextEncoder();
  const first = parseInt(challenge.slice(0, 2), 16);
  for (let from = 0; from <= maxnumber; from += batch) {
    const numbers = Array.from({ length: Math.min(batch, maxnumber + 1 - from) }, (_, i) => from + i);
    const digests = await Promise.all(numbers.map((number) => crypto.subtle.digest("SHA-256", text.encode(salt + number))));
    const found = digests.findIndex((digest) => new Uint8Array(digest)[0] === first && hex(digest) === challenge);
    if (found >= 0) {
      return from + found;
    }
    self.postMessage({ tried: from + numbers.length });
  }
  return undefined;
}

self.onmessage = async ({ data }) => {
  self.postMessage({ number: await solve(data).catch(() => undefined) });
};
