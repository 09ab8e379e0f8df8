module.exports = (api) => ({
  presets: ["babel-preset-expo"],
  plugins: [
    "@lingui/babel-plugin-lingui-macro",
    // Jest runs on CommonJS, where import() does not exist.
    ...(api.env("test") ? ["@babel/plugin-transform-dynamic-import"] : []),
  ],
});
