/** Screens and data, as they run on a phone; what only a browser has is tested in a browser. */
module.exports = {
  testTimeout: 30_000, // a PIN costs a second of computing on purpose, and machines are busy
  preset: "jest-expo/android",
  setupFiles: ["./src/testing/native.ts", "./src/testing/setup.ts"],
  setupFilesAfterEnv: ["./src/testing/patience.ts"],
  testMatch: ["**/src/**/*.test.ts?(x)"],
  moduleNameMapper: { "^@/(.*)$": "<rootDir>/src/$1" },
  transformIgnorePatterns: [
    "node_modules/(?!((jest-)?react-native|@react-native(-community)?|expo(nent)?|@expo(nent)?/.*|@lingui|@noble|qr)/?|@noble)",
  ],
};
