import { get, set } from "idb-keyval";

/** A key that seals and unseals. The browser's own keys never show their bytes to a script. */
export type Key = CryptoKey;

const AES = "AES-GCM";
const NAME = "device-key";
const ROUNDS = 600_000;

const toText = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

/** The key of this browser, made at the first use and never readable. */
export async function deviceKey(): Promise<Key> {
  const known = await get<CryptoKey>(NAME);
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: AES, length: 256 }, false, ["encrypt", "decrypt"]);
  await set(NAME, made);
  return made;
}

/** 32 random bytes, as 64 hexadecimal signs. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A random UUID. */
export function uuid(): string {
  return crypto.randomUUID();
}

/** The key that a secret of `newSecret` stands for. */
export function keyOf(secret: string): Promise<Key> {
  return crypto.subtle.importKey("raw", ofHex(secret), AES, false, ["encrypt", "decrypt"]);
}

/** The key that a PIN and its salt stand for: PBKDF2, 600,000 rounds (OWASP), so that guessing is slow. */
export async function keyOfPin(pin: string, salt: string): Promise<Key> {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, [
    "deriveKey",
  ]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: ofHex(salt), iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, typed, { name: AES, length: 256 }, false, ["encrypt", "decrypt"]);
}

/** The text, readable with this key alone. */
export async function seal(key: Key, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: AES, iv }, key, new TextEncoder().encode(text));
  return `${toText(iv)}.${toBase64(new Uint8Array(sealed))}`;
}

/** What was sealed, or null when it was sealed with another key or changed since. */
export async function unseal(key: Key, sealed: string): Promise<string | null> {
  const [iv = "", body = ""] = sealed.split(".");
  try {
    return new TextDecoder().decode(
      await crypto.subtle.decrypt({ name: AES, iv: toBytes(iv) }, key, toBytes(body)),
    );
  } catch {
    return null;
  }
}

function ofHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Long texts in pieces: a call takes only so many arguments. */
function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let start = 0; start < bytes.length; start += 8192) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return btoa(binary);
}
