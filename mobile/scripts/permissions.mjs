// What the Android app may ask of a phone, as Expo merges it, against what we believe in: a library that brings a
// permission along fails here, not in a store.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ALLOWED = new Set(["android.permission.INTERNET", "android.permission.VIBRATE"]);

const folder = mkdtempSync(join(tmpdir(), "prebuild-"));
try {
  for (const name of ["app.json", "package.json", "assets"])
    cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  const settings = {
    ...process.env,
    CI: "1",
    EXPO_OFFLINE: "1",
    EXPO_NO_TELEMETRY: "1",
    EXPO_NO_GIT_STATUS: "1",
  };
  execFileSync("npx", ["expo", "prebuild", "--platform", "android", "--no-install"], {
    cwd: folder,
    env: settings,
    stdio: "pipe",
  });
  const manifest = readFileSync(join(folder, "android/app/src/main/AndroidManifest.xml"), "utf8");
  const asked = [...manifest.matchAll(/<uses-permission[^>]*android:name="([^"]+)"([^>]*)/g)]
    .filter(([, , rest]) => !rest.includes('tools:node="remove"'))
    .map(([, name]) => name);
  const unknown = asked.filter((name) => !ALLOWED.has(name));
  if (unknown.length > 0) {
    console.error(
      `The Android app would ask for: ${unknown.join(", ")}. Block it in app.json, or allow it in scripts/permissions.mjs.`,
    );
    process.exitCode = 1;
  }
  if (!/android:allowBackup="false"/.test(manifest)) {
    console.error("A backup of the phone would hold what the app keeps: android.allowBackup must be false.");
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
