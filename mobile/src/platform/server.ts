/** Where the service is: built into the app by EXPO_PUBLIC_ENCUENTRO_SERVER; the emulator's host without it. */
export const SERVER = process.env.EXPO_PUBLIC_ENCUENTRO_SERVER ?? "http://10.0.2.2:8000";

/** The app keeps its tokens itself, sealed by the system's key store. */
export const KEEPS_TOKENS = true;
