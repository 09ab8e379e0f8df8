import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { pbkdf2Async } from "@noble/hashes/pbkdf2.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { getRandomBytes, randomUUID } from "expo-crypto";
import * as SecureStore from "expo-secure-store";

/** A key that seals and unseals. */
export type Key = Uint8Array;

const NAME = "device-key";
const NONCE = 24;
const ROUNDS = 20_000;

/** The key of this installation, kept by the system's key store, never in a backup, never on another phone. */
export async function deviceKey(): Promise<Key> {
  const options = { keychainAccessible: SecureStore.WHEN_UNLOCKED_THIS_DEVICE_ONLY };
  const known = await SecureStore.getItemAsync(NAME, options);
  if (known) return hexToBytes(known);
  const made = newSecret();
  await SecureStore.setItemAsync(NAME, made, options);
  return hexToBytes(made);
}

/** 32 random bytes, as 64 hexadecimal signs. */
export function newSecret(): string {
  return bytesToHex(getRandomBytes(32));
}

/** A random UUID. */
export function uuid(): string {
  return randomUUID();
}

/** The key that a secret of `newSecret` stands for. */
export async function keyOf(secret: string): Promise<Key> {
  return hexToBytes(secret);
}

/**
 * The key that a PIN and its salt stand for. Fewer rounds than in a browser, because Hermes compiles nothing while it
 * runs; what they protect lies behind the system's key store besides.
 */
export async function keyOfPin(pin: string, salt: string): Promise<Key> {
  return pbkdf2Async(sha256, new TextEncoder().encode(pin), hexToBytes(salt), { c: ROUNDS, dkLen: 32 });
}

/** The text, readable with this key alone. */
export async function seal(key: Key, text: string): Promise<string> {
  const nonce = getRandomBytes(NONCE);
  const sealed = xchacha20poly1305(key, nonce).encrypt(new TextEncoder().encode(text));
  return `${bytesToHex(nonce)}.${bytesToHex(sealed)}`;
}

/** What was sealed, or null when it was sealed with another key or changed since. */
export async function unseal(key: Key, sealed: string): Promise<string | null> {
  const [nonce = "", body = ""] = sealed.split(".");
  try {
    return new TextDecoder().decode(xchacha20poly1305(key, hexToBytes(nonce)).decrypt(hexToBytes(body)));
  } catch {
    return null;
  }
}
