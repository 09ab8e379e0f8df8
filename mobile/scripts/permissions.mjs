// What the Android app may ask of a phone, as Expo writes it and as the libraries beside it add when Gradle merges, against
// what we believe in: a library that brings a permission along fails here, not in a store. What comes with Firebase and
// with launchers' badges lies in archives that only Gradle opens: those of badges are blocked by name in app.json.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ALLOWED = new Set([
  "android.permission.INTERNET",
  "android.permission.VIBRATE",
  // Without it no notice may be shown; the person is asked, after our own words.
  "android.permission.POST_NOTIFICATIONS",
  // The system tells the app that its screen is photographed, which it prevents; it asks the person nothing.
  "android.permission.DETECT_SCREEN_CAPTURE",
]);

const folder = mkdtempSync(join(tmpdir(), "prebuild-"));
try {
  for (const name of ["app.json", "app.config.js", "package.json", "assets"])
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
  const [asked, removed] = permissions(manifest);
  for (const path of libraries()) asked.push(...permissions(readFileSync(path, "utf8"))[0]);
  const unknown = [...new Set(asked)].filter((name) => !ALLOWED.has(name) && !removed.includes(name));
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

/** The permissions of a manifest: those it asks for, and those it takes out of whatever a library brings. */
function permissions(manifest) {
  const all = [...manifest.matchAll(/<uses-permission[^>]*android:name="([^"]+)"([^>]*)/g)];
  const isRemoved = ([, , rest]) => rest.includes('tools:node="remove"');
  const names = (found) => found.map(([, name]) => name);
  return [names(all.filter((each) => !isRemoved(each))), names(all.filter(isRemoved))];
}

/** The manifests of what is installed with native code for Android. */
function libraries() {
  const within = (folder) => readdirSync(folder).map((name) => join(folder, name));
  return within("node_modules")
    .flatMap((folder) => (folder.startsWith("node_modules/@") ? within(folder) : [folder]))
    .map((folder) => join(folder, "android/src/main/AndroidManifest.xml"))
    .filter((path) => existsSync(path));
}
